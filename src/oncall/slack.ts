import { awayForm } from '../absences/service.ts';
import { askingForm } from '../cover-requests/service.ts';
import type { Tx } from '../db/database.ts';
import { type Linking, showLinks, showLinksOf } from '../feeds/service.ts';
import { endCover } from '../rotations/cover.ts';
import { setMembers, staff } from '../rotations/service.ts';
import type { Answer, Listener } from '../slack/listener.ts';
import { mentionedIn } from '../slack/text.ts';
import { swapForm } from '../swap-requests/service.ts';
import { swapModal } from '../swap-requests/views.ts';
import * as ids from './ids.ts';
import * as oncall from './service.ts';
import { help } from './views.ts';
import { type Meaning, meaningOf } from './words.ts';

/** `/oncall`, covering shifts, and the order of rotations. */
export function listen(slack: Listener, desk: Linking): void {
  slack.onCommand('/oncall', async (tx, words, who) => {
    await staff(tx, who, 'see who is on call');
    const [person] = /^calendar\b/i.test(words) ? mentionedIn(words) : [];
    if (person) return showLinksOf(desk, tx, person, who);
    const meaning = meaningOf(words);
    return meaning ? answer(desk, tx, meaning, who) : { say: help(words) };
  });
  slack.onButton(ids.showOncall, async (tx, { what }, who) => {
    await staff(tx, who, 'see who is on call');
    return answer(desk, tx, what, who);
  });
  slack.onButton(ids.openCover, (tx, _, who) => oncall.coverForm(desk, tx, {}, who));
  slack.onFormChange(ids.coverForm, (tx, _, values, who) => oncall.coverFormAgain(desk, tx, values, who));
  slack.onForm(ids.coverForm, (tx, _, fields, who) => oncall.arrangeCover(desk, tx, fields, who));
  slack.onButton(ids.openOrder, (tx, { rotation }, who) => oncall.openOrder(desk, tx, rotation, who));
  slack.onForm(ids.orderForm, (tx, { rotation }, { users }, who) => setMembers(tx, desk.policy, rotation, users, who));
  slack.onButton(ids.endCover, async (tx, { coverId }, who) => {
    await endCover(tx, desk.policy, coverId, who);
    return { say: await oncall.next(desk, tx, who) };
  });
}

/** What each word of `/oncall` answers. */
async function answer(desk: Linking, tx: Tx, meaning: Meaning, who: string): Promise<Answer> {
  switch (meaning) {
    case 'now':
      return { say: await oncall.now(desk, tx, who) };
    case 'me':
      return { say: await oncall.mine(desk, tx, who) };
    case 'week':
      return { say: await oncall.week(desk, tx, who) };
    case 'next':
      return { say: await oncall.next(desk, tx, who) };
    case 'history':
      return { say: await oncall.history(desk, tx, who) };
    case 'cover':
      return oncall.coverForm(desk, tx, {}, who);
    case 'swap':
      return { open: swapModal(await swapForm(desk, tx, who)) };
    case 'away':
      return awayForm(desk, tx, who);
    case 'ask':
      return askingForm(desk, tx, who);
    case 'calendar':
      return showLinks(desk, tx, who);
    case 'help':
      return { say: help('') };
  }
}
