import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Document, LineCounter, parseDocument, visit } from 'yaml';
import { DeskError, invalid } from '../errors.ts';
import { type Calendar, calendarOf } from '../time/calendar.ts';
import type { Holiday } from '../time/zone.ts';
import type { ClockName } from '../timeline/entry.ts';
import { type Fault, positionOf, schemaFaults } from './fault.ts';
import { takenHolidays } from './holidays.ts';
import type { Policy, RotationRule, Tier } from './policy.ts';
import { referenceFaults } from './references.ts';
import { type PolicyFile, policyFile } from './schema.ts';
import { slips } from './slips.ts';

type Placed = { line: number; col: number; message: string };

/**
 * The policy of a YAML file, or of a text with the name it shall have in messages. Throws `invalid` whose message lists every fault as
 * `file:line:column  what is wrong — what is expected`, one a line.
 */
export function readPolicy(source: string | { text: string; file: string }): Policy {
  const { text, file } = typeof source === 'string' ? { text: textOf(source), file: source } : source;
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const refuse = (faults: Placed[]): never => {
    const sorted = faults.toSorted((a, b) => a.line - b.line || a.col - b.col);
    const told = new Set(sorted.map(({ line, col, message }) => `${file}:${line}:${col}  ${message}`));
    throw invalid([...told].join('\n'));
  };

  const unreadable = syntaxFaults(document, lines);
  if (unreadable.length > 0) refuse(unreadable.slice(0, MOST_SYNTAX_FAULTS));
  const value: unknown = document.toJS() ?? {};
  const read = policyFile.safeParse(value);
  const taken = takenHolidays(value, dirname(file));
  const faults: Fault[] = [
    ...schemaFaults(read.error?.issues ?? [], value),
    ...referenceFaults(value),
    ...taken.faults,
    ...(read.success ? slips(read.data) : []),
  ];
  if (!read.success || faults.length > 0) {
    return refuse(faults.map((fault) => ({ ...positionOf(document.contents, fault, lines), message: fault.message })));
  }
  return assemble(read.data, taken.holidays);
}

/** What keeps a text from being read as YAML at all. */
function syntaxFaults(document: Document.Parsed, lines: LineCounter): Placed[] {
  const faults = document.errors.map(({ code, message, linePos }) => ({
    ...(linePos?.[0] ?? { line: 1, col: 1 }),
    message:
      code === 'MULTIPLE_DOCS'
        ? 'a second document begins here — one document in a file'
        : `${message.split(/ at line \d+/)[0]} — valid YAML`,
  }));
  visit(document, {
    Alias: (_, alias) => {
      if (alias.resolve(document)) return;
      const message = `nothing before it is called &${alias.source} — the name of something above`;
      faults.push({ ...lines.linePos(alias.range?.[0] ?? 0), message });
    },
  });
  if (faults.length === 0 && !isOfSize(document)) {
    faults.push({
      line: 1,
      col: 1,
      message: 'its aliases repeat each other without end — what they stand for, written out',
    });
  }
  return faults;
}

/** The library refuses to write out aliases of aliases of aliases. */
function isOfSize(document: Document.Parsed): boolean {
  try {
    document.toJS();
    return true;
  } catch {
    return false;
  }
}

/** Names a policy's content: equal rules have equal versions, whatever the order and comments of their file. */
export function policyVersion(content: unknown): string {
  return createHash('sha256').update(canonical(content)).digest('hex').slice(0, 12);
}

/** Many times what any policy needs; reading more would only take long. */
const LARGEST = 1_000_000;
/** Faults of what is no YAML: beyond these it was never meant to be. */
const MOST_SYNTAX_FAULTS = 10;

function textOf(path: string): string {
  const refuse = (why: unknown) =>
    invalid(`The policy ${path} cannot be read: ${why}. Name a policy file that exists.`);
  let bytes: Buffer;
  try {
    if (statSync(path).size > LARGEST) throw refuse('it is larger than 1 MB, which no policy is');
    bytes = readFileSync(path);
  } catch (cause) {
    if (cause instanceof DeskError) throw cause;
    const code = cause instanceof Error && 'code' in cause ? cause.code : cause;
    throw refuse(code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'it is a folder' : cause);
  }
  if (bytes.includes(0)) throw refuse('it is no text');
  return bytes.toString('utf8');
}

function assemble(file: PolicyFile, holidays: Record<string, Holiday[]>): Policy {
  const calendars: Record<string, Calendar> = {};
  for (const [name, spec] of Object.entries(file.calendars)) {
    calendars[name] = calendarOf({
      ...spec,
      name,
      timezone: spec.timezone ?? file.timezone,
      holidays: [...spec.holidays, ...(holidays[name] ?? [])],
    });
  }
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
