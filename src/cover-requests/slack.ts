import type { Policy } from '../policy/policy.ts';
import type { Listener } from '../slack/listener.ts';
import * as ids from './ids.ts';
import * as requests from './service.ts';

/** Asking for cover, and what can be pressed on a request. */
export function listen(slack: Listener, desk: { readonly policy: Policy }): void {
  slack.onButton(ids.openAsk, (tx, { shift }, who) => requests.askingForm(desk, tx, who, shift));
  slack.onForm(ids.askForm, (tx, _, { shift, note }, who) => requests.submitAsking(desk, tx, shift, note ?? null, who));
  slack.onButton(ids.takeShift, (tx, { requestId }, who) => requests.takeShift(desk, tx, requestId, who));
  slack.onButton(ids.withdrawRequest, (tx, { requestId }, who) => requests.withdrawRequest(desk, tx, requestId, who));
  slack.onButton(ids.openPutOn, (tx, { requestId }, who) => requests.assigningForm(desk, tx, requestId, who));
  slack.onForm(ids.putOnForm, (tx, { requestId }, { user }, who) =>
    requests.assignShift(desk, tx, requestId, user, who),
  );
}
