import type { Instant } from '../clock.ts';
import type { Tx } from '../db/database.ts';
import type { Desk } from '../desk.ts';
import { isOwed, keepPersonCard } from '../outbox/outbox.ts';
import { personById } from '../slack/people.ts';
import { changesAt, mainOf } from './change.ts';
import { aheadMessage, overMessage } from './direct-views.ts';
import { handedBy } from './facts.ts';
import { type Change, countHanded, type Handover, isGoingOn } from './handover.ts';
import { postUrl, saying } from './post.ts';
import * as store from './store.ts';

/** Our name of the message before the end of a shift. Named by the shift's start: its end may be moved. */
const aheadOf = ({ rotation, since, from }: Change): string => `handover-ahead-${rotation}-${since ?? 0}-${from}`;

/** Tells those whose shift ends at `at` what will change hands. A change that was moved since, or has come, is left alone. */
export async function tellAhead(desk: Desk, tx: Tx, rotation: string, at: Instant): Promise<void> {
  if (tx.now < at) await keepAhead(desk, tx, await changesAt(desk, tx, rotation, at), () => true);
}

/** Brings what was told ahead of a change up to date, and tells nobody anew. */
export async function correctAhead(desk: Desk, tx: Tx, rotation: string, at: Instant): Promise<void> {
  await keepAhead(desk, tx, await changesAt(desk, tx, rotation, at), (once) => isOwed(tx, once));
}

async function keepAhead(
  desk: Desk,
  tx: Tx,
  changes: Change[],
  wanted: (once: string) => boolean | Promise<boolean>,
): Promise<void> {
  const main = mainOf(desk.policy, changes);
  if (!main) return;
  const say = await saying(desk, tx, []);
  for (const user of new Set(changes.map(({ from }) => from))) {
    const theirs = changes.filter((change) => change.from === user && !isGoingOn(change));
    const change = theirs.find(({ kind }) => kind === 'ends') ?? theirs[0];
    if (user === null || !change || !(await wanted(aheadOf(change)))) continue;
    if ((await personById(tx, user))?.deleted) continue;
    const note = await store.noteOf(tx, { rotation: change.rotation }, user);
    const count = countHanded(await handedBy(desk, tx, main));
    await keepPersonCard(tx, user, aheadMessage(say, change, count, note !== null), aheadOf(change));
  }
}

/** The message to the outgoing person, once the shift is over. */
export async function showAhead(desk: Desk, tx: Tx, handover: Handover): Promise<void> {
  const { from } = handover;
  if (from === null || !(await isOwed(tx, aheadOf(handover))) || (await personById(tx, from))?.deleted) return;
  const say = await saying(desk, tx, [handover.to, handover.acceptedBy]);
  const hasNote = (await store.noteOf(tx, { handoverId: handover.id }, from)) !== null;
  await keepPersonCard(
    tx,
    from,
    overMessage(say, handover, hasNote, await postUrl(desk, tx, handover)),
    aheadOf(handover),
  );
}
