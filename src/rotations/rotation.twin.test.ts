import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import type { Instant } from '../clock.ts';
import { WEEKDAYS, type Weekday } from '../time/zone.ts';
import type { Absence } from './absence.ts';
import type { Override } from './override.ts';
import { handoffs, nextHandoffs, nextShiftOf, type Rotation, shifts, whoIsOn } from './rotation.ts';
import type { RotationRule } from './rule.ts';

/** The slow twin: it walks a wall clock minute by minute and writes down when each reading was first seen. */
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const DAYS = 16;
const wall = (at: Instant, zone: string) => at + DateTime.fromMillis(at, { zone }).offset * MINUTE;

const STEP = { hour: 60, day: 24 * 60, week: 7 * 24 * 60 };
const minutesOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
const dateOf = (reading: number) => new Date(reading).toISOString().slice(0, 10);
const weekdayOf = (reading: number) => WEEKDAYS[(new Date(reading).getUTCDay() + 6) % 7] as Weekday;

interface Walk {
  zone: string;
  start: Instant;
  /** What the wall shows, minute by minute from `start`. */
  readings: number[];
  dates: string[];
  seen: Map<number, Instant>;
}

function walk(zone: string, around: string): Walk {
  const start = DateTime.fromISO(around, { zone: 'utc' })
    .minus({ days: DAYS / 2 })
    .toMillis();
  const readings: number[] = [];
  const seen = new Map<number, Instant>();
  const onTheHour = Array.from({ length: DAYS * 24 + 1 }, (_, hour) => wall(start + hour * 60 * MINUTE, zone));
  for (let minute = 0; minute < DAYS * 24 * 60; minute++) {
    const at = start + minute * MINUTE;
    const [ofHour = 0, ofNext = 0] = onTheHour.slice(minute / 60, minute / 60 + 2);
    const isSteady = ofNext === ofHour + 60 * MINUTE;
    const reading = isSteady ? ofHour + (minute % 60) * MINUTE : wall(at, zone);
    const before = readings.at(-1) ?? reading - MINUTE;
    for (let skipped = before + MINUTE; skipped < reading; skipped += MINUTE)
      seen.set(skipped, at - MINUTE + (skipped - before));
    if (!seen.has(reading)) seen.set(reading, at);
    readings.push(reading);
  }
  const days = new Map<number, string>();
  const dates = readings.map((reading) => {
    const day = Math.floor(reading / DAY);
    const date = days.get(day) ?? dateOf(reading);
    days.set(day, date);
    return date;
  });
  return { zone, start, readings, dates, seen };
}

/** Nights on which clocks change: an hour, half an hour, at midnight, two hours, a whole date, and a zone that never does. */
const nights = {
  'Europe/Berlin 2026-03-29': walk('Europe/Berlin', '2026-03-29'),
  'Europe/Berlin 2026-10-25': walk('Europe/Berlin', '2026-10-25'),
  'America/New_York 2026-11-01': walk('America/New_York', '2026-11-01'),
  'Australia/Lord_Howe 2026-04-05': walk('Australia/Lord_Howe', '2026-04-05'),
  'Australia/Lord_Howe 2026-10-04': walk('Australia/Lord_Howe', '2026-10-04'),
  'America/Havana 2026-11-01': walk('America/Havana', '2026-11-01'),
  'Africa/Cairo 2026-04-24': walk('Africa/Cairo', '2026-04-24'),
  'Antarctica/Troll 2026-10-25': walk('Antarctica/Troll', '2026-10-25'),
  'Africa/Casablanca 2026-02-15': walk('Africa/Casablanca', '2026-02-15'),
  'America/Sao_Paulo 2018-11-04': walk('America/Sao_Paulo', '2018-11-04'),
  'America/Sao_Paulo 2019-02-17': walk('America/Sao_Paulo', '2019-02-17'),
  'Pacific/Apia 2011-12-30': walk('Pacific/Apia', '2011-12-30'),
  'America/Nuuk 2026-03-29': walk('America/Nuuk', '2026-03-29'),
  'Asia/Kolkata 2026-06-01': walk('Asia/Kolkata', '2026-06-01'),
};

/** Hand-offs minute by minute: the number of the turn at each minute of the walk, null before the anchor. */
function turnNumbers({ start, seen, readings }: Walk, rule: RotationRule): (number | null)[] {
  const anchorReading = Date.parse(`${rule.anchor}:00Z`);
  const anchor = seen.get(anchorReading) as Instant;
  const { every, interval, at, on } = rule.handoff;
  const step = STEP[every] * interval * MINUTE;
  let reading = Date.parse(`${rule.anchor.slice(0, 10)}T00:00:00Z`) + minutesOf(at) * MINUTE;
  if (every === 'week') while (weekdayOf(reading) !== (on ?? weekdayOf(anchorReading))) reading += DAY;
  if (every === 'hour') reading -= 48 * step;
  const happening: (number | null)[] = Array(readings.length).fill(null);
  const numberFrom = (instant: Instant, number: number) =>
    happening.fill(number, Math.max(0, (instant - start) / MINUTE));
  numberFrom(anchor, 0);
  let number = 0;
  for (; reading <= (readings.at(-1) as number); reading += step) {
    const instant = seen.get(reading);
    if (instant !== undefined && instant > anchor) numberFrom(instant, ++number);
  }
  return happening;
}

/** Which minutes of the walk are open. */
function openMinutes({ start, seen, dates }: Walk, rule: RotationRule): boolean[] {
  const open: boolean[] = Array(dates.length).fill(!rule.windows?.length);
  const minuteOf = (reading: number) => Math.max(0, ((seen.get(reading) ?? start) - start) / MINUTE);
  for (let day = Date.parse(`${dates[0]}T00:00:00Z`); day < Date.parse(`${dates.at(-1)}T00:00:00Z`); day += DAY) {
    for (const window of rule.windows?.filter((each) => each.days.includes(weekdayOf(day))) ?? []) {
      const [from, to] = [minutesOf(window.from), minutesOf(window.to)];
      open.fill(true, minuteOf(day + from * MINUTE), minuteOf(day + (to <= from ? to + 24 * 60 : to) * MINUTE));
    }
  }
  return open.map((each, minute) => each && !rule.holidays?.includes(dates[minute] as string));
}

/** One layer at an instant, before anybody was put on it: who serves, whose place it is, and who of those is away. */
interface Seat {
  user: string | null;
  own: string | null;
  isAway: boolean;
}

const layerIn = ({ layers = [] }: RotationRule, name: string | undefined) => (name ? layers.indexOf(name) : 0);

/** Who serves by the order alone: seats are given out, the free are called in, and those behind move forward one by one. */
function seated({ rule, members, overrides, absences = [] }: Rotation, turn: number, at: Instant): Seat[] {
  const users = members[0]?.users ?? [];
  const isAway = (user: string | null) =>
    rule.absences === 'skip' && absences.some((each) => each.user === user && each.from <= at && at < each.to);
  const seats = Array.from({ length: Math.max(1, rule.layers?.length ?? 0) }, (_, layer): Seat => {
    const own = layer < users.length ? (users[(turn + layer) % users.length] as string) : null;
    return { own, isAway: isAway(own), user: isAway(own) ? null : own };
  });
  const laid = overrides.filter((each) => {
    const own = seats[layerIn(rule, each.layer)]?.own;
    return each.from <= at && at < each.to && (each.replaces === undefined || each.replaces === own);
  });
  const waits = (seat: Seat) =>
    seat.user === null && seat.isAway && !laid.some((each) => seats[layerIn(rule, each.layer)] === seat);
  for (const seat of seats.filter(waits)) {
    for (let step = 0; step < users.length && seat.user === null; step++) {
      const next = users[(turn + step) % users.length] as string;
      const sits = seats.some((each) => each.user === next) || laid.some((each) => each.user === next);
      if (!isAway(next) && !sits) seat.user = next;
    }
  }
  for (let moved = true; moved; ) {
    moved = false;
    for (const [layer, seat] of seats.entries()) {
      const behind = seats.slice(layer + 1).find((each) => each.user !== null);
      if (seat.user !== null || seat.own === null || !behind) continue;
      if (seat.isAway && !waits(seat)) continue;
      seat.user = behind.user;
      behind.user = null;
      moved = true;
    }
  }
  return seats;
}

/** Who is on at every minute of the walk, on one layer. */
function twin(walked: Walk, rotation: Rotation, layer: number): (string | null)[] {
  const { rule, overrides } = rotation;
  const numbers = turnNumbers(walked, rule);
  const open = openMinutes(walked, rule);
  const laid = overrides.filter((each) => layerIn(rule, each.layer) === layer);
  const byCreation = laid.toSorted((a, b) => a.createdAt - b.createdAt);
  let consumed = -1;
  let counted: number | null = null;
  // Seats are given out anew where a turn, an absence or a cover begins or ends: nothing else is looked at.
  const edges = new Set([...overrides, ...(rotation.absences ?? [])].flatMap(({ from, to }) => [from, to]));
  let seats: { turn: number; given: Seat[] } | null = null;
  const openTurns = new Set(numbers.filter((_, minute) => open[minute]));
  return numbers.map((number, minute) => {
    const served = (rule.turns ?? (rule.windows?.length ? 'served' : 'calendar')) === 'served';
    if (number !== null && number !== counted && openTurns.has(number)) consumed++;
    counted = number;
    const turn = served ? consumed : number;
    const at = walked.start + minute * MINUTE;
    if (turn !== seats?.turn || edges.has(at)) seats = null;
    const isServed = number !== null && turn !== null && open[minute] === true;
    if (isServed) seats ??= { turn, given: seated(rotation, turn, at) };
    const seat = isServed ? seats?.given[layer] : undefined;
    let user = seat?.user ?? null;
    let missing = seat?.isAway ? seat.own : null;
    for (const each of byCreation) {
      if (at < each.from || each.to <= at) continue;
      if (each.replaces !== undefined && each.replaces !== user && each.replaces !== missing) continue;
      user = each.user;
      missing = null;
    }
    return user;
  });
}

type Night = keyof typeof nights;

const two = (n: number) => String(n).padStart(2, '0');
const time = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom(0, 15, 30, 45))
  .map(([h, m]) => `${two(h)}:${two(m)}`);
const people = ['ana', 'bo', 'cy', 'dee'];
const layerNames = ['primary', 'secondary', 'third'];
const isLayerOf = ({ layers = [] }: RotationRule, name: string | undefined) => !name || layers.includes(name);

const anyCase = fc.constantFrom(...(Object.keys(nights) as Night[])).chain((night) => {
  const walked = nights[night];
  const day = fc.integer({ min: 2, max: DAYS - 3 }).map((n) => dateOf(walked.start + n * DAY));
  const minute = fc.integer({ min: 0, max: DAYS * 24 * 60 }).map((n) => walked.start + n * MINUTE);
  const rule: fc.Arbitrary<RotationRule> = fc.record({
    timezone: fc.constant(walked.zone),
    anchor: fc
      .tuple(night.startsWith('Pacific/Apia') ? fc.constant('2011-12-24') : day, time)
      .map(([date, at]) => `${date}T${at}`),
    handoff: fc.record({
      every: fc.constantFrom('hour' as const, 'day' as const, 'week' as const),
      interval: fc.integer({ min: 1, max: 7 }),
      at: time,
      on: fc.option(fc.constantFrom(...WEEKDAYS), { nil: undefined }),
    }),
    windows: fc.array(
      fc.record({
        days: fc.uniqueArray(fc.constantFrom(...WEEKDAYS), { minLength: 1 }),
        from: time,
        to: fc.oneof(time, fc.constant('24:00')),
      }),
      { maxLength: 3 },
    ),
    turns: fc.constantFrom(undefined, 'served' as const, 'calendar' as const),
    holidays: fc.uniqueArray(day, { maxLength: 3 }),
    layers: fc.constantFrom(undefined, [], ['primary'], layerNames.slice(0, 2), layerNames),
    absences: fc.constantFrom(undefined, 'flag' as const, 'skip' as const),
  });
  const absence: fc.Arbitrary<Absence> = fc.record({ from: minute, to: minute, user: fc.constantFrom(...people) });
  const override: fc.Arbitrary<Override> = fc.record({
    from: minute,
    to: minute,
    user: fc.constantFrom(...people),
    replaces: fc.option(fc.constantFrom(...people), { nil: undefined }),
    layer: fc.option(fc.constantFrom(...layerNames), { nil: undefined }),
    createdAt: fc.integer({ min: 0, max: 3 }),
  });
  return fc.record({
    night: fc.constant(night),
    rotation: fc
      .record({
        rule,
        members: fc.shuffledSubarray(people).map((users) => [{ from: Number.NEGATIVE_INFINITY, users }]),
        overrides: fc.array(override, { maxLength: 4 }),
        absences: fc.array(absence, { maxLength: 4 }),
      })
      .map((made) => ({ ...made, overrides: made.overrides.filter((each) => isLayerOf(made.rule, each.layer)) })),
  });
});

/** The last two days of a walk do not know readings to come. */
const known = DAYS - 2;
const endOf = (walked: Walk) => walked.start + known * DAY;

describe('the rules agree with a minute-by-minute walk of the wall clock', () => {
  it('about who is on, around clock changes', () => {
    fc.assert(
      fc.property(anyCase, ({ night, rotation }) => {
        const walked = nights[night];
        for (const layer of rotation.rule.layers?.length ? rotation.rule.layers : [undefined]) {
          const expected = twin(walked, rotation, layer ? layerNames.indexOf(layer) : 0);
          const found: (string | null)[] = [];
          for (const shift of shifts(rotation, walked.start, endOf(walked), layer))
            for (let at = shift.from; at < shift.to; at += MINUTE) found.push(shift.user);
          expect(firstDifference(found, expected.slice(0, found.length), walked)).toBeNull();
          expect(found).toHaveLength(known * 24 * 60);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('about hand-offs', () => {
    fc.assert(
      fc.property(anyCase, ({ night, rotation }) => {
        const walked = nights[night];
        const numbers = turnNumbers(walked, rotation.rule).slice(0, known * 24 * 60);
        const expected = numbers.flatMap((number, minute) =>
          number !== null && number !== numbers[minute - 1] ? [walked.start + minute * MINUTE] : [],
        );
        expect(handoffs(rotation.rule, walked.start, endOf(walked))).toEqual(expected);
      }),
      { numRuns: 150 },
    );
  });
});

describe('the answers agree with each other', () => {
  const someTime = fc.integer({ min: 0, max: known * 24 * 60 - 1 });

  it('shifts cover a range without a hole, and neighbours differ', () => {
    fc.assert(
      fc.property(anyCase, someTime, someTime, ({ night, rotation }, a, b) => {
        const walked = nights[night];
        const [from, to] = [walked.start + Math.min(a, b) * MINUTE, walked.start + (Math.max(a, b) + 1) * MINUTE];
        const found = shifts(rotation, from, to);
        expect([found[0]?.from, found.at(-1)?.to]).toEqual([from, to]);
        for (const [index, shift] of found.entries()) {
          expect(shift.from).toBeLessThan(shift.to);
          if (index > 0)
            expect([shift.from, shift.user === found[index - 1]?.user]).toEqual([found[index - 1]?.to, false]);
        }
      }),
    );
  });

  it('whoIsOn is the shift at that instant, and next shifts are shifts', () => {
    fc.assert(
      fc.property(anyCase, someTime, fc.constantFrom(...people), ({ night, rotation }, minute, user) => {
        const walked = nights[night];
        const at = walked.start + minute * MINUTE;
        const all = shifts(rotation, at - 400 * DAY, at + 400 * DAY);
        const here = all.find((shift) => shift.from <= at && at < shift.to);
        const duty = whoIsOn(rotation, at);
        expect(duty.user).toBe(here?.user);
        if (duty.from !== null) expect(duty.from).toBe(here?.from);
        if (duty.until !== null) expect(duty.until).toBe(here?.to);
        const next = nextShiftOf(rotation, user, at);
        expect(next?.from).toBe(all.find((shift) => shift.user === user && shift.from > at)?.from);
      }),
      { numRuns: 50 },
    );
  });

  it('the next hand-offs are the hand-offs after an instant', () => {
    fc.assert(
      fc.property(anyCase, someTime, ({ night, rotation: { rule } }, minute) => {
        const walked = nights[night];
        const after = walked.start + minute * MINUTE;
        const next = nextHandoffs(rule, after, 5);
        expect(handoffs(rule, after + 1, (next.at(-1) ?? after) + 1)).toEqual(next);
        expect(next).toHaveLength(5);
      }),
    );
  });
});

/** The first minute at which two lists differ, readable. */
function firstDifference(found: (string | null)[], expected: (string | null)[], walked: Walk): string | null {
  const minute = found.findIndex((user, index) => user !== expected[index]);
  if (minute < 0) return null;
  const at = DateTime.fromMillis(walked.start + minute * MINUTE, { zone: walked.zone }).toISO();
  return `${at}: found ${found[minute]}, expected ${expected[minute]}`;
}
