import type { Tx } from '../db/database.ts';
import type { Desk } from '../desk.ts';
import { notFound } from '../errors.ts';
import type { Policy } from '../policy/policy.ts';
import { firstLineNow } from '../rotations/service.ts';
import type { Answer } from '../slack/listener.ts';
import { staff } from '../tickets/access.ts';
import { nameWhoIsOn } from '../tickets/recompute.ts';
import { DAY, MINUTE } from '../time/duration.ts';
import { setTimer, timerDueAt } from '../timers/timers.ts';
import { ask, show } from './accept.ts';
import { correctAhead } from './ahead.ts';
import { settleCalls } from './calls.ts';
import { carrierOf, changesAt, isOver, mainOf, nextChange } from './change.ts';
import { factsOf } from './facts.ts';
import { idsOf } from './handover.ts';
import { changeAhead, changeOfShift } from './jobs.ts';
import { allModal } from './modal-views.ts';
import { saying, wordsOf } from './post.ts';
import * as store from './store.ts';

/** So long before the end of a shift the outgoing person is told. */
const AHEAD_MS = 30 * MINUTE;

/**
 * Plans the next change of shifts wherever handovers are asked for. Planning twice changes nothing; a change that passed while
 * nothing ran still rings first, and plans the one after it.
 */
export async function planHandovers(desk: Pick<Desk, 'policy'>, tx: Tx): Promise<void> {
  for (const carrier of carriers(desk.policy)) {
    const standing = await timerDueAt(tx, changeOfShift, { rotation: carrier, at: tx.now });
    if (standing === null || standing > tx.now) await plan(desk, tx, carrier, tx.now);
  }
}

const carriers = (policy: Policy): string[] => [
  ...new Set(
    Object.values(policy.rotations)
      .filter(({ handover }) => handover)
      .map(({ key }) => carrierOf(policy, key)),
  ),
];

/** Who is on, now or later, was changed by somebody: changes of shifts are planned anew, and the cards name who is on now. */
export async function followRotations(desk: Desk, tx: Tx): Promise<void> {
  await planHandovers(desk, tx);
  for (const carrier of carriers(desk.policy)) {
    const at = await nextChange(desk, tx, carrier, tx.now);
    if (at !== null) await correctAhead(desk, tx, carrier, at);
  }
  await nameWhoIsOn(tx);
  await settleCalls(desk, tx);
}

/** Sets the timers of the next change after `after`. Where none is in sight it is looked again: somebody may join. */
async function plan(desk: Pick<Desk, 'policy'>, tx: Tx, carrier: string, after: number): Promise<void> {
  const at = await nextChange(desk, tx, carrier, after);
  const data = { rotation: carrier, at: at ?? after + DAY };
  await setTimer(tx, changeOfShift, data, data.at);
  await setTimer(tx, changeAhead, data, at === null ? null : Math.max(after, at - AHEAD_MS));
}

/**
 * Shifts ended, or began after a gap: one message says what changes hands, and the cards of tickets that nobody has name who is
 * on now. Changes that came while the desk was down are caught up, each once, marked late. One that an override has moved since
 * is left alone.
 */
export async function handOver(desk: Desk, tx: Tx, carrier: string, at: number): Promise<void> {
  if (!carriers(desk.policy).includes(carrier)) return;
  await plan(desk, tx, carrier, at);
  if (await changesFirstLine(desk, tx, at)) await nameWhoIsOn(tx);
  const changes = await changesAt(desk, tx, carrier, at);
  const main = mainOf(desk.policy, changes);
  if (!main || (await store.find(tx, main.rotation, at))) return;
  const facts = (await isOver(desk, tx, main)) ? null : await factsOf(desk, tx, main);
  const post = `handover-${main.rotation}-${at}`;
  for (const change of changes) {
    const handover = await store.insert(tx, { ...change, post, facts: change === main ? facts : null });
    if (handover) await store.attachNotes(tx, handover, handover.id);
  }
  await show(desk, tx, post);
  await ask(desk, tx, post);
  await settleCalls(desk, tx);
}

/** Whether the cards, which name the first line and until when it is on, read otherwise from then on. */
async function changesFirstLine({ policy }: Desk, tx: Tx, at: number): Promise<boolean> {
  const [before, after] = [await firstLineNow(tx, policy, at - 1), await firstLineNow(tx, policy, at)];
  return before?.user !== after?.user || before?.until !== after?.until;
}

const PAGE = 40;

/** A page of what changed hands, as it is now. */
export async function showAll(
  desk: Desk,
  tx: Tx,
  handoverId: number,
  page: number,
  who: string,
  isOpen: boolean,
): Promise<Answer> {
  await staff(tx, who, 'see handovers');
  const { facts } = await store.get(tx, handoverId);
  const all = facts ? idsOf(facts.handed) : [];
  const ids = all.slice(page * PAGE, (page + 1) * PAGE);
  if (ids.length === 0) throw notFound('There is nothing on that page. Open the list again.');
  const words = await wordsOf(desk, tx, ids);
  const tickets = ids.map(words);
  const say = await saying(
    desk,
    tx,
    tickets.map(({ assignee }) => assignee),
  );
  const view = allModal(say, {
    handoverId,
    page,
    pages: Math.ceil(all.length / PAGE),
    total: all.length,
    tickets,
    now: tx.now,
  });
  return isOpen ? { update: view } : { open: view };
}
