import { foreignTeam, nameOf } from './names.ts';
import type { Surroundings } from './workspace.ts';

/** Something the composer offers to write in place of the word at the caret. */
export interface Suggestion {
  /** Where the word begins. */
  from: number;
  insert: string;
  label: string;
  hint?: string | undefined;
  description?: string | undefined;
  badge?: string | undefined;
}

const SHOWN = 8;

/** Commands at the start of a message, people after `@`, channels after `#`. People of other organisations get no commands. */
export function suggest(text: string, caret: number, workspace: Surroundings, inThread: boolean): Suggestion[] {
  const before = text.slice(0, caret);
  if (/^\/\S*$/.test(before)) return inThread || workspace.seen.external ? [] : commands(workspace, before);
  const word = /(?:^|[\s(])([@#][\p{L}\p{N}._-]*)$/u.exec(before)?.[1];
  if (!word) return [];
  const from = caret - word.length;
  const wanted = word.slice(1).toLowerCase();
  const all = word.startsWith('@') ? people(workspace, from) : channels(workspace, from);
  return all.filter((one) => `${one.label} ${one.hint ?? ''}`.toLowerCase().includes(wanted)).slice(0, SHOWN);
}

const commands = ({ world }: Surroundings, typed: string): Suggestion[] =>
  world.app.commands
    .filter(({ command }) => command.startsWith(typed.toLowerCase()))
    .map(({ command, description, usageHint }) => ({
      from: 0,
      insert: `${command} `,
      label: command,
      hint: usageHint,
      description,
    }));

function people({ world }: Surroundings, from: number): Suggestion[] {
  const persons = world.people.filter((person) => !person.deleted && !person.bot);
  return [
    { from, insert: `@${world.app.name} `, label: `@${world.app.name}`, badge: 'app' },
    ...persons.map((person) => ({
      from,
      insert: `@${nameOf(world, person.id)} `,
      label: `@${nameOf(world, person.id)}`,
      hint: person.name,
      badge: foreignTeam(world, person),
    })),
    ...world.userGroups.map((group) => ({
      from,
      insert: `@${group.handle} `,
      label: `@${group.handle}`,
      hint: group.name,
    })),
  ];
}

const channels = ({ seen }: Surroundings, from: number): Suggestion[] =>
  seen.channels
    .filter((channel) => channel.kind === 'public' || channel.kind === 'private')
    .map((channel) => ({ from, insert: `#${channel.name} `, label: `#${channel.name}` }));

/** The text and the caret after a suggestion was taken. */
export function complete(text: string, caret: number, { from, insert }: Suggestion): { text: string; caret: number } {
  const after = text.slice(caret).replace(/^ /, '');
  return { text: text.slice(0, from) + insert + after, caret: from + insert.length };
}
