import type { Calendar } from '../time/calendar.ts';
import { HOUR, sayTarget, type Target } from '../time/duration.ts';
import { CLOCK_NAMES, type ClockName } from '../timeline/entry.ts';
import { isSurelyFaster } from './faster.ts';
import type { Fault } from './fault.ts';
import { nightSlips } from './nights.ts';
import type { ServiceTarget } from './policy.ts';
import type { PolicyFile } from './schema.ts';

/** What could be read of a file that has faults, and of which parts something could not. */
export interface Readable {
  file: PolicyFile;
  /** Parts of which nothing is there. */
  unread: ReadonlySet<string>;
  /** Parts of which entries are missing. */
  incomplete: ReadonlySet<string>;
}

type Part = keyof PolicyFile | 'request_types' | 'hold_reasons';

interface Rule {
  find: (file: PolicyFile, calendars: Readonly<Record<string, Calendar>>) => Fault[];
  /** The parts it looks at entry by entry: one that is missing changes nothing about the others. */
  each: Part[];
  /** The parts that it must know completely. */
  all?: Part[];
}

const RULES: Rule[] = [
  { find: fasterBelow, each: ['tiers', 'calendars'], all: ['priorities', 'timezone'] },
  { find: neverDue, each: ['calendars', 'tiers'] },
  { find: neverComing, each: ['reminders'], all: ['tiers'] },
  { find: remindedTwice, each: ['reminders'] },
  { find: neverTold, each: ['breaches'], all: ['tiers'] },
  { find: nothingPromised, each: [], all: ['request_types', 'tiers'] },
  { find: loweredWithoutWaiting, each: ['hold_reasons'] },
  { find: neverOpen, each: ['calendars'] },
  { find: unknownBlanks, each: ['texts'] },
  { find: nightSlips, each: ['rotations'] },
];

/**
 * What is written rightly and cannot be meant. `calendars` are those of the file as far as they can be used. Of what can't be read nothing is
 * said, nor of what it would tell together with others.
 */
export function slips({ file, unread, incomplete }: Readable, calendars: Readonly<Record<string, Calendar>>): Fault[] {
  const isThere = ({ each, all = [] }: Rule) =>
    ![...each, ...all].some((part) => unread.has(part)) && !all.some((part) => incomplete.has(part));
  return RULES.filter(isThere).flatMap(({ find }) => find(file, calendars));
}

/** Compares what can be compared of one clock; a priority is told once, against the slowest of those above it. */
function fasterBelow(file: PolicyFile, calendars: Readonly<Record<string, Calendar>>): Fault[] {
  return promises(file).flatMap(({ tier, clock, targets }): Fault[] => {
    const above: { priority: string; promised: ServiceTarget }[] = [];
    return file.priorities.flatMap(({ key: priority }): Fault[] => {
      const { target, calendar: named = tier.calendar } = targets[priority] ?? {};
      const calendar = calendars[named];
      if (!target || !calendar) return [];
      const promised = { target, calendar };
      const slower = above.filter((one) => isSurelyFaster(promised, one.promised));
      above.push({ priority, promised });
      const slowest = slower.reduce((a, b) => (a && isSurelyFaster(b.promised, a.promised) ? a : b), slower[0]);
      return slowest
        ? [{ path: ['tiers', tier.key, 'targets', clock, priority], message: faster(priority, promised, slowest) }]
        : [];
    });
  });
}

function faster(
  priority: string,
  promised: ServiceTarget,
  above: { priority: string; promised: ServiceTarget },
): string {
  const { target, calendar } = above.promised;
  const where = calendar.name === promised.calendar.name ? '' : `, or in the hours of "${calendar.name}"`;
  return `"${priority}" is promised faster than "${above.priority}", which is more severe — ${sayTarget(target)} or more${where}`;
}

interface Promises {
  tier: { key: string; calendar: string };
  clock: ClockName;
  targets: Readonly<Record<string, { target: Target; calendar?: string | undefined }>>;
}

const promises = (file: PolicyFile): Promises[] =>
  Object.entries(file.tiers).flatMap(([key, { calendar, targets }]) =>
    CLOCK_NAMES.flatMap((clock) =>
      targets[clock] ? [{ tier: { key, calendar }, clock, targets: targets[clock] }] : [],
    ),
  );

/** A calendar without weekly hours ends with its last extra day, and no promise can be due after it. */
function neverDue(file: PolicyFile): Fault[] {
  const opensOnSingleDays = (name: string) => {
    const hours = file.calendars[name]?.hours;
    return typeof hours === 'object' && Object.values(hours).every((windows) => windows.length === 0);
  };
  return promises(file).flatMap(({ tier, clock, targets }) =>
    Object.entries(targets).flatMap(([priority, { calendar = tier.calendar }]): Fault[] => {
      const message = `"${calendar}" opens on single days alone, so after the last one nothing in it is ever due — a calendar with weekly hours`;
      return opensOnSingleDays(calendar) ? [{ path: ['tiers', tier.key, 'targets', clock, priority], message }] : [];
    }),
  );
}

function neverComing(file: PolicyFile): Fault[] {
  return Object.entries(file.reminders).flatMap(([clock, reminders]) => {
    const targets = targetsOf(file, clock as ClockName);
    const longest = Math.max(0, ...targets.map(longestOf));
    return reminders.flatMap(({ threshold, text }, i): Fault[] => {
      const path = ['reminders', clock, i];
      if (targets.length === 0) return [{ path, message: unpromised(clock) }];
      if (threshold.kind === 'used' || threshold.ms < longest) return [];
      const said = targets.find((target) => longestOf(target) === longest) as Target;
      return [
        { path: [...path, 'at'], message: `"${text}" never comes — less than the longest target, ${sayTarget(said)}` },
      ];
    });
  });
}

const unpromised = (clock: string): string => `it never comes, for no tier promises a ${clock} — a target for it`;

/** The most open time that a target can hold: so many dates on, at the same time, in a calendar around the clock. */
const longestOf = (target: Target): number => (target.kind === 'open' ? target.ms : (target.days + 1) * LONGEST_DAY);
const LONGEST_DAY = 25 * HOUR;

function remindedTwice(file: PolicyFile): Fault[] {
  return Object.entries(file.reminders).flatMap(([clock, reminders]) =>
    reminders.flatMap(({ text }, i): Fault[] => {
      const isAgain = reminders.slice(0, i).some((one) => one.text === text);
      const message = `"${text}" is there twice — one reminder for all who shall hear it`;
      return isAgain ? [{ path: ['reminders', clock, i, 'at'], message }] : [];
    }),
  );
}

function neverTold(file: PolicyFile): Fault[] {
  return Object.keys(file.breaches).flatMap((clock): Fault[] =>
    targetsOf(file, clock as ClockName).length > 0 ? [] : [{ path: ['breaches', clock], message: unpromised(clock) }],
  );
}

function nothingPromised(file: PolicyFile): Fault[] {
  const faults: Fault[] = [];
  if (Object.keys(file.tiers).length === 0) {
    faults.push({ path: ['tiers'], message: 'no customer can have a contract — at least one tier' });
  }
  if (file.requestTypes.every(({ sla }) => sla === 'none') && promises(file).length > 0) {
    const message = 'nothing is promised for any of them, so no target of a tier ever counts — one without sla: none';
    faults.push({ path: ['request_types'], message });
  }
  return faults;
}

/** Only who waits for the customer lowers a priority, and a hold that stops no clock does not. */
function loweredWithoutWaiting(file: PolicyFile): Fault[] {
  return file.holdReasons.flatMap(({ key, pauses, lowerPriorityAfter }, i): Fault[] => {
    const message = `"${key}" stops no clock, so nobody waits for the customer — pauses: [resolution], or leave it out`;
    const path = ['hold_reasons', i, 'lower_priority_after'];
    return lowerPriorityAfter !== null && pauses.length === 0 ? [{ path, message, onKey: true }] : [];
  });
}

/** A holiday beats an extra day, so its hours would be written for nothing. */
function neverOpen(file: PolicyFile, calendars: Readonly<Record<string, Calendar>>): Fault[] {
  return Object.entries(file.calendars).flatMap(([name, { extraDays }]) =>
    Object.entries(extraDays).flatMap(([date, hours]): Fault[] => {
      if (hours.length === 0 || !calendars[name]?.holidays.includes(date)) return [];
      const holiday = calendars[name]?.holidayNames[date] ?? 'a holiday';
      const message = `${date} is ${holiday} and stays closed — another date, or a list of holidays without it`;
      return [{ path: ['calendars', name, 'extra_days', date], message, onKey: true }];
    }),
  );
}

const BLANKS = { offer: '{person}', outside_hours: '{opens}' } as const;

function unknownBlanks({ texts }: PolicyFile): Fault[] {
  const written = { offer: texts.offer, outside_hours: texts.outsideHours };
  return (['offer', 'outside_hours'] as const).flatMap((name): Fault[] => {
    const unknown = written[name].match(/\{\w+\}/g)?.find((blank) => blank !== BLANKS[name]);
    return unknown ? [{ path: ['texts', name], message: `nothing is known as ${unknown} here — ${BLANKS[name]}` }] : [];
  });
}

const targetsOf = (file: PolicyFile, clock: ClockName): Target[] =>
  promises(file).flatMap((one) => (one.clock === clock ? Object.values(one.targets).map(({ target }) => target) : []));
