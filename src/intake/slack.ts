import type { Desk } from '../desk.ts';
import { invalid } from '../errors.ts';
import type { Listener } from '../slack/listener.ts';
import * as forms from './forms.ts';
import * as ids from './ids.ts';
import * as intake from './service.ts';

/** Every way in by click and shortcut; messages and reactions come by the inbox. */
export function listen(slack: Listener, desk: Desk): void {
  slack.onButton(ids.openTicket, (tx, { channel, ts, on }, _, here) =>
    forms.formFor(desk, tx, here.channel ?? channel, ts, on),
  );
  slack.onButton(ids.justAsking, (tx, { channel, ts }, _, here) =>
    intake.declineOffer(desk, tx, here.channel ?? channel, ts),
  );
  slack.onForm(
    ids.ticketForm,
    async (tx, about, fields, who) => void (await intake.submitForm(desk, tx, about, fields, who)),
  );
  slack.onFormChange(ids.ticketForm, (tx, about, values) => forms.formAgain(desk, tx, about, values));
  slack.onMessageShortcut(ids.MESSAGE_SHORTCUT, async (tx, _, { message }) => {
    if (!message) throw invalid('Use this on a message.');
    return forms.formForShown(desk, tx, message);
  });
}
