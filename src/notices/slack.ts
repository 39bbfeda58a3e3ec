import type { Desk } from '../desk.ts';
import { coverForm } from '../oncall/service.ts';
import type { Listener } from '../slack/listener.ts';
import * as ids from './ids.ts';
import { askTheOthers } from './service.ts';

/** The ways out that notices offer. */
export function listen(slack: Listener, desk: Desk): void {
  slack.onButton(ids.fillIn, (tx, shift, who) =>
    coverForm(desk, tx, { ...shift, from: Math.max(shift.from, tx.now) }, who),
  );
  slack.onButton(ids.askOthers, (tx, shift, who) => askTheOthers(desk, tx, { layer: undefined, ...shift }, who));
}
