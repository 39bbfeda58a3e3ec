import type { Policy } from '../policy/policy.ts';
import type { Listener } from '../slack/listener.ts';
import * as ids from './ids.ts';
import * as swaps from './service.ts';
import { swapModal } from './views.ts';

/** Asking for a swap, and answering. */
export function listen(slack: Listener, desk: { readonly policy: Policy }): void {
  slack.onButton(ids.openSwap, async (tx, { shift }, who) => ({
    open: swapModal(await swaps.swapForm(desk, tx, who, shift)),
  }));
  slack.onFormChange(ids.swapForm, async (tx, _, { mine }, who) => ({
    update: swapModal(await swaps.swapForm(desk, tx, who, String(mine))),
  }));
  slack.onForm(ids.swapForm, (tx, _, fields, who) => swaps.askToSwap(desk, tx, fields, who));
  slack.onButton(ids.acceptSwap, (tx, { requestId }, who) => swaps.acceptSwap(desk, tx, requestId, who));
  slack.onButton(ids.declineSwap, (tx, { requestId }, who) => swaps.declineSwap(desk, tx, requestId, who));
  slack.onButton(ids.withdrawSwap, (tx, { requestId }, who) => swaps.withdrawSwap(desk, tx, requestId, who));
}
