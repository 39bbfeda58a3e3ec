import type { Instant } from '../clock.ts';
import type { Tx } from '../db/database.ts';
import type { Desk } from '../desk.ts';
import { conflict } from '../errors.ts';
import type { Answer } from '../slack/listener.ts';
import { namesOf } from '../slack/people.ts';
import { staff } from '../tickets/access.ts';
import { askToAccept, show } from './accept.ts';
import { correctAhead } from './ahead.ts';
import { changesAt, mainOf } from './change.ts';
import { factsOf } from './facts.ts';
import type { Handover, Note } from './handover.ts';
import { notesModal, notesToRead, previewModal } from './modal-views.ts';
import { contentOf, notesOf } from './post.ts';
import * as store from './store.ts';

/** A change of a rotation's shifts, as its buttons name it. */
interface Named {
  rotation: string;
  at: Instant;
}

/** The form for what one person wants the next to know, with what they wrote already. */
export async function openNotes(desk: Desk, tx: Tx, named: Named, who: string): Promise<Answer> {
  await staff(tx, who, 'write handover notes');
  const { note } = await placeOf(desk, tx, named, who);
  return { open: notesModal(named, note?.text ?? '') };
}

/** Keeps what somebody wrote; nothing takes it away. What stands in a handover is brought up to date, also long after it. */
export async function write(desk: Desk, tx: Tx, named: Named, text: string, who: string): Promise<void> {
  await staff(tx, who, 'write handover notes');
  const { handover } = await placeOf(desk, tx, named, who);
  await store.saveNote(tx, handover?.rotation ?? named.rotation, handover?.id ?? null, { user: who, text });
  if (handover) {
    await show(desk, tx, handover.post);
    await askToAccept(desk, tx, handover.post);
  } else await correctAhead(desk, tx, named.rotation, named.at);
}

/**
 * Where a person's note belongs: to the handover once there is one, also when it came earlier than the form says, else to the
 * shift that goes on.
 */
async function placeOf(
  desk: Desk,
  tx: Tx,
  named: Named,
  who: string,
): Promise<{ handover: Handover | null; note: Note | null }> {
  const handover = (await store.find(tx, named.rotation, named.at)) ?? (await handedEarlier(desk, tx, named, who));
  if (!handover) return { handover, note: await store.noteOf(tx, { rotation: named.rotation }, who) };
  for (const each of await store.ofPost(tx, handover.post)) {
    const note = await store.noteOf(tx, { handoverId: each.id }, who);
    if (note) return { handover: each, note };
  }
  return { handover, note: null };
}

async function handedEarlier(desk: Desk, tx: Tx, { rotation, at }: Named, who: string): Promise<Handover | null> {
  const isTheirs = (await changesAt(desk, tx, rotation, at)).some(({ from }) => from === who);
  return isTheirs ? null : store.latestFrom(tx, rotation, who);
}

/** The message as it would be now. */
export async function preview(desk: Desk, tx: Tx, { rotation, at }: Named, who: string): Promise<Answer> {
  await staff(tx, who, 'see handovers');
  const changes = await changesAt(desk, tx, rotation, at);
  const main = mainOf(desk.policy, changes);
  if (!main || (await store.find(tx, rotation, at)))
    throw conflict(
      'That shift has ended, or ends at another time now. Look at the newest message in the handover channel.',
    );
  const notes: Note[] = [];
  for (const change of changes) {
    const note = change.from && (await store.noteOf(tx, { rotation: change.rotation }, change.from));
    if (note) notes.push(note);
  }
  return { open: previewModal(await contentOf(desk, tx, changes, await factsOf(desk, tx, main), notes)) };
}

/** Everything people wrote for a handover, whole. */
export async function read(tx: Tx, handoverId: number, who: string): Promise<Answer> {
  await staff(tx, who, 'read handover notes');
  const { post } = await store.get(tx, handoverId);
  const notes = await notesOf(tx, await store.ofPost(tx, post));
  return {
    open: notesToRead(
      notes,
      await namesOf(
        tx,
        notes.map(({ user }) => user),
      ),
    ),
  };
}
