import type { Content } from '../outbox/post.ts';
import { actions, content, linkButton, section } from '../slack/blocks.ts';
import { md } from '../slack/text.ts';
import type { Change, Handover } from './handover.ts';
import * as ids from './ids.ts';
import { acceptance, end, lostTo, type Saying } from './say.ts';

const tickets = (count: number): string => `${count} ${count === 1 ? 'ticket changes' : 'tickets change'} hands`;

/** To the outgoing person, before the end of the shift. */
export function aheadMessage(say: Saying, { rotation, at }: Change, count: number, hasNote: boolean): Content {
  const what = count === 0 ? 'Nothing is open' : tickets(count);
  const said = md`Your shift ends ${end(say, at)}. ${what}${hasNote ? ', with your notes' : ''}.`;
  return content(said, [
    section(said),
    ...actions(
      ids.openNotes.button(hasNote ? 'Edit notes' : 'Add notes', { rotation, at }),
      ids.preview.button('Preview', { rotation, at }),
    ),
  ]);
}

/** The same message once the shift is over: who has it now. */
export function overMessage(say: Saying, handover: Handover, hasNote: boolean, url: string | null): Content {
  const { rotation, at, to } = handover;
  const gone = lostTo(say, handover);
  const on =
    gone === null
      ? md`${to === null ? 'Nobody' : say.name(to)} is on now.`
      : md`${say.name(gone)} should be on now, but their Slack account is closed.`;
  const taken = acceptance(say, handover) ?? on;
  const said = md`Your shift ended ${end(say, at)}. ${taken}`;
  return content(said, [
    section(said),
    ...actions(
      ids.openNotes.button(hasNote ? 'Edit notes' : 'Add notes', { rotation, at }),
      url ? linkButton('Open', url) : null,
    ),
  ]);
}
