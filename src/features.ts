import { absencesChanged } from './absences/service.ts';
import * as absencesSlack from './absences/slack.ts';
import { lookAtCoverRequest } from './cover-requests/jobs.ts';
import { followRotations as followWithRequests, notTaken } from './cover-requests/service.ts';
import { coverRequestsChanged } from './cover-requests/show.ts';
import * as coverRequestsSlack from './cover-requests/slack.ts';
import * as customers from './customers/service.ts';
import type { Topic, Tx } from './db/database.ts';
import type { Desk } from './desk.ts';
import { climb } from './escalation/jobs.ts';
import * as escalation from './escalation/service.ts';
import * as escalationSlack from './escalation/slack.ts';
import { endLinksOfLeavers } from './feeds/service.ts';
import * as feedsSlack from './feeds/slack.ts';
import { notAcceptedYet, personLeft } from './handover/accept.ts';
import { tellAhead } from './handover/ahead.ts';
import { leadsHoursBegan } from './handover/calls.ts';
import { changeAhead, changeOfShift, leadsHoursBegin, notAccepted } from './handover/jobs.ts';
import * as handover from './handover/service.ts';
import * as handoverSlack from './handover/slack.ts';
import { homeEvents } from './home/events.ts';
import { refreshHomes } from './home/jobs.ts';
import { homesChanged, refresh } from './home/service.ts';
import type { EventVerb } from './inbox/inbox.ts';
import { intakeEvents } from './intake/events.ts';
import { forgetOffers } from './intake/jobs.ts';
import * as intake from './intake/service.ts';
import * as intakeSlack from './intake/slack.ts';
import { lookAtNotices } from './notices/jobs.ts';
import { followRotations as followWithNotices, look as lookAtShifts, planNotices } from './notices/service.ts';
import * as noticesSlack from './notices/slack.ts';
import * as oncallSlack from './oncall/slack.ts';
import * as outbox from './outbox/outbox.ts';
import * as queueSlack from './queue/slack.ts';
import { hoursBeganFor } from './reminders/jobs.ts';
import { closeQuiet, look, tellMissed } from './reminders/service.ts';
import { reportUnknownTiers } from './reminders/unknown-tiers.ts';
import { shiftsChanged } from './rotations/jobs.ts';
import { workspaceChanges } from './slack/changes.ts';
import { forgetChannel } from './slack/channels.ts';
import type { Directory } from './slack/directory.ts';
import type { History } from './slack/history.ts';
import type { Listener } from './slack/listener.ts';
import { endOfSwapRequest } from './swap-requests/jobs.ts';
import { followRotations as followWithSwaps, notAnswered } from './swap-requests/service.ts';
import { swapRequestsChanged } from './swap-requests/show.ts';
import * as swapRequestsSlack from './swap-requests/slack.ts';
import {
  closeQuietTicket,
  endCallsForHelp,
  lookAtTicket,
  mayLowerPriority,
  recomputeTickets,
  refreshCards,
} from './tickets/jobs.ts';
import { offerLowering } from './tickets/offer-lowering.ts';
import { recompute, showPolicyOnCards } from './tickets/recompute.ts';
import { moveChannel } from './tickets/service.ts';
import * as ticketsSlack from './tickets/slack.ts';
import { rings, type TimerVerb } from './timers/timer.ts';
import { setTimer } from './timers/timers.ts';
import { lookAtGroups, refusalWaits } from './usergroups/jobs.ts';
import { followGroups, tellLead } from './usergroups/service.ts';

/** Everything that is listened to: buttons, forms, commands, shortcuts. */
export function listenAll(slack: Listener, desk: Desk): void {
  for (const feature of [
    coverRequestsSlack,
    swapRequestsSlack,
    absencesSlack,
    oncallSlack,
    feedsSlack,
    noticesSlack,
    ticketsSlack,
    intakeSlack,
    escalationSlack,
    handoverSlack,
    queueSlack,
  ]) {
    feature.listen(slack, desk);
  }
}

/** Every timer with its verb. */
export const timerVerbs = (desk: Desk): TimerVerb[] => [
  rings(shiftsChanged, (tx, { part }) => followShifts(desk, tx, part)),
  rings(lookAtCoverRequest, (tx, { requestId }) => notTaken(desk, tx, requestId)),
  rings(endOfSwapRequest, (tx, { requestId }) => notAnswered(desk, tx, requestId)),
  rings(lookAtTicket, (tx, { ticketId }) => look(desk, tx, ticketId)),
  rings(closeQuietTicket, (tx, { ticketId }) => closeQuiet(desk, tx, ticketId)),
  rings(hoursBeganFor, (tx, { user }) => tellMissed(desk, tx, user)),
  rings(recomputeTickets, (tx, done) => recompute(desk, tx, done)),
  rings(refreshCards, (tx, left) => showPolicyOnCards(desk, tx, left)),
  rings(climb, (tx, { pageId }) => escalation.notAnswered(desk, tx, pageId)),
  rings(mayLowerPriority, (tx, { ticketId }) => offerLowering(desk, tx, ticketId)),
  rings(endCallsForHelp, (tx, { ticketId }) => escalation.notNeeded(desk, tx, ticketId)),
  rings(lookAtGroups, (tx) => followGroups(desk, tx)),
  rings(forgetOffers, (tx) => intake.forgetUnanswered(tx)),
  rings(refusalWaits, (tx, refused) => tellLead(desk, tx, refused)),
  rings(changeOfShift, (tx, { rotation, at }) => handover.handOver(desk, tx, rotation, at)),
  rings(changeAhead, (tx, { rotation, at }) => tellAhead(desk, tx, rotation, at)),
  rings(notAccepted, (tx, { handoverId }) => notAcceptedYet(desk, tx, handoverId)),
  rings(leadsHoursBegin, (tx, call) => leadsHoursBegan(desk, tx, call)),
  rings(refreshHomes, (tx, done) => refresh(desk, tx, done)),
  rings(lookAtNotices, (tx, { since }) => lookAtShifts(desk, tx, since)),
];

/** What goes by who is on, in the order in which it follows. */
const followers: Record<string, (desk: Desk, tx: Tx) => Promise<void>> = {
  handovers: handover.followRotations,
  'user-groups': followGroups,
  'cover-requests': followWithRequests,
  'swap-requests': followWithSwaps,
  homes: (_, tx) => homesChanged(tx),
  notices: followWithNotices,
};

/** Each part by a timer of its own: one that fails is tried again, and holds up none of the others. */
async function followShifts(desk: Desk, tx: Tx, part: string | undefined): Promise<void> {
  if (part !== undefined) return followers[part]?.(desk, tx);
  for (const each of Object.keys(followers)) await setTimer(tx, shiftsChanged, { part: each }, tx.now);
}

/** What homes show besides who is on. */
export const newsForHomes: Topic<unknown>[] = [absencesChanged, coverRequestsChanged, swapRequestsChanged];

/** What a desk looks after before anybody can ask it for something: the policy may be another one, and news may have got lost. */
export const atStart = (desk: Desk): ((tx: Tx) => Promise<unknown>)[] => [
  (tx) => handover.planHandovers(desk, tx),
  (tx) => followWithRequests(desk, tx),
  (tx) => followWithSwaps(desk, tx),
  (tx) => planNotices(desk, tx),
  homesChanged,
  (tx) => intake.forgetUnanswered(tx),
  (tx) => reportUnknownTiers(desk, tx),
  endLinksOfLeavers,
];

/** Every event of Slack that means something, with its verb. */
export function eventVerbs(desk: Desk, given: { directory: Directory; history: History }): Map<string, EventVerb> {
  const channelIdChanged: EventVerb = {
    work: async (tx, event) => {
      const { old_channel_id: from, new_channel_id: to } = event as { old_channel_id: string; new_channel_id: string };
      await forgetChannel(tx, from);
      await customers.moveChannel(tx, from, to);
      await moveChannel(tx, from, to);
      await intake.moveChannel(tx, from, to);
      await outbox.moveChannel(tx, from, to);
    },
  };
  return new Map([
    ...intakeEvents(desk, given.directory, given.history),
    ...workspaceChanges(desk.home, async (tx, user) => {
      await escalation.personLeft(desk, tx, user);
      await personLeft(desk, tx, user);
    }),
    ...homeEvents(desk, given.directory),
    ['channel_id_changed', channelIdChanged],
  ]);
}
