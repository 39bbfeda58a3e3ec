import type { Desk } from '../desk.ts';
import { coverModal } from '../oncall/views.ts';
import { staff } from '../rotations/service.ts';
import type { Listener } from '../slack/listener.ts';
import * as ids from './ids.ts';
import { askTheOthers } from './service.ts';

/** The ways out that notices offer. */
export function listen(slack: Listener, desk: Desk): void {
  slack.onButton(ids.fillIn, async (tx, shift, who) => {
    await staff(tx, who, 'change who is on');
    return { open: coverModal(desk.policy, { ...shift, from: Math.max(shift.from, tx.now) }) };
  });
  slack.onButton(ids.askOthers, (tx, shift, who) => askTheOthers(desk, tx, { layer: undefined, ...shift }, who));
}
