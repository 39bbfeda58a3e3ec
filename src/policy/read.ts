import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import { invalid } from '../errors.ts';
import { type Calendar, type CalendarSpec, calendarFaults, calendarOf } from '../time/calendar.ts';
import type { Holiday } from '../time/zone.ts';
import type { ClockName } from '../timeline/entry.ts';
import { type Placed, syntaxFaults, textOf } from '../yaml-file.ts';
import { type Fault, positionOf, schemaFaults } from './fault.ts';
import { takenHolidays } from './holidays.ts';
import type { Policy, RotationRule, Tier } from './policy.ts';
import { referenceFaults } from './references.ts';
import { type PolicyFile, policyFile } from './schema.ts';
import { type Readable, slips } from './slips.ts';

/**
 * The policy of a YAML file, or of a text with the name it shall have in messages. Throws `invalid` whose message lists every fault as
 * `file:line:column  what is wrong — what is expected`, one a line.
 */
export function readPolicy(source: string | { text: string; file: string }): Policy {
  const { text, file } = typeof source === 'string' ? { text: policyText(source), file: source } : source;
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const refuse = (faults: Placed[]): never => {
    const sorted = faults.toSorted((a, b) => a.line - b.line || a.col - b.col);
    const told = new Set(sorted.map(({ line, col, message }) => `${file}:${line}:${col}  ${message}`));
    throw invalid([...told].join('\n'));
  };

  const unreadable = syntaxFaults(document, lines);
  if (unreadable.length > 0) refuse(unreadable);
  const value: unknown = document.toJS() ?? {};
  const read = policyFile.safeParse(value);
  const readable = readableOf(value, read);
  const taken = takenHolidays(value, dirname(file));
  const specs = readable ? calendarsIn(readable.file, taken.holidays) : {};
  const closed = Object.entries(specs).flatMap(([name, spec]) =>
    calendarFaults(spec).map(({ message }): Fault => ({ path: ['calendars', name], message })),
  );
  const calendars = closed.length > 0 ? {} : mapped(specs, calendarOf);
  const faults: Fault[] = [
    ...schemaFaults(read.error?.issues ?? [], value),
    ...referenceFaults(value),
    ...taken.faults,
    ...closed,
    ...(readable ? slips(readable, calendars) : []),
  ];
  if (!read.success || faults.length > 0) {
    return refuse(faults.map((fault) => ({ ...positionOf(document.contents, fault, lines), message: fault.message })));
  }
  return assemble(read.data, calendars);
}

/** What every file needs, for those of which this part can't be read. */
const NEEDED = {
  name: '?',
  timezone: 'UTC',
  calendars: {},
  priorities: [{ key: 'x', label: 'x' }],
  request_types: [{ key: 'x', label: 'x' }],
  tiers: {},
};

/** Parts made of named entries: one that can't be read takes nothing of the others with it. */
const OF_ENTRIES = new Set(['calendars', 'tiers', 'rotations', 'reminders', 'breaches']);

/** As much of a file as can be read; null when it is no policy at all. */
function readableOf(value: unknown, read: ReturnType<typeof policyFile.safeParse>): Readable | null {
  const unread = new Set<string>();
  const incomplete = new Set<string>();
  if (read.success) return { file: read.data, unread, incomplete };
  if (typeof value !== 'object' || value === null) return null;
  const rest: Record<string, unknown> = { ...NEEDED, ...value };
  for (const { path } of schemaFaults(read.error.issues, value)) {
    const [part, entry] = path.map(String) as [string, string?];
    if (entry !== undefined && OF_ENTRIES.has(part)) {
      incomplete.add(part);
      rest[part] = without(rest[part] as Record<string, unknown>, entry);
    } else {
      unread.add(part);
      delete rest[part];
    }
  }
  const again = policyFile.safeParse({ ...NEEDED, ...rest });
  return again.success ? { file: again.data, unread, incomplete } : null;
}

const without = (entries: Record<string, unknown>, name: string): Record<string, unknown> =>
  Object.fromEntries(Object.entries(entries).filter(([key]) => key !== name));

const policyText = (path: string): string =>
  textOf(path, (why) => invalid(`The policy ${path} cannot be read: ${why}`));

/** Names a policy's content: equal rules have equal versions, whatever the order and comments of their file. */
export function policyVersion(content: unknown): string {
  return createHash('sha256').update(canonical(content)).digest('hex').slice(0, 12);
}

/** The calendars of a file with their zones, and the holidays of feeds and places. */
const calendarsIn = (file: PolicyFile, holidays: Record<string, Holiday[]>): Record<string, CalendarSpec> =>
  mapped(file.calendars, (spec, name) => ({
    ...spec,
    name,
    timezone: spec.timezone ?? file.timezone,
    holidays: [...spec.holidays, ...(holidays[name] ?? [])],
  }));

function assemble(file: PolicyFile, calendars: Record<string, Calendar>): Policy {
  const calendar = (name: string): Calendar => calendars[name] as Calendar;
  const perClock = <T>(given: Partial<Record<ClockName, T>>, missing: T): Record<ClockName, T> => ({
    first_response: given.first_response ?? missing,
    next_response: given.next_response ?? missing,
    resolution: given.resolution ?? missing,
  });

  const tiers = mapped(file.tiers, (tier, key): Tier => {
    const targets: Tier['targets'] = {};
    for (const [clock, byPriority] of Object.entries(tier.targets)) {
      for (const [priority, promised] of Object.entries(byPriority)) {
        targets[priority] ??= {};
        targets[priority][clock as ClockName] = {
          target: promised.target,
          calendar: calendar(promised.calendar ?? tier.calendar),
        };
      }
    }
    return { ...tier, key, calendar: calendar(tier.calendar), targets };
  });
  const rotations = mapped(
    file.rotations,
    ({ handoff, ...rule }, key): RotationRule => ({
      ...rule,
      key,
      timezone: rule.timezone ?? file.timezone,
      handoff: { ...handoff, at: handoff.at ?? rule.anchor.slice(11) },
      turns: rule.turns ?? (rule.windows.length > 0 ? 'served' : 'calendar'),
      calendar: rule.calendar === null ? null : calendar(rule.calendar),
      holidays: rule.calendar === null ? [] : calendar(rule.calendar).holidays,
    }),
  );

  const content: Omit<Policy, 'version'> = {
    ...file,
    calendars,
    tiers,
    rotations,
    reminders: perClock(file.reminders, []),
    breaches: perClock(file.breaches, ['channel']),
  };
  return { ...content, version: policyVersion(content) };
}

const mapped = <T, R>(entries: Record<string, T>, change: (value: T, key: string) => R): Record<string, R> =>
  Object.fromEntries(Object.entries(entries).map(([key, value]) => [key, change(value, key)]));

/** JSON with the keys of every object in order. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    inner && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
