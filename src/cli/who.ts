import type { Clock, Instant } from '../clock.ts';
import type { Where } from '../config.ts';
import type { Reader } from '../db/database.ts';
import { openForReading } from '../db/inspect.ts';
import { boardAt, type Line } from '../oncall/board.ts';
import type { Policy } from '../policy/policy.ts';
import { readPolicy } from '../policy/read.ts';
import type { OnDuty } from '../rotations/rotation.ts';
import { peopleById } from '../slack/people.ts';
import { sayEnd, sayInstant } from '../time/say.ts';
import { instantIn } from './instant.ts';

/**
 * Who is on in every rotation, until when, why, and who is next, in lines of text. `at` is an ISO-8601 instant, in the
 * policy's zone where it names none; now unless given.
 */
export async function whoIsOnDuty(config: Where, clock: Clock, at?: string): Promise<string[]> {
  const policy = readPolicy(config.policyPath);
  const db = openForReading(config.databaseUrl);
  try {
    return await board(db.reader, policy, at === undefined ? clock.now() : instantIn(at, policy.timezone));
  } finally {
    db.close();
  }
}

async function board(on: Reader, policy: Policy, at: Instant): Promise<string[]> {
  const { lines, leads } = await boardAt(on, policy, at);
  const ids = lines.flatMap(({ duty, next }) => [duty.user, next?.user, ...insteadOf(duty)]);
  const name = await namesWithIds(on, [...ids, ...leads]);
  const width = Math.max(...lines.map(({ label }) => label.length), 'Lead'.length);
  return [
    sayInstant(at, policy.timezone),
    ...(lines.length === 0 ? ['The policy has no rotations, so nobody is on.'] : []),
    ...lines.map((line) => `${line.label.padEnd(width)}  ${onDuty(line, name, policy.timezone)}`),
    ...(leads.length > 0 ? [`${'Lead'.padEnd(width)}  ${leads.map(name).join(', ')}`] : []),
  ];
}

function onDuty({ duty, next }: Line, name: (id: string) => string, zone: string): string {
  const who = duty.user === null ? 'nobody' : name(duty.user);
  const until = duty.until === null ? '' : ` until ${sayEnd(duty.until, zone)}`;
  const by = next?.label ? ` (${next.label})` : '';
  return `${who}${until} (${why(duty, name)})${next ? `, then ${name(next.user)}${by}` : ''}`;
}

function why(duty: OnDuty, name: (id: string) => string): string {
  switch (duty.why.kind) {
    case 'turn':
      return 'in turn';
    case 'override':
      return duty.why.instead === null ? 'a cover' : `covers for ${name(duty.why.instead)}`;
    case 'absence':
      return duty.user === null
        ? `${name(duty.why.instead)} is away, and nobody is there to stand in`
        : `for ${name(duty.why.instead)}, who is away`;
    case 'moved_up':
      return `${name(duty.why.instead)} is on ${duty.why.layer} instead, for somebody who is away`;
    case 'before_anchor':
      return 'the rotation has not begun';
    case 'outside_windows':
      return 'outside its hours';
    case 'no_members':
      return 'it has too few members';
  }
}

const insteadOf = ({ why }: OnDuty): (string | null)[] => ('instead' in why ? [why.instead] : []);

/** `Bo (UBO)` for people the desk has met, else the id alone. */
export async function namesWithIds(on: Reader, ids: (string | null | undefined)[]): Promise<(id: string) => string> {
  const known = await peopleById(
    on,
    ids.filter((id): id is string => Boolean(id)),
  );
  return (id) => {
    const person = known.get(id);
    return person && person.fetchedAt > 0 ? `${person.name} (${id})` : id;
  };
}
