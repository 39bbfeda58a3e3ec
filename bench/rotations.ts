import { DateTime } from 'luxon';
import type { Rotation } from '../src/rotations/rotation.ts';
import type { RotationRule } from '../src/rotations/rule.ts';
import { built } from './built.ts';
import { median } from './figures.ts';

const { shifts, whoIsOn } = await built<typeof import('../src/rotations/rotation.ts')>('rotations/rotation.js');
const { DAY, HOUR } = await built<typeof import('../src/time/duration.ts')>('time/duration.js');

const START = Date.UTC(2026, 0, 5);
const people = ['ana', 'bo', 'cy', 'dee', 'eli', 'fay'];
const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri'] as const;

/** As people have them: weekday support, on call by day, by week and every eight hours, and one person alone. */
const rules: Omit<RotationRule, 'timezone' | 'anchor'>[] = [
  {
    handoff: { every: 'day', interval: 1, at: '08:00' },
    windows: [{ days: WEEKDAYS, from: '08:00', to: '18:00' }],
    holidays: ['2026-04-03', '2026-04-06', '2026-05-01', '2026-12-25'],
  },
  { handoff: { every: 'day', interval: 1, at: '08:00' }, layers: ['primary', 'secondary'] },
  { handoff: { every: 'week', interval: 1, at: '09:00', on: 'mon' }, absences: 'skip' },
  { handoff: { every: 'hour', interval: 8, at: '06:00' } },
  { handoff: { every: 'day', interval: 1, at: '00:00' } },
];
const zones = ['Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe'];

/** A rotation nobody has asked before: nothing of it is worked out. */
function rotation(n: number): Rotation {
  const rule = {
    ...(rules[n % rules.length] as (typeof rules)[0]),
    timezone: zones[n % zones.length] as string,
    anchor: '2026-01-05T08:00',
  };
  const isAlone = n % rules.length === 4;
  return {
    rule,
    members: [{ from: Number.NEGATIVE_INFINITY, users: isAlone ? ['ana'] : people }],
    absences: [{ user: 'bo', from: START + 40 * DAY, to: START + 54 * DAY }],
    overrides: Array.from({ length: 200 }, (_, i) => ({
      from: START + (i * 43 + n) * HOUR,
      to: START + (i * 43 + n + 9) * HOUR,
      user: people[(i + n) % people.length] as string,
      replaces: i % 2 === 0 ? people[i % people.length] : undefined,
      createdAt: i,
    })),
  };
}

export interface RotationSpeeds {
  whoPerSecond: number;
  /** A binary search in what was written out before: nothing can be asked faster. */
  barePerSecond: number;
  /** The first answer of a rotation, median and worst, ms. */
  firstMs: { median: number; worst: number };
  /** The shifts of a year, median and worst of fifty rotations, ms. */
  yearMs: { median: number; worst: number };
  /** A year of daily hand-offs stepped with luxon, without people, windows or overrides, ms. */
  bareYearMs: number;
}

/** Fifty rotations with two hundred overrides each, asked for instants all over half a year. */
export function rotationSpeeds(): RotationSpeeds {
  for (let n = 0; n < 50; n++) shifts(rotation(n), START, START + 365 * DAY);
  const fifty = Array.from({ length: 50 }, (_, n) => rotation(n));
  const first = fifty.map((each) => took(() => whoIsOn(each, START + 100 * DAY)));
  const years = Array.from({ length: 50 }, (_, n) => rotation(n)).map((each) =>
    took(() => shifts(each, START, START + 365 * DAY)),
  );
  const written = fifty.map((each) => shifts(each, START, START + 365 * DAY));
  const starts = written.map((all) => all.map(({ from }) => from));
  const at = (i: number) => START + ((i * 7_919 * 61_000) % (180 * DAY));
  return {
    whoPerSecond: perSecond((i) => whoIsOn(fifty[i % 50] as Rotation, at(i))),
    barePerSecond: perSecond((i) => written[i % 50]?.[lastAtOrBefore(starts[i % 50] as number[], at(i))]),
    firstMs: { median: median(first), worst: Math.max(...first) },
    yearMs: { median: median(years), worst: Math.max(...years) },
    bareYearMs: median(Array.from({ length: 20 }, () => took(stepThroughYear))),
  };
}

function lastAtOrBefore(instants: readonly number[], at: number): number {
  let low = 0;
  let high = instants.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((instants[middle] as number) <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function stepThroughYear(): number {
  let sum = 0;
  let day = DateTime.fromISO('2026-01-05T08:00', { zone: 'Europe/Berlin' });
  for (let n = 0; n < 365; n++) {
    day = day.plus({ days: 1 });
    sum += day.toMillis();
  }
  return sum;
}

function took(work: () => unknown): number {
  const from = performance.now();
  work();
  return performance.now() - from;
}

function perSecond(ask: (i: number) => unknown): number {
  for (let i = 0; i < 20_000; i++) ask(i);
  const from = performance.now();
  let count = 0;
  for (; performance.now() - from < 500; ) for (let i = 0; i < 1000; i++, count++) ask(count);
  return (count / (performance.now() - from)) * 1000;
}
