import type { ModalView } from '@slack/types';
import type { Content } from '../outbox/post.ts';
import { actions, content, context, section } from '../slack/blocks.ts';
import { personInput } from '../slack/ids.ts';
import { type Mrkdwn, md, trusted } from '../slack/text.ts';
import { slackStretch } from '../time/say.ts';
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
export const shiftOf = ({ request, label, zone }: Shown): Mrkdwn =>
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

/** Told to whoever asked. */
export const answerNotice = (shown: Shown): Content => {
  const { request, name } = shown;
  if (request.state === 'over') return only(md`Nobody took ${shiftOf(shown)}, so you are on.`);
  return only(md`✅ ${name(request.takenBy ?? '')} takes ${shiftOf(shown)} for you.${arranged(shown)}`);
};

/** Told to whoever was put on by somebody else. */
export const takerNotice = (shown: Shown): Content =>
  only(md`You take ${shiftOf(shown)} for ${shown.name(shown.request.user)}.${arranged(shown)}`);

const arranged = ({ request, name }: Shown): Mrkdwn | null =>
  request.settledBy && request.settledBy !== request.takenBy ? md` Arranged by ${name(request.settledBy)}.` : null;

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
