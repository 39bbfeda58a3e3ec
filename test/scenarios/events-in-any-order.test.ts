import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { doubled, type FinalState, finalState } from '../world/final-state.ts';
import { startWorld, type World } from '../world/world.ts';

const SEED = fc.readConfigureGlobal().seed as number;
const SHUFFLES = Number(process.env.SHUFFLES ?? 5);

/** What people do within ten seconds. What the desk hears of it, how often and in which order, is another matter. */
function commotion(w: World, times: number): void {
  const act = <T>(what: () => T): T => {
    if (times > 1) w.slack.faults.repeatEvent(times);
    const done = what();
    w.clock.moveTo(w.clock.now() + 1_000);
    return done;
  };
  const checkout = act(() => w.as('ana').say('#acme-support', 'checkout returns 502'));
  const reply = act(() => w.as('ana').say('#acme-support', 'only in Eurpe', { thread: checkout.ts }));
  act(() => w.as('ana').edit('#acme-support', reply.ts, 'only in Europe'));
  act(() => w.as('ana').react('#acme-support', checkout.ts, 'ticket'));
  act(() => w.as('bo').say('#acme-support', 'Looking into it.', { thread: checkout.ts }));
  const disk = act(() => w.as('art').say('#acme-support', 'the disk is ful'));
  act(() => w.as('art').edit('#acme-support', disk.ts, 'the disk is fulll'));
  act(() => w.as('art').edit('#acme-support', disk.ts, 'the disk is full'));
  act(() => w.as('art').say('#acme-support', `<@${w.slack.botUserId}> please`, { thread: disk.ts }));
  const mistake = act(() => w.as('gil').say('#globex-support', 'never mind'));
  act(() => w.as('gil').delete('#globex-support', mistake.ts));
}

interface Delivery {
  seed?: number;
  times?: number;
  late?: { minutes: number };
  order?: 'kept' | 'reversed' | 'shuffled';
}

/** The state twenty minutes after the commotion, and what then stands in the form that is opened. */
async function after({ seed = 1, times = 1, late, order = 'kept' }: Delivery): Promise<FinalState & { form: unknown }> {
  await using w = await startWorld({
    at: '2026-03-02T09:00',
    seed,
  });
  w.ignorePosts();
  w.slack.faults.holdEvents();
  commotion(w, times);
  if (late) await w.advance(late);
  w.slack.faults.releaseEvents(order);
  await w.until('2026-03-02T09:20');
  expect(doubled(w.slack)).toEqual([]);
  await w.clicks('art', w.in('#acme-support').expect(['Shall I open', '<@UART>']), 'Open a ticket');
  const form = w.as('art').view().state.values;
  await w.running.stop();
  const state = await finalState(w.slack, w.config.databaseUrl);
  return { ...state, channels: withoutHistory(state.channels), form };
}

/** Whether an offer was there before it was answered is the past. */
function withoutHistory(channels: FinalState['channels']): FinalState['channels'] {
  const of = (lines: string[]) => lines.filter((line) => !/ was opened\.$/.test(line));
  const offeredOnce = (lines: string[]) =>
    lines.filter((line, i) => !line.includes('Shall I') || lines.indexOf(line) === i);
  return Object.fromEntries(Object.entries(channels).map(([name, lines]) => [name, offeredOnce(of(lines))]));
}

let ordered: Awaited<ReturnType<typeof after>>;
beforeAll(async () => {
  ordered = await after({});
});

it('has one effect of events that come three times', async () => {
  expect(await after({ times: 3 })).toEqual(ordered);
});

it('has the same effect of events that come ten minutes late', async () => {
  expect(await after({ late: { minutes: 10 } })).toEqual(ordered);
});

it('ends in the same state when replies come before what they answer, edits and deletions before their messages', async () => {
  expect(await after({ order: 'reversed' })).toEqual(ordered);
});

it(`ends in the same state in any order, however often and late (SEED=${SEED} SHUFFLES=${SHUFFLES})`, async () => {
  for (let n = 0; n < SHUFFLES; n += 1) {
    const given = { seed: SEED + n, times: 1 + (n % 3), order: 'shuffled', late: { minutes: n % 2 ? 10 : 0 } } as const;
    expect({ seed: given.seed, ...(await after(given)) }).toEqual({ seed: given.seed, ...ordered });
  }
});

it('offers nothing on a message that is deleted at once, and closes the offer on one that is deleted later', async () => {
  await using w = await startWorld({ at: '2026-03-02T09:00' });
  w.slack.faults.holdEvents();
  const mistake = w.as('gil').say('#globex-support', 'never mind');
  w.as('gil').delete('#globex-support', mistake.ts);
  w.slack.faults.releaseEvents();
  await w.settle();
  w.in('#globex-support').expectNone('Shall I open');
  const later = await w.says('ana', '#acme-support', 'is it down?');
  w.in('#acme-support').expect('Shall I open');
  w.as('ana').delete('#acme-support', later.ts);
  await w.settle();
  w.in('#acme-support').expectNone('Shall I open');
});
