import type { Calendar } from '../src/time/calendar.ts';
import type { Entry } from '../src/timeline/entry.ts';
import { built } from './built.ts';
import { dayWalk, HOLIDAYS, withDayjs, withMoment, ZONE } from './working-time-peers.ts';

const { due, elapsed } = await built<typeof import('../src/time/business-time.ts')>('time/business-time.js');
const { calendarOf } = await built<typeof import('../src/time/calendar.ts')>('time/calendar.js');
const { DAY, HOUR, MINUTE } = await built<typeof import('../src/time/duration.ts')>('time/duration.js');
const { clocks } = await built<typeof import('../src/sla/clock.ts')>('sla/clock.js');
const { readPolicy } = await built<typeof import('../src/policy/read.ts')>('policy/read.js');

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri'] as const;

const office = (): Calendar =>
  calendarOf({
    name: 'office',
    timezone: ZONE,
    hours: Object.fromEntries(WEEKDAYS.map((day) => [day, [['09:00', '17:00']]])),
    holidays: HOLIDAYS,
  });

/** A question: from this instant on, so many open ms; and until this instant. */
export interface Question {
  start: number;
  target: number;
  end: number;
}

/** Starts at whole minutes all over a year, targets of 1 to 80 hours; the same questions in every run. */
const questions: Question[] = Array.from({ length: 1000 }, (_, i) => {
  const start = Date.UTC(2026, 0, 1) + ((i * 7_919 * 61 * MINUTE) % (300 * DAY));
  return { start, target: (1 + ((i * 31) % 80)) * HOUR, end: start + (1 + ((i * 37) % 400)) * HOUR };
});

/** Somebody who answers both; a peer asked in the zone of the process. */
export interface Answerer {
  name: string;
  due(question: Question): number;
  elapsed(question: Question): number;
}

export interface Speed {
  name: string;
  duePerSecond: number;
  elapsedPerSecond: number;
  /** How many of the questions it answers as the first one does, in percent. */
  sameDue: number;
  sameElapsed: number;
}

/** What a calendar costs that nobody has asked before, in ms: the first of the process, and another one. */
export function coldQueries(): { first: number; another: number } {
  const [question] = questions as [Question];
  const ask = () => {
    const from = performance.now();
    ours(office()).due(question);
    return performance.now() - from;
  };
  return { first: ask(), another: ask() };
}

/** Ours first, then a day walk as one would write it by hand, then two libraries. */
export function speeds(): Speed[] {
  process.env.TZ = ZONE;
  const everybody = [ours(office()), dayWalk, withDayjs(), withMoment()];
  const [first] = everybody as [Answerer];
  const same = (ask: 'due' | 'elapsed', who: Answerer) =>
    (questions.filter((question) => who[ask](question) === first[ask](question)).length / questions.length) * 100;
  return everybody.map((who) => ({
    name: who.name,
    duePerSecond: perSecond((question) => who.due(question)),
    elapsedPerSecond: perSecond((question) => who.elapsed(question)),
    sameDue: same('due', who),
    sameElapsed: same('elapsed', who),
  }));
}

/** How often a second all clocks of a ticket are worked out whose timeline has 200 entries, many of them holds. */
export function clockReadings(): number {
  const policy = readPolicy('policies/stakater-service-desk.yml');
  const startedAt = Date.UTC(2026, 2, 2, 9);
  const customer = { kind: 'customer', user: 'ana' } as const;
  const staff = { kind: 'staff', user: 'bo' } as const;
  const opened = {
    startedAt,
    tier: 'everybody',
    priority: 'medium',
    requestType: 'incident',
    policyVersion: policy.version,
  };
  const kinds = [
    { kind: 'customer_wrote', by: customer, data: { channel: 'C', ts: '1' } },
    { kind: 'noted', by: staff, data: { text: 'seen' } },
    { kind: 'staff_replied', by: staff, data: { channel: 'C', ts: '2' } },
    { kind: 'held', by: staff, data: { reason: 'data' } },
    { kind: 'resumed', by: staff, data: {} },
  ] as const;
  const entries = Array.from({ length: 199 }, (_, i): Entry => {
    const seq = i + 2;
    return { ...(kinds[i % kinds.length] as (typeof kinds)[number]), seq, at: startedAt + seq * 15 * MINUTE };
  });
  const history: Entry[] = [{ seq: 1, kind: 'opened', at: startedAt, by: customer, data: opened }, ...entries];
  return perSecond(() => clocks(history, { policy }, startedAt + 60 * HOUR));
}

/** Answers a second over at least half of one, after warming up. */
function perSecond(answer: (question: Question) => unknown, atLeastMs = 500): number {
  for (const question of questions) answer(question);
  const from = performance.now();
  let count = 0;
  let spent = 0;
  while (spent < atLeastMs) {
    for (const question of questions) answer(question);
    count += questions.length;
    spent = performance.now() - from;
  }
  return (count / spent) * 1000;
}

const ours = (calendar: Calendar): Answerer => ({
  name: 'firstline',
  due: ({ start, target }) => due(calendar, start, { kind: 'open', ms: target }),
  elapsed: ({ start, end }) => elapsed(calendar, start, end),
});
