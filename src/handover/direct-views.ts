import { openCover } from '../oncall/ids.ts';
import type { Content } from '../outbox/post.ts';
import { actions, content, linkButton, section } from '../slack/blocks.ts';
import { join, type Mrkdwn, md } from '../slack/text.ts';
import type { Change, Handover } from './handover.ts';
import * as ids from './ids.ts';
import { acceptance, counted, type Saying, when } from './say.ts';

const tickets = (count: number): string => `${count} ${count === 1 ? 'ticket changes' : 'tickets change'} hands`;

/** To the outgoing person, before the end of the shift. */
export function aheadMessage(say: Saying, { rotation, at }: Change, count: number, hasNote: boolean): Content {
  const what = count === 0 ? 'Nothing is open' : tickets(count);
  const said = md`Your shift ends at ${when(say, at)}. ${what}${hasNote ? ', with your notes' : ''}.`;
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
  const taken = acceptance(say, handover) ?? (to === null ? md`Nobody is on now.` : md`${say.name(to)} is on now.`);
  const said = md`Your shift ended ${when(say, at)}. ${taken}`;
  return content(said, [
    section(said),
    ...actions(
      ids.openNotes.button(hasNote ? 'Edit notes' : 'Add notes', { rotation, at }),
      url ? linkButton('Open', url) : null,
    ),
  ]);
}

/** About what a reminder or a call to the leads is. */
export interface Unaccepted {
  /** Of one person, in one message. */
  handovers: Handover[];
  count: number;
  late: number;
  url: string | null;
}

const about = ({ count, late }: Unaccepted): Mrkdwn | null =>
  count === 0 ? null : md` (${counted(count, 'ticket')}${late > 0 ? `, ${late} late` : ''})`;

const labels = (say: Saying, { handovers }: Unaccepted): Mrkdwn =>
  join(
    handovers.map(({ rotation }) => md`*${say.label(rotation)}*`),
    ' and ',
  );

/** To the incoming person, who has not accepted; once somebody has, it says so. */
export function reminder(say: Saying, unaccepted: Unaccepted): Content {
  const [first] = unaccepted.handovers as [Handover];
  const said = md`⏳ ${labels(say, unaccepted)} is yours since ${when(say, first.at)}${about(unaccepted)}. Please accept the handover.`;
  return answered(say, unaccepted, said, md`${labels(say, unaccepted)} of ${when(say, first.at)}`);
}

/** To the leads: nobody has accepted. */
export function leadsCall(say: Saying, unaccepted: Unaccepted): Content {
  const [first] = unaccepted.handovers as [Handover];
  const said = md`❗ ${labels(say, unaccepted)}: ${say.name(first.to ?? '')} has not accepted the handover of ${when(say, first.at)}${about(unaccepted)}. Reach ${say.name(first.to ?? '')}, or take it.`;
  return answered(say, unaccepted, said, md`${labels(say, unaccepted)} of ${when(say, first.at)}`);
}

/** To the leads: whoever should have it has no account any more. */
export function goneCall(say: Saying, unaccepted: Unaccepted): Content {
  const [first] = unaccepted.handovers as [Handover];
  const said = md`🚨 ${labels(say, unaccepted)} went to ${say.name(first.to ?? '')} at ${when(say, first.at)}${about(unaccepted)}, but their Slack account is deactivated: *nobody has it*. Put somebody else on.`;
  return answered(
    say,
    unaccepted,
    said,
    md`${labels(say, unaccepted)} of ${when(say, first.at)}`,
    openCover.button('Cover a shift…', {}, { style: 'primary' }),
  );
}

/** To the leads: nobody is on. */
export function unattendedCall(
  say: Saying,
  change: Change,
  tickets: Mrkdwn[],
  more: number,
  url: string | null,
): Content {
  const back = change.next ? md` until ${when(say, change.until)}, when ${say.name(change.next)} begins` : null;
  const said = md`🚨 *${say.label(change.rotation)}*: nobody is on since ${when(say, change.at)}${back}. Put somebody on.`;
  const lines = [...tickets, ...(more > 0 ? [md`and ${more} more`] : [])];
  return content(said, [
    section(said),
    ...(lines.length > 0 ? [section(join(lines, '\n'))] : []),
    ...actions(openCover.button('Cover a shift…', {}, { style: 'primary' }), url ? linkButton('Open', url) : null),
  ]);
}

/** As it is asked, and once it was accepted, that it was. */
function answered(
  say: Saying,
  { handovers, url }: Unaccepted,
  asked: Mrkdwn,
  subject: Mrkdwn,
  also: Parameters<typeof actions>[0] = null,
): Content {
  const [first] = handovers as [Handover];
  const open = url ? linkButton('Open', url) : null;
  const taken = acceptance(say, first);
  if (taken) {
    const said = md`${subject}: ${taken}`;
    return content(said, [section(said), ...actions(open)]);
  }
  const button = ids.accept.button('Accept handover', { handoverId: first.id }, also ? {} : { style: 'primary' });
  return content(asked, [section(asked), ...actions(also, button, open)]);
}
