import type { Desk } from '../desk.ts';
import { invalid } from '../errors.ts';
import type { Listener } from '../slack/listener.ts';
import * as ids from './ids.ts';
import * as intake from './service.ts';

/** Every way in by click and shortcut; messages and reactions come by the inbox. */
export function listen(slack: Listener, desk: Desk): void {
  slack.onButton(ids.openTicket, (tx, { channel, ts }) => intake.formFor(desk, tx, channel, ts));
  slack.onButton(ids.justAsking, (tx, { channel, ts }) => intake.declineOffer(tx, channel, ts));
  slack.onForm(
    ids.ticketForm,
    async (tx, about, fields, who) => void (await intake.submitForm(desk, tx, about, fields, who)),
  );
  slack.onFormChange(ids.ticketForm, (tx, about, values) => intake.formAgain(desk, tx, about, values));
  slack.onMessageShortcut(ids.MESSAGE_SHORTCUT, async (tx, _who, { message }) => {
    if (!message?.user) throw invalid('Use this on a message that a person wrote.');
    const thread = message.thread ?? message.ts;
    await intake.keepShown(tx, { ...message, user: message.user, thread });
    return intake.formFor(desk, tx, message.channel, message.ts);
  });
}
