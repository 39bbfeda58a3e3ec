import type { Desk } from '../desk.ts';
import type { Listener } from '../slack/listener.ts';
import * as ids from './ids.ts';
import { acceptHandover } from './service.ts';

export function listen(slack: Listener, desk: Desk): void {
  slack.onButton(ids.accept, (tx, { handoverId }, who) => acceptHandover(desk, tx, handoverId, who));
}
