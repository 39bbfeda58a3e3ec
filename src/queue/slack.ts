import type { Desk } from '../desk.ts';
import { emptyForm } from '../intake/forms.ts';
import type { Listener } from '../slack/listener.ts';
import { showList, showTicket } from '../tickets/ids.ts';
import * as queue from './service.ts';
import { help } from './views.ts';

const NUMBER = /^(due\s+)?(?:[a-z]+-)?(\d+)$/i;

/** `/ticket` and the buttons of its answers. */
export function listen(slack: Listener, desk: Desk): void {
  slack.onCommand('/ticket', async (tx, words, who, { channel }) => {
    const [, due, number] = NUMBER.exec(words) ?? [];
    if (number) return { say: await (due ? queue.due : queue.one)(desk, tx, Number(number), who, channel) };
    switch (words.toLowerCase()) {
      case '':
        return { say: await queue.overview(desk, tx, who) };
      case 'list':
        return { say: await queue.list(desk, tx, who, 'all') };
      case 'mine':
        return { say: await queue.list(desk, tx, who, 'mine') };
      case 'new':
        return emptyForm(desk, tx, who, channel);
      default:
        return { say: help(words === 'help' ? '' : words) };
    }
  });
  slack.onButton(showList, async (tx, { scope }, who) => ({ say: await queue.list(desk, tx, who, scope, true) }));
  slack.onButton(showTicket, async (tx, { ticketId }, who) => ({ say: await queue.one(desk, tx, ticketId, who) }));
}
