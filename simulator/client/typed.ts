import type { Person } from '../protocol.ts';
import { nameOf, personOf } from './names.ts';
import { escapeText, unescapeText } from './text/mrkdwn.ts';
import type { Surroundings } from './workspace.ts';

/** What a person typed (`@Bo Berg`, `#acme`) in Slack's own form: escaped, with ids for names. The longest name wins. */
export function fromTyped(text: string, workspace: Surroundings): string {
  const { world, seen } = workspace;
  const names: [string, string][] = [
    ...world.people
      .filter((one) => !one.deleted)
      .flatMap((person) => spellings(person).map((name): [string, string] => [`@${name}`, `<@${person.id}>`])),
    [`@${world.app.name}`, `<@${world.app.botUserId}>`],
    ...world.userGroups.map((group): [string, string] => [`@${group.handle}`, `<!subteam^${group.id}>`]),
    ...(['here', 'channel', 'everyone'] as const).map((range): [string, string] => [`@${range}`, `<!${range}>`]),
    ...seen.channels
      .filter((channel) => channel.name)
      .map((channel): [string, string] => [`#${channel.name}`, `<#${channel.id}>`]),
  ];
  const known = new Map(names.map(([name, token]) => [escapeText(name).toLowerCase(), token]));
  const longestFirst = [...known.keys()].sort((a, b) => b.length - a.length).map(quoted);
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${longestFirst.join('|')})(?![\\p{L}\\p{N}_-])`, 'giu');
  return escapeText(text).replace(pattern, (name) => known.get(name.toLowerCase()) ?? name);
}

const quoted = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

const spellings = (person: Person): string[] => [person.realName, person.name].filter(Boolean);

/** The other way round, for editing: names for ids, no escapes. */
export function toTyped(text: string, workspace: Surroundings): string {
  const { world, seen } = workspace;
  const named = text.replace(/<([@#]|!subteam\^|!)([A-Za-z0-9]+)(?:\|[^>]*)?>/g, (whole, kind: string, id: string) => {
    if (kind === '@') return personOf(world, id) || id === world.app.botUserId ? `@${nameOf(world, id)}` : whole;
    if (kind === '#') return `#${seen.channels.find((channel) => channel.id === id)?.name ?? id}`;
    if (kind === '!') return `@${id}`;
    return `@${world.userGroups.find((group) => group.id === id)?.handle ?? id}`;
  });
  return unescapeText(named.replace(/<(https?:[^|>]+)(?:\|[^>]*)?>/g, '$1'));
}
