import type { ModalView } from '@slack/types';
import { openAsk } from '../cover-requests/ids.ts';
import type { Content } from '../outbox/post.ts';
import type { ComingShift } from '../rotations/coming.ts';
import { shiftValue } from '../rotations/ids.ts';
import { actions, content, context, section } from '../slack/blocks.ts';
import { choiceInput, noteView, textInput } from '../slack/ids.ts';
import { type Mrkdwn, md, trusted } from '../slack/text.ts';
import { sayStretch, slackInstant, slackStretch } from '../time/say.ts';
import * as ids from './ids.ts';
import { answerBy, type SwapRequest } from './swap-request.ts';

/** All that is said of a swap, ready to be said. */
export interface Shown {
  request: SwapRequest;
  label: string;
  name: (user: string) => string;
  zone: string;
}

const mine = ({ request, zone }: Shown): Mrkdwn => trusted(slackStretch(request.mineFrom, request.mineTo, zone));
const theirs = ({ request, zone }: Shown): Mrkdwn => trusted(slackStretch(request.theirsFrom, request.theirsTo, zone));

/** The question to whoever is asked, and afterwards what became of it. */
export function askedMessage(shown: Shown): Content {
  const { request, label, name } = shown;
  const asker = name(request.user);
  const offer = md`you take *${label}* ${mine(shown)}, ${asker} takes yours ${theirs(shown)}`;
  const said = (text: Mrkdwn) => content(text, [section(text)]);
  switch (request.state) {
    case 'asked': {
      const asked = md`🔁 ${asker} asks to swap shifts: ${offer}.`;
      const value = { requestId: request.id };
      return content(asked, [
        section(asked),
        ...(request.note ? [context(md`“${request.note}”`)] : []),
        context(
          md`Please answer by ${trusted(slackInstant(answerBy(request), shown.zone))}; after that nothing changes.`,
        ),
        ...actions(
          ids.acceptSwap.button('Accept', value, { style: 'primary' }),
          ids.declineSwap.button('Decline', value),
        ),
      ]);
    }
    case 'accepted':
      return said(md`✅ Swapped with ${asker}: ${offer}.`);
    case 'declined':
      return said(md`You declined to swap shifts with ${asker}; everybody stays on as before.`);
    case 'withdrawn':
      return said(md`${asker} does not need the swap any more; everybody stays on as before.`);
    case 'over':
      return said(md`The swap that ${asker} asked for is over; everybody stays on as before.`);
  }
}

/** Why it did not come to a swap: the other one refused, or gave no answer, or a shift changed hands. */
export type WhyNot = 'declined' | 'unanswered' | 'changed';

/** Told to whoever asked, when it does not come to a swap. */
export function notSwapped(shown: Shown, whyNot: WhyNot, shift: string): Content {
  const { request, label, name } = shown;
  const other = name(request.other);
  const stays = md`so *${label}* ${mine(shown)} stays yours`;
  const said = {
    declined: md`${other} can't swap shifts with you, ${stays}.`,
    unanswered: md`${other} has not answered about the swap, ${stays}.`,
    changed: md`One of the two shifts of your swap with ${other} on *${label}* has changed hands, so the swap is off. \`/oncall me\` shows what you serve.`,
  }[whyNot];
  return content(said, [section(said), ...actions(openAsk.button('Ask everybody…', { shift }))]);
}

/** Said to whoever asked. */
export const askedNote = (shown: Shown): ModalView =>
  noteView('Swap shifts', [
    section(
      md`I asked ${shown.name(shown.request.other)}: they take *${shown.label}* ${mine(shown)}, you take ${theirs(shown)}. You hear when they answer.`,
    ),
  ]);

/** Said where nobody needed to be asked. */
export const swappedNote = (shown: Shown): ModalView =>
  noteView('Swap shifts', [
    section(
      md`✅ Swapped on *${shown.label}*: ${shown.name(shown.request.other)} serves ${mine(shown)}, ${shown.name(shown.request.user)} serves ${theirs(shown)}.`,
    ),
  ]);

/** What can be given and taken; `atOnce` where nobody needs to be asked. */
export interface Choice {
  mine: ComingShift[];
  theirs: ComingShift[];
  /** The value of the shift to give that is chosen. */
  chosen: string | undefined;
  who: string;
  atOnce: boolean;
  name: (user: string) => string;
  zone: string;
}

export function swapModal({ mine, theirs, chosen, who, atOnce, name, zone }: Choice): ModalView {
  const option = (shift: ComingShift, named: boolean) => ({
    label: `${sayStretch(shift.from, shift.to, zone)} · ${named ? `${name(shift.user)} · ` : ''}${shift.label}`,
    value: shiftValue(shift),
  });
  const none = md`Nobody else serves in this rotation in the next weeks. *Ask for cover* asks everybody instead.`;
  const how = atOnce
    ? md`It is swapped at once, and both hear of it.`
    : md`They are asked, and it is swapped when they accept.`;
  return ids.swapForm.view(
    {},
    {
      title: 'Swap shifts',
      submit: atOnce ? 'Swap' : 'Ask them',
      blocks: [
        choiceInput('mine', {
          label: mine.some((shift) => shift.user !== who) ? 'Which shift is given?' : 'Which shift do you give?',
          options: mine.map((shift) => option(shift, shift.user !== who)),
          ...(chosen ? { initial: chosen } : {}),
          live: ids.swapForm.live,
        }),
        ...(theirs.length === 0
          ? [section(none)]
          : [
              choiceInput('theirs', { label: 'For whose shift?', options: theirs.map((shift) => option(shift, true)) }),
            ]),
        ...(atOnce
          ? []
          : [textInput('note', { label: 'Anything they should know?', optional: true, max: ids.NOTE_LENGTH })]),
        context(how),
      ],
    },
  );
}
