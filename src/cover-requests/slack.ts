import type { Policy } from '../policy/policy.ts';
import type { Listener } from '../slack/listener.ts';
import * as ids from './ids.ts';
import { assignShift, forPuttingOn, takeShift, withdrawRequest } from './service.ts';
import { putOnModal } from './views.ts';

/** What can be pressed on a request for cover. */
export function listen(slack: Listener, desk: { readonly policy: Policy }): void {
  slack.onButton(ids.takeShift, async (tx, { requestId }, who) => void (await takeShift(desk, tx, requestId, who)));
  slack.onButton(
    ids.withdrawRequest,
    async (tx, { requestId }, who) => void (await withdrawRequest(desk, tx, requestId, who)),
  );
  slack.onButton(ids.openPutOn, async (tx, { requestId }, who) => ({
    open: putOnModal(await forPuttingOn(desk, tx, requestId, who)),
  }));
  slack.onForm(
    ids.putOnForm,
    async (tx, { requestId }, { user }, who) => void (await assignShift(desk, tx, requestId, user, who)),
  );
}
