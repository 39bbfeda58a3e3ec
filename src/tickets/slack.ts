import type { Desk } from '../desk.ts';
import type { Listener } from '../slack/listener.ts';
import { cardForCustomer, cardForStaff, mustBeTheirs, staff } from './access.ts';
import { explainModal } from './explained.ts';
import * as ids from './ids.ts';
import { mergeForm, mergeTickets } from './merging.ts';
import { assignModal, holdModal, resolveModal } from './modal-views.ts';
import * as offers from './offer-lowering.ts';
import { detailsModal, promisedModal } from './public-views.ts';
import * as tickets from './service.ts';

/** Everything Slack can ask of a ticket. */
export function listen(slack: Listener, desk: Desk): void {
  slack.onButton(ids.claim, async (tx, { ticketId }, who) => void (await tickets.claim(desk, tx, ticketId, who)));
  slack.onButton(ids.resume, async (tx, { ticketId }, who) => void (await tickets.resume(desk, tx, ticketId, who)));
  slack.onButton(ids.reopen, async (tx, { ticketId }, who) => void (await tickets.reopen(desk, tx, ticketId, who)));
  slack.onButton(
    ids.acknowledge,
    async (tx, { ticketId }, who) => void (await tickets.acknowledge(desk, tx, ticketId, who)),
  );
  slack.onButton(
    ids.setPriority,
    async (tx, { ticketId, priority }, who) => void (await tickets.changePriority(desk, tx, ticketId, priority, who)),
  );
  slack.onButton(ids.lowerPriority, (tx, offered, who) => offers.lowerPriority(desk, tx, offered, who));
  slack.onButton(ids.keepPriority, (tx, offered, who) => offers.keepPriority(desk, tx, offered, who));
  slack.onButton(ids.withdraw, async (tx, { ticketId }, who, here) => {
    await tickets.close(desk, tx, ticketId, who, here);
  });

  slack.onButton(ids.openAssign, async (tx, { ticketId }, who) => {
    await staff(tx, who, 'assign tickets');
    return { open: assignModal(await tickets.ticketById(tx, ticketId)) };
  });
  slack.onForm(
    ids.assignForm,
    async (tx, { ticketId }, { to }, who) => void (await tickets.assign(desk, tx, ticketId, to, who)),
  );

  slack.onButton(ids.openHold, async (tx, { ticketId }, who) => {
    await staff(tx, who, 'put tickets on hold');
    return { open: holdModal(await tickets.ticketById(tx, ticketId), desk.policy) };
  });
  slack.onForm(
    ids.holdForm,
    async (tx, { ticketId }, { reason, note }, who) =>
      void (await tickets.hold(desk, tx, ticketId, reason, note ?? null, who)),
  );

  slack.onButton(ids.openResolve, async (tx, { ticketId }, who) => {
    await staff(tx, who, 'resolve tickets');
    return { open: resolveModal(await tickets.ticketById(tx, ticketId)) };
  });
  slack.onForm(
    ids.resolveForm,
    async (tx, { ticketId }, { note }, who) => void (await tickets.resolve(desk, tx, ticketId, note, who)),
  );

  slack.onButton(ids.more, async (tx, { ticketId }, who) => ({ open: await mergeForm(tx, ticketId, who) }));
  slack.onForm(ids.mergeForm, (tx, { ticketId }, { into }, who) => mergeTickets(desk, tx, ticketId, into, who));

  slack.onButton(ids.explain, async (tx, { ticketId }, who) => ({
    open: explainModal(await cardForStaff(desk, tx, ticketId, who, 'see how clocks count'), desk, tx.now),
  }));

  slack.onButton(ids.openPromised, async (tx, { ticketId }, who, here) => ({
    open: promisedModal(await cardForCustomer(desk, tx, ticketId, who, here.channel), desk, tx.now),
  }));

  slack.onButton(ids.openDetails, async (tx, { ticketId }, who, here) => ({
    open: detailsModal(await mustBeTheirs(tx, ticketId, who, here), here.channel),
  }));
  slack.onForm(
    ids.detailsForm,
    async (tx, { ticketId, channel }, { text }, who) =>
      void (await tickets.addDetails(desk, tx, ticketId, text, who, { channel })),
  );
}
