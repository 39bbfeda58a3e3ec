import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { due, elapsed, isOpen, nextOpen, type Pause } from './business-time.ts';
import { type Calendar, type CalendarSpec, calendarFaults, calendarOf, type Hours } from './calendar.ts';
import { HOUR, MINUTE } from './duration.ts';
import { merged } from './stretch.ts';
import { WEEKDAYS } from './zone.ts';

const at = (text: string): number => Date.parse(text);
const iso = (instant: number) => new Date(instant).toISOString();
const days = (n: number) => ({ kind: 'business_days', days: n }) as const;

/** How many cases there are; `npm run test:deep` asks for more. A seed repeats a run. */
const CASES = Number(process.env.CASES ?? 2000);
const SEED = Number(process.env.SEED ?? 20_260_302);

/** Every minute of some days in a zone with its reading on the wall, by the platform's own formatter. */
class Minutes {
  readonly first: number;
  readonly readings: number[] = [];
  readonly firsts = new Map<number, number>();
  /** The dates there were: a zone may have left one out. */
  readonly dates: Set<number>;

  constructor(zone: string, from: string, count: number) {
    this.first = at(`${from}T00:00Z`);
    const format = new Intl.DateTimeFormat('sv', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
    const read = (i: number) => at(`${format.format(this.first + i * MINUTE).replace(' ', 'T')}Z`) / MINUTE;
    for (let i = 0; i < count * 1440; i += 60) {
      const reading = read(i);
      const isSteady = read(i + 60) === reading + 60;
      for (let m = 0; m < 60; m++) this.readings.push(isSteady ? reading + m : read(i + m));
    }
    for (const [i, reading] of this.readings.entries()) if (!this.firsts.has(reading)) this.firsts.set(reading, i);
    this.dates = new Set(this.readings.map((reading) => Math.floor(reading / 1440)));
  }

  /** What a failed case prints instead of all minutes. */
  [fc.toStringMethod](): string {
    return `minutes from ${iso(this.first)}`;
  }

  /** The minute of a reading: the first that shows it, or the one a gap moves it to. */
  of(reading: number): number {
    const exact = this.firsts.get(reading);
    if (exact !== undefined) return exact;
    const next = this.readings.findIndex((one, i) => one > reading && (this.readings[i - 1] ?? one) < reading);
    return next + (reading - (this.readings[next - 1] ?? 0) - 1);
  }
}

const minuteOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** The slow twin: which minutes are open, worked out one by one. */
class Twin {
  /** 1 for an open minute. */
  readonly open: Uint8Array;
  readonly minutes: Minutes;
  readonly dates = new Set<number>();

  constructor(minutes: Minutes, { hours, breaks, holidays, extraDays }: Calendar) {
    this.minutes = minutes;
    this.open = new Uint8Array(minutes.readings.length);
    const openMinutes = new Uint8Array(1441);
    const lastDay = Math.floor((minutes.readings.at(-1) ?? 0) / 1440);
    for (let day = Math.ceil((minutes.readings[0] ?? 0) / 1440); day < lastDay; day++) {
      if (!minutes.dates.has(day)) continue;
      const date = iso(day * 1440 * MINUTE).slice(0, 10);
      const weekday = WEEKDAYS[(new Date(day * 1440 * MINUTE).getUTCDay() + 6) % 7] ?? 'mon';
      openMinutes.fill(0);
      const mark = (from: string, to: string, isOpen: boolean) =>
        openMinutes.fill(isOpen ? 1 : 0, minuteOf(from), minuteOf(to));
      for (const [from, to] of extraDays[date] ?? hours[weekday] ?? []) mark(from, to, !holidays.includes(date));
      for (const pause of breaks) {
        if ('date' in pause ? pause.date === date : pause.days.includes(weekday)) mark(pause.from, pause.to, false);
      }
      for (let m = 0, since = -1; m <= 1440; m++) {
        if (openMinutes[m] && since < 0) since = m;
        if (openMinutes[m] || since < 0) continue;
        this.dates.add(day);
        const [first, end] = [minutes.of(day * 1440 + since), minutes.of(day * 1440 + m)];
        if (first < end) this.open.fill(1, first, end);
        since = -1;
      }
    }
  }

  index = (instant: number): number => (instant - this.minutes.first) / MINUTE;
  instant = (index: number): number => this.minutes.first + index * MINUTE;
  counts = (i: number, pauses: readonly Pause[]): boolean =>
    this.open[i] === 1 && !pauses.some(({ from, to }) => this.index(from) <= i && i < this.index(to));

  elapsed(from: number, to: number, pauses: readonly Pause[]): number {
    let ms = 0;
    for (let i = this.index(from); i < this.index(to); i++) if (this.counts(i, pauses)) ms += MINUTE;
    return ms;
  }

  /** null when the known minutes end before. */
  due(start: number, ms: number, pauses: readonly Pause[]): number | null {
    let left = ms;
    let i = this.index(start);
    for (; left > 0 && i < this.open.length; i++) if (this.counts(i, pauses)) left -= MINUTE;
    return left > 0 ? null : this.instant(i);
  }

  nextOpen(from: number): number | null {
    const i = this.open.indexOf(1, this.index(from));
    return i < 0 ? null : this.instant(i);
  }

  businessDays(from: number, count: number): number | null {
    const counted = this.nextOpen(from);
    const reading = counted === null ? undefined : this.minutes.readings[this.index(counted)];
    if (reading === undefined) return null;
    let day = Math.floor(reading / 1440);
    for (let left = count; left > 0; left--) {
      do day++;
      while (!this.dates.has(day) && day < (this.minutes.readings.at(-1) ?? 0) / 1440);
      if (!this.dates.has(day)) return null;
    }
    return this.nextOpen(this.instant(this.minutes.of(day * 1440 + (reading % 1440))));
  }
}

/**
 * Days around what zones do: changes of an hour, of half an hour, of two, at midnight, for good, for a month of fasting,
 * and dates left out; and some days without anything.
 */
const PLACES = (
  [
    ['Africa/Cairo', '2026-04-15'],
    ['Africa/Casablanca', '2026-02-06'],
    ['Africa/Casablanca', '2026-03-13'],
    ['America/Asuncion', '2023-09-22'],
    ['America/Caracas', '2016-04-22'],
    ['America/Havana', '2026-10-24'],
    ['America/New_York', '2026-03-01'],
    ['America/New_York', '2026-10-25'],
    ['America/Sao_Paulo', '2015-10-09'],
    ['America/Sao_Paulo', '2016-02-12'],
    ['America/Sao_Paulo', '2018-10-26'],
    ['America/Sao_Paulo', '2019-02-08'],
    ['America/Sao_Paulo', '2019-10-11'],
    ['America/St_Johns', '2011-03-04'],
    ['Antarctica/Troll', '2026-03-20'],
    ['Antarctica/Troll', '2026-10-16'],
    ['Asia/Beirut', '2026-03-20'],
    ['Asia/Kathmandu', '2025-12-25'],
    ['Asia/Kolkata', '2026-02-20'],
    ['Asia/Pyongyang', '2018-04-26'],
    ['Asia/Tehran', '2021-03-13'],
    ['Australia/Adelaide', '2026-03-27'],
    ['Australia/Lord_Howe', '2026-03-29'],
    ['Australia/Lord_Howe', '2026-09-27'],
    ['Europe/Berlin', '2026-03-22'],
    ['Europe/Berlin', '2026-10-18'],
    ['Europe/Dublin', '2026-10-16'],
    ['Pacific/Apia', '2011-12-21'],
    ['Pacific/Apia', '2011-09-16'],
    ['Pacific/Chatham', '2026-09-18'],
    ['Pacific/Kwajalein', '1993-08-13'],
  ] as const
).map(([zone, from]) => ({ zone, from, minutes: new Minutes(zone, from, 18) }));

const clockTime = (halfHours: number) =>
  `${String(Math.floor(halfHours / 2)).padStart(2, '0')}:${halfHours % 2 ? '30' : '00'}`;
const window = fc
  .uniqueArray(fc.nat(48), { minLength: 2, maxLength: 2 })
  .map((ends) => ends.toSorted((a, b) => a - b).map(clockTime) as [string, string]);
const someHours = fc.array(window, { maxLength: 3 });
const weekday = fc.constantFrom(...WEEKDAYS);

/** Hours of a clock-change Sunday: in the gap, around it, and two that change places or meet when the gap moves one. */
const NIGHTS: Hours[] = [
  [['01:30', '03:00']],
  [['02:30', '03:00']],
  [
    ['02:00', '02:30'],
    ['03:00', '04:00'],
  ],
  [
    ['02:15', '02:45'],
    ['03:00', '03:20'],
  ],
  [['00:00', '24:00']],
];

const world = fc.constantFrom(...PLACES).chain(({ zone, from, minutes }) => {
  const date = fc.nat(17).map((n) => iso(at(`${from}T00:00Z`) + n * 24 * HOUR).slice(0, 10));
  const minute = fc.integer({ min: 3 * 1440, max: 14 * 1440 }).map((n) => minutes.first + n * MINUTE);
  const pause = fc.tuple(minute, fc.nat(3000)).map(([start, length]) => ({ from: start, to: start + length * MINUTE }));
  return fc.record({
    spec: fc.record({
      name: fc.constant('any'),
      timezone: fc.constant(zone),
      hours: fc
        .record({ ...Object.fromEntries(WEEKDAYS.map((day) => [day, someHours])), sun: fc.constantFrom(...NIGHTS) })
        .map((week) => week as CalendarSpec['hours']),
      breaks: fc.array(
        fc.oneof(
          fc.tuple(weekday, window).map(([day, [start, end]]) => ({ days: [day], from: start, to: end })),
          fc.tuple(date, window).map(([day, [start, end]]) => ({ date: day, from: start, to: end })),
        ),
        { maxLength: 3 },
      ),
      holidays: fc.array(date, { maxLength: 2 }),
      extraDays: fc.dictionary(date, someHours, { maxKeys: 3 }),
    }),
    minutes: fc.constant(minutes),
    a: minute,
    b: minute,
    c: minute,
    length: fc.integer({ min: 1, max: 3000 }).map((n) => n * MINUTE),
    pauses: fc.array(pause, { maxLength: 3 }),
  });
});

interface World {
  calendar: Calendar;
  minutes: Minutes;
  a: number;
  b: number;
  c: number;
  length: number;
  pauses: Pause[];
}

/** Checks a promise in many worlds whose calendar opens at all. */
function holds(cases: number, check: (world: World) => void) {
  fc.assert(
    fc.property(world, ({ spec, ...rest }) => {
      fc.pre(calendarFaults(spec).length === 0);
      check({ calendar: calendarOf(spec), ...rest });
    }),
    { numRuns: cases, seed: SEED, maxSkipsPerRun: 1000 },
  );
}

it('covers twenty zones and more', () => {
  expect(new Set(PLACES.map(({ zone }) => zone)).size).toBeGreaterThanOrEqual(20);
});

it(`says the same as counting minute by minute, in ${CASES} cases of seed ${SEED}`, { timeout: CASES * 50 }, () => {
  holds(CASES, ({ calendar, minutes, a, b, length, pauses }) => {
    const twin = new Twin(minutes, calendar);
    const known = (walked: number | null): walked is number => walked !== null && walked < twin.instant(16 * 1440);
    expect(elapsed(calendar, a, b, pauses), 'elapsed').toBe(twin.elapsed(a, b, pauses));

    const walked = twin.due(a, length, pauses);
    if (known(walked)) expect(due(calendar, a, { kind: 'open', ms: length }, pauses), 'due').toBe(walked);

    const count = 1 + (length % 3);
    const onDate = twin.businessDays(a, count);
    if (known(onDate)) expect(due(calendar, a, days(count)), `${count} business days`).toBe(onDate);

    expect(isOpen(calendar, a), 'open').toBe(twin.open[twin.index(a)] === 1);
    const opening = twin.nextOpen(a);
    if (known(opening)) expect(nextOpen(calendar, a), 'next opening').toBe(opening);
  });
});

describe('in every calendar that opens in an ordinary week', { timeout: CASES * 50 }, () => {
  const some = Math.ceil(CASES / 10);
  /** With extra days alone there comes an instant after which it never opens again. */
  const holdsWeekly = (check: (world: World) => void) =>
    holds(some, (world) => {
      fc.pre(calendarFaults({ ...world.calendar, extraDays: {} }).length === 0);
      check(world);
    });

  it('due and elapsed undo each other', () => {
    holdsWeekly(({ calendar, a, length, pauses }) => {
      const end = due(calendar, a, { kind: 'open', ms: length }, pauses);
      expect(elapsed(calendar, a, end, pauses)).toBe(length);
      expect(elapsed(calendar, a, end - 1, pauses)).toBe(length - 1);
    });
  });

  it('elapsed adds up over parts and never shrinks', () => {
    holdsWeekly(({ calendar, a, b, c, pauses }) => {
      const [x = 0, y = 0, z = 0] = [a, b, c].toSorted((p, q) => p - q);
      const parts = elapsed(calendar, x, y, pauses) + elapsed(calendar, y, z, pauses);
      expect(elapsed(calendar, x, z, pauses)).toBe(parts);
      expect(elapsed(calendar, x, y, pauses)).toBeLessThanOrEqual(parts);
    });
  });

  it('a longer target is due later, and a later start not earlier', () => {
    holdsWeekly(({ calendar, a, b, length, pauses }) => {
      const end = (start: number, ms: number) => due(calendar, start, { kind: 'open', ms }, pauses);
      expect(end(a, length + MINUTE)).toBeGreaterThan(end(a, length));
      expect(end(Math.max(a, b), length)).toBeGreaterThanOrEqual(end(Math.min(a, b), length));
    });
  });

  it('the order of pauses and where they are joined make no difference', () => {
    holdsWeekly(({ calendar, a, b, length, pauses }) => {
      const other = pauses
        .flatMap(({ from, to }) => [
          { from: (from + to) / 2, to },
          { from, to: (from + to) / 2 },
        ])
        .reverse();
      expect(elapsed(calendar, a, b, other)).toBe(elapsed(calendar, a, b, merged(pauses)));
      expect(due(calendar, a, { kind: 'open', ms: length }, other)).toBe(
        due(calendar, a, { kind: 'open', ms: length }, merged(pauses)),
      );
      expect(due(calendar, a, days(2), other)).toBe(due(calendar, a, days(2), merged(pauses)));
    });
  });
});
