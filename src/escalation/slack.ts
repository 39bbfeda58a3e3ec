import type { Desk } from '../desk.ts';
import type { Listener } from '../slack/listener.ts';
import { actorOf, mustBeTheirs } from '../tickets/access.ts';
import { openEscalate } from '../tickets/ids.ts';
import * as ids from './ids.ts';
import { customerEscalateModal } from './public-views.ts';
import * as escalation from './service.ts';
import { declineModal, escalateModal } from './views.ts';

/** Asking for help and answering calls. */
export function listen(slack: Listener, desk: Desk): void {
  slack.onButton(openEscalate, async (tx, { ticketId }, who, here) => {
    const ticket = await mustBeTheirs(tx, ticketId, who, here);
    const { kind } = await actorOf(tx, who);
    const label = desk.policy.escalation[0]?.label ?? 'somebody';
    return {
      open:
        kind === 'customer' ? customerEscalateModal(ticket, here.channel) : escalateModal(ticket, label, here.channel),
    };
  });
  slack.onForm(ids.escalateForm, (tx, { ticketId, channel }, asked, who) =>
    escalation.escalate(desk, tx, ticketId, asked, who, { channel }),
  );
  slack.onButton(ids.accept, (tx, { pageId }, who) => escalation.accept(desk, tx, pageId, who));
  slack.onButton(ids.openDecline, async (tx, { pageId }) => ({
    open: declineModal(await escalation.pageById(tx, pageId)),
  }));
  slack.onForm(ids.declineForm, (tx, { pageId }, { why }, who) => escalation.decline(desk, tx, pageId, why, who));
}
