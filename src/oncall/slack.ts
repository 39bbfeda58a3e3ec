import { type Linking, showLinksOf } from '../feeds/service.ts';
import { endCover, setMembers, staff } from '../rotations/service.ts';
import type { Listener } from '../slack/listener.ts';
import { mentionedIn } from '../slack/text.ts';
import * as ids from './ids.ts';
import * as oncall from './service.ts';
import { coverModal, help } from './views.ts';

/** `/oncall`, and covering shifts. */
export function listen(slack: Listener, desk: Linking): void {
  slack.onCommand('/oncall', async (tx, words, who) => {
    await staff(tx, who, 'see who is on call');
    if (/^calendar\b/i.test(words)) return showLinksOf(desk, tx, mentionedIn(words)[0] ?? who, who);
    switch (words.toLowerCase()) {
      case '':
        return { say: await oncall.now(desk, tx) };
      case 'me':
        return { say: await oncall.mine(desk, tx, who) };
      case 'next':
        return { say: await oncall.next(desk, tx) };
      case 'cover':
        return { open: coverModal(desk.policy) };
      default:
        return { say: help(words === 'help' ? '' : words) };
    }
  });
  slack.onButton(ids.openCover, async (tx, _, who) => {
    await staff(tx, who, 'change who is on');
    return { open: coverModal(desk.policy) };
  });
  slack.onForm(ids.coverForm, (tx, _, fields, who) => oncall.arrangeCover(desk, tx, fields, who));
  slack.onButton(ids.openOrder, (tx, { rotation }, who) => oncall.openOrder(desk, tx, rotation, who));
  slack.onForm(ids.orderForm, (tx, { rotation }, { users }, who) => setMembers(tx, desk.policy, rotation, users, who));
  slack.onButton(ids.endCover, async (tx, { coverId }, who) => {
    await endCover(tx, desk.policy, coverId, who);
    return { say: await oncall.next(desk, tx) };
  });
}
