import type { Listener } from '../slack/listener.ts';
import * as ids from './ids.ts';
import { endLinks, type Linking, renewLink, showLinks } from './service.ts';

/** Calendar links; `/oncall calendar` opens them as well. */
export function listen(slack: Listener, desk: Linking): void {
  slack.onButton(ids.openLinks, (tx, _, who) => showLinks(desk, tx, who));
  slack.onButton(ids.newLink, (tx, { rotation }, who) => renewLink(desk, tx, rotation, who));
  slack.onButton(ids.endLinks, (tx, { user }, who) => endLinks(desk, tx, user, who));
}
