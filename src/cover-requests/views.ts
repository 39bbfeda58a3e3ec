import type { ModalView } from '@slack/types';
import type { Content } from '../outbox/post.ts';
import type { ComingShift } from '../rotations/coming.ts';
import { shiftValue } from '../rotations/ids.ts';
import { actions, content, context, section } from '../slack/blocks.ts';
import { choiceInput, noteView, personInput, textInput } from '../slack/ids.ts';
import { type Mrkdwn, md, trusted } from '../slack/text.ts';
import { sayStretch, slackStretch } from '../time/say.ts';
import type { CoverRequest, CoverStep } from './cover-request.ts';
import * as ids from './ids.ts';

/** All that is said of a request, ready to be said. */
export interface Shown {
  request: CoverRequest;
  /** What people call the rotation. */
  label: string;
  name: (user: string) => string;
  zone: string;
}

/** `*Weekday support* Fri 6 Mar 08:00 to 18:00` */
const shiftOf = ({ request, label, zone }: Shown): Mrkdwn =>
  md`*${label}* ${trusted(slackStretch(request.from, request.to, zone))}`;

/** The post that everybody of the team reads: the question, and then what became of it. */
export function requestPost(shown: Shown, step?: CoverStep): Content {
  const { request, name } = shown;
  const shift = shiftOf(shown);
  const value = { requestId: request.id };
  switch (request.state) {
    case 'open': {
      const asked = md`Can somebody take ${shift}? ${name(request.user)} asks.`;
      const said = step ? md`⏳ Still open: ${asked}` : asked;
      return content(said, [
        section(said),
        ...(request.note ? [context(md`“${request.note}”`)] : []),
        ...actions(
          ids.takeShift.button("I'll take it", value, { style: 'primary' }),
          ids.withdrawRequest.button('Not needed any more', value),
        ),
      ]);
    }
    case 'taken':
      return only(md`✅ ${name(request.takenBy ?? '')} takes ${shift} for ${name(request.user)}.`);
    case 'withdrawn':
      return only(md`${shift} needs nobody any more: ${name(request.settledBy ?? '')} took the request back.`);
    case 'not_needed':
      return only(md`${shift} needs nobody any more: ${name(request.user)} is not on then.`);
    case 'over':
      return only(md`Nobody took ${shift}, so ${name(request.user)} is on.`);
  }
}

const only = (said: Mrkdwn): Content => content(said, [section(said)]);

/** Told to whoever asked in vain. */
export const nobodyNotice = (shown: Shown): Content => only(md`Nobody took ${shiftOf(shown)}, so you are on.`);

/** Told to the leads when asking did not help. */
export function leadNotice(shown: Shown): Content {
  const { request, name } = shown;
  if (request.state !== 'open') return requestPost(shown);
  const said = md`❗ Nobody has taken ${shiftOf(shown)} from ${name(request.user)} yet.`;
  const value = { requestId: request.id };
  return content(said, [
    section(said),
    ...(request.note ? [context(md`“${request.note}”`)] : []),
    ...actions(
      ids.openPutOn.button('Put somebody on…', value, { style: 'primary' }),
      ids.takeShift.button("I'll take it", value),
    ),
  ]);
}

/** Which of the asker's shifts others shall take. */
export const askModal = (own: readonly ComingShift[], zone: string, initial?: string): ModalView =>
  ids.askForm.view(
    {},
    {
      title: 'Ask for cover',
      submit: 'Ask everybody',
      blocks: [
        choiceInput('shift', {
          label: 'Which shift?',
          options: own.map((shift) => ({
            label: `${sayStretch(shift.from, shift.to, zone)} · ${shift.label}`,
            value: shiftValue(shift),
          })),
          ...(initial ? { initial } : {}),
        }),
        textInput('note', { label: 'Anything they should know?', optional: true, lines: true, max: ids.NOTE_LENGTH }),
      ],
    },
  );

/** Said to whoever asked. */
export const askedNote = (shown: Shown): ModalView =>
  noteView('Ask for cover', [section(md`I asked everybody to take ${shiftOf(shown)}. You hear when somebody does.`)]);

export const putOnModal = (shown: Shown): ModalView =>
  ids.putOnForm.view(
    { requestId: shown.request.id },
    {
      title: 'Put somebody on',
      submit: 'Put them on',
      blocks: [
        section(md`${shiftOf(shown)} for ${shown.name(shown.request.user)}`),
        personInput('user', { label: 'Who takes it?' }),
      ],
    },
  );
