import type { KnownBlock, ModalView } from '@slack/types';
import { describe, expect, it } from 'vitest';
import { validateBlocks } from '../../simulator/blocks/validate.ts';
import { validateView } from '../../simulator/blocks/view.ts';
import type { Page } from '../../src/escalation/page.ts';
import { customerEscalateModal } from '../../src/escalation/public-views.ts';
import * as escalation from '../../src/escalation/views.ts';
import * as calls from '../../src/handover/call-views.ts';
import * as direct from '../../src/handover/direct-views.ts';
import { sortHanded } from '../../src/handover/handover.ts';
import { allModal, notesModal, notesToRead, previewModal } from '../../src/handover/modal-views.ts';
import type { Saying } from '../../src/handover/say.ts';
import { type HandoverPost, handoverPost, type Told } from '../../src/handover/views.ts';
import * as intake from '../../src/intake/public-views.ts';
import type { Content } from '../../src/outbox/post.ts';
import { readPolicy } from '../../src/policy/read.ts';
import * as queue from '../../src/queue/views.ts';
import * as reminders from '../../src/reminders/views.ts';
import { clocks } from '../../src/sla/clock.ts';
import { trusted } from '../../src/slack/text.ts';
import type { Card } from '../../src/tickets/card.ts';
import { explainedClocks, explainModal } from '../../src/tickets/explained.ts';
import type { Offer } from '../../src/tickets/lowering.ts';
import { offerMessage } from '../../src/tickets/lowering-views.ts';
import * as modals from '../../src/tickets/modal-views.ts';
import * as publicViews from '../../src/tickets/public-views.ts';
import type { Ticket } from '../../src/tickets/ticket.ts';
import * as tickets from '../../src/tickets/views.ts';
import type { Entry } from '../../src/timeline/entry.ts';

const policy = readPolicy('policies/stakater.yml');
const now = 1_772_438_400_000;
const HOUR = 3_600_000;
/** As long as people may write it, and as long as it can become when it is escaped. */
const nasty = (length: number) => '&<">'.repeat(length).slice(0, length);
const by = { kind: 'staff', user: 'UBO' } as const;

const ticket = (id: number, with_: Partial<Ticket> = {}): Ticket => ({
  id,
  customerId: 'acme',
  channel: 'C1',
  thread: '1.000000',
  summary: nasty(150),
  description: nasty(3000),
  priority: 'critical',
  requestType: 'incident',
  environment: 'production',
  workaround: false,
  tier: 'premium',
  state: { kind: 'open' },
  assignee: 'UBO',
  help: null,
  openedBy: 'UANA',
  startedAt: now,
  openedAt: now,
  policyVersion: policy.version,
  dueAt: now + HOUR,
  dueClock: 'first_response',
  settledUnder: policy.version,
  cardsBehind: false,
  version: 1,
  ...with_,
});

const history: Entry[] = [
  {
    seq: 1,
    kind: 'opened',
    at: now,
    by: { kind: 'customer', user: 'UANA' },
    data: {
      startedAt: now,
      tier: 'premium',
      priority: 'critical',
      requestType: 'incident',
      policyVersion: policy.version,
    },
  },
  {
    seq: 2,
    kind: 'escalated',
    at: now,
    by,
    data: { level: 'ops-duty', reason: nasty(1000), tried: nasty(1000), wanted: nasty(1000) },
  },
  { seq: 3, kind: 'page_declined', at: now, by, data: { level: 'ops-duty', user: 'UBO', why: nasty(1000) } },
];

const card = (of: Partial<Ticket> = {}): Card => ({
  ticket: ticket(7, of),
  key: 'SUP-7',
  priority: policy.priorities[0] as Card['priority'],
  requestType: 'Something is broken',
  environment: 'Production',
  customer: nasty(200),
  tier: 'Premium',
  clocks: clocks(history, { policy }, now + HOUR / 2),
  history,
  onShift: { user: 'UBO', until: now + HOUR },
  opensAt: null,
  outsideHours: 'We are back {opens}.',
  waitingFor: { staff: nasty(100), customer: nasty(100), fromCustomer: true },
  priorityLabel: () => nasty(75),
  mayEscalate: true,
  helpLevel: nasty(100),
  helper: nasty(75),
  name: (user) => `${user} ${nasty(80)}`,
  threadUrl: 'https://home.slack.com/archives/C1/p1',
  goesOn: null,
  takenIn: [],
  zone: policy.timezone,
});

const lowering: Offer = {
  seq: 4,
  kind: 'lowering_offered',
  at: now,
  by: { kind: 'desk' },
  data: {
    since: now,
    from: 'high',
    to: 'medium',
    waitedMs: 3 * HOUR,
    waitedFor: nasty(75),
    customerWaitedFor: nasty(75),
    user: 'UBO',
  },
};
const kept: Entry = { seq: 5, kind: 'priority_kept', at: now, by, data: { since: now } };

/** Asked, answered, held and resumed every hour, for days on end. */
const eventful: Entry[] = [
  ...history,
  ...Array.from({ length: 200 }, (_, i): Entry[] => {
    const at = now + i * HOUR;
    const said = { channel: 'C1', ts: `${i}` };
    return [
      { seq: 10 + i * 4, kind: 'customer_wrote', at, by: { kind: 'customer', user: 'UANA' }, data: said },
      { seq: 11 + i * 4, kind: 'held', at: at + 1, by, data: { reason: 'access', note: nasty(2000) } },
      { seq: 12 + i * 4, kind: 'resumed', at: at + HOUR / 2, by, data: {} },
      { seq: 13 + i * 4, kind: 'staff_replied', at: at + HOUR / 2, by, data: said },
    ];
  }).flat(),
];
const eventfulCard = { ...card(), clocks: pausedClocks() };

/** Every clock there is, stopped again and again by reasons with the longest words. */
function pausedClocks(): Card['clocks'] {
  const target = policy.tiers.premium?.targets.critical?.first_response;
  const tier = policy.tiers.premium as (typeof policy.tiers)[string];
  const clocksOf = { first_response: target, next_response: target, resolution: target };
  const holdReasons = policy.holdReasons.map((reason) => ({
    ...reason,
    pauses: ['resolution' as const, 'next_response' as const],
  }));
  const all = {
    ...policy,
    holdReasons,
    tiers: { premium: { ...tier, targets: { critical: clocksOf } } },
  } as typeof policy;
  return clocks(eventful, { policy: all }, now + 300 * HOUR);
}

/** A policy with the longest words there can be. */
const verbose = {
  ...policy,
  holdReasons: policy.holdReasons.map((reason) => ({ ...reason, customerLabel: nasty(75) })),
  tiers: {
    premium: {
      ...(policy.tiers.premium as (typeof policy.tiers)[string]),
      label: nasty(75),
      description: nasty(300),
      responseTeam: nasty(300),
      modes: Array.from({ length: 30 }, () => nasty(80)),
      includes: Array.from({ length: 30 }, () => nasty(200)),
    },
  },
};

const states: Ticket['state'][] = [
  { kind: 'open' },
  { kind: 'on_hold', since: now, reason: 'data', note: nasty(2000) },
  { kind: 'resolved', at: now, by: 'UBO', note: nasty(2000) },
  { kind: 'closed', at: now },
];
const url = 'https://home.slack.com/archives/C1/p1';
const mergedCard: Card = {
  ...card({ state: { kind: 'closed', at: now, into: 8 } }),
  goesOn: { key: 'SUP-8', url, channel: null },
};
const takingCard: Card = {
  ...card(),
  takenIn: Array.from({ length: 100 }, (_, i) => ({ key: `SUP-${i + 10}`, url })),
};
/** A policy with no more than it must have: nothing to choose from. */
const bare = { ...policy, priorities: policy.priorities.slice(0, 1), holdReasons: [], escalation: [] };
const clock = card().clocks[0] as Card['clocks'][0];
const page: Page = {
  id: 1,
  ticketId: 7,
  level: 'ops-duty',
  user: 'UCY',
  state: 'waiting',
  startedAt: now,
  until: now + HOUR,
  answeredAt: null,
  reason: nasty(1000),
  askedBy: 'UBO',
};
const listed = (count: number): queue.Listed => ({
  tickets: Array.from({ length: count }, (_, i) => ticket(i + 1)),
  total: 1000,
  customer: () => nasty(80),
  name: () => nasty(80),
});
const saying: Saying = {
  name: (user) => `${user} ${nasty(35)}`,
  isGone: (user) => user === 'UFAY',
  label: () => nasty(75),
  isFirstLine: (rotation) => rotation === 'support',
  nightOf: () => nasty(75),
  reason: () => nasty(75),
  zone: policy.timezone,
  acceptWithin: HOUR / 4,
};
const change = (rotation: string, accepted: string | null): Told => ({
  id: 1,
  rotation,
  at: now,
  kind: rotation === 'support' ? 'begins' : 'ends',
  from: 'UELI',
  since: now - 14 * HOUR,
  to: 'UFAY',
  through: rotation,
  until: now + 8 * HOUR,
  next: null,
  postedAt: now + HOUR,
  acceptedBy: accepted,
  acceptedAt: accepted ? now + 3 * HOUR : null,
  remindedAt: null,
  leadsToldAt: null,
  goneToldAt: null,
  isUnattended: false,
});
const words = (id: number) => ({
  ...ticket(id, { state: states[id % 4] as Ticket['state'] }),
  summary: nasty(150),
  customer: nasty(80),
  emoji: '🔴',
  url: id % 2 ? 'https://home.slack.com/archives/C1/p1' : null,
});
const notes = (count: number) => Array.from({ length: count }, (_, i) => ({ user: `U${i}`, text: nasty(3000) }));
const handover = (count: number, accepted: string | null, written = 0): HandoverPost => {
  const changes = [change('support', accepted), { ...change('on-call', accepted), to: 'UELI' }];
  const tickets = Array.from({ length: count }, (_, i) => ticket(i + 1, { dueAt: now + i * HOUR }));
  return {
    ...saying,
    changes,
    main: changes[0] as Told,
    facts: {
      handed: sortHanded(tickets, now, now + 8 * HOUR),
      until: now + 8 * HOUR,
      work: { from: now - 14 * HOUR, cameIn: 7, answered: 2, resolved: 1, calls: 3, callsTaken: 1, brokenOfThem: 2 },
      threads: Array.from({ length: written ? 9 : 0 }, (_, i) => ({
        channel: 'C1',
        ts: `${i}.000000`,
        customerId: 'acme',
      })),
      covers: Array.from({ length: written ? 9 : 0 }, () => ({
        rotation: 'support',
        user: 'UBO',
        replaces: 'UFAY',
        to: now + HOUR,
      })),
      away: [{ user: 'UCY', to: now + HOUR }],
    },
    notes: notes(written),
    ticket: words,
    threadUrl: () => 'https://home.slack.com/archives/C1/p1',
    customer: () => nasty(80),
  };
};
const urls = ['https://example.slack.com/archives/C1/p1', 'https://example.slack.com/archives/C1/p2'];
const unaccepted = {
  handovers: [{ ...change('support', null), id: 1, post: 'p', facts: null }],
  count: 60,
  late: 3,
  urls: urls.slice(0, 1),
};
const ofMany = {
  ...unaccepted,
  handovers: Array.from({ length: 8 }, (_, i) => ({
    ...change('support', i < 3 ? 'UELI' : null),
    to: `U${i}`,
    id: i,
    post: `p${i % 2}`,
    facts: null,
  })),
  urls,
};

const messages: [string, Content][] = [
  ...states.flatMap((state): [string, Content][] => [
    [`the customer's card, ${state.kind}`, publicViews.customerCard(card({ state }))],
    [`the triage card, ${state.kind}`, tickets.triageCard(card({ state, assignee: null }), policy)],
  ]),
  ["the customer's card of a merged ticket", publicViews.customerCard(mergedCard)],
  ['the triage card of a merged ticket', tickets.triageCard(mergedCard, policy)],
  ["the customer's card of one that took in many", publicViews.customerCard(takingCard)],
  ['the triage card of one that took in many', tickets.triageCard(takingCard, policy)],
  ['the word of a merge', publicViews.mergedNotice(mergedCard)],
  ['what was written in the thread of a merged ticket', tickets.wroteElsewhere(nasty(80), 'SUP-7', url, nasty(4000))],
  ['the triage card of a bare policy', tickets.triageCard(card(), bare)],
  ['the note of a resolve', publicViews.resolvedNotice(card(), { by: 'UBO', note: nasty(2000) })],
  ['the word that we wait', publicViews.waitingNotice(card(), nasty(2000))],
  ['the word of a specialist', publicViews.specialistNotice(card(), 'UCY')],
  ['details in the internal thread', tickets.addedDetails(nasty(80), nasty(3000))],
  ['the hint of the internal thread', tickets.internalThreadHint(null)],
  ...(['waiting', 'passed', 'accepted', 'declined', 'over'] as const).map((state): [string, Content] => [
    `a call, ${state}`,
    escalation.pageMessage(card(), { ...page, state }, nasty(60)),
  ]),
  ['the loud post', escalation.nobodyAnswered(card())],
  ['a warning', reminders.warning(card({ assignee: null }), clock, 'lead')],
  ['a breach to one person', reminders.breachTo(card(), clock, 'lead')],
  ['a breach in triage', reminders.breachPost(card(), clock, ['UDEE', 'UBO'])],
  ['a warning in triage', reminders.warningPost(card(), clock, true)],
  ['an offer to lower the priority', offerMessage(card(), lowering)],
  ['one that was answered', offerMessage({ ...card(), history: [...history, lowering, kept] }, lowering)],
  ['what somebody missed', reminders.whileAway(Array.from({ length: 80 }, () => reminders.standing(card(), clock)))],
  ['an offer', intake.offer(policy, { channel: 'C1', ts: '1.0', user: 'UANA' })],
  ['an answered offer', intake.answeredOffer('SUP-7')],
  ['a list', queue.list('All tickets', listed(5), policy, now, 'all')],
  ['an empty list', queue.list('All tickets', { ...listed(0), total: 0 }, policy, now, 'all')],
  ['a whole list', queue.wholeList('All tickets', listed(60), policy, now)],
  ['the help', queue.help(nasty(3000))],
  ['an explanation', explainedClocks(eventfulCard, { policy }, now + 300 * HOUR)],
  ['an explanation of nothing', explainedClocks({ ...card(), clocks: [] }, { policy }, now)],
  ['what a customer was promised', publicViews.promisedMessage(eventfulCard, { policy: verbose }, now + 300 * HOUR)],
  ['what nothing was promised of', publicViews.promisedMessage({ ...card(), clocks: [] }, { policy }, now)],
  ['a handover of sixty', handoverPost(handover(60, null))],
  ['a handover of two thousand with all there can be', handoverPost(handover(2000, null, 9))],
  ['a handover of nothing', handoverPost(handover(0, 'UELI'))],
  ['a handover that is over', handoverPost({ ...handover(60, null), facts: null })],
  ['the word ahead of a handover', direct.aheadMessage(saying, change('support', null), 60, true)],
  ['a reminder to accept', calls.reminder(saying, unaccepted)],
  ['a call to the leads', calls.unacceptedCall(saying, unaccepted, true)],
  ['a call to the leads about many', calls.unacceptedCall(saying, ofMany, false)],
  ['a call about somebody who left', calls.goneCall(saying, unaccepted)],
  ['a call about many who left', calls.goneCall(saying, ofMany)],
  [
    'a call that nobody is on',
    calls.unattendedCall(
      saying,
      ofMany.handovers,
      notes(3).map(({ text }) => trusted(text.replace(/[&<>]/g, ''))),
      7,
      urls,
    ),
  ],
];

/** Every text of a message that Slack reads as markup. */
const texts = (blocks: KnownBlock[] = []): string[] =>
  [...JSON.stringify(blocks).matchAll(/"type":"mrkdwn","text":("(?:[^"\\]|\\.)*")/g)].map((found) =>
    JSON.parse(found[1] as string),
  );

describe('with everything as long and nasty as people can make it', () => {
  it.each(messages)('%s is a message Slack takes, whole in its markup', (_, { text, blocks }) => {
    expect(text.trim()).not.toBe('');
    expect([...text].length).toBeLessThanOrEqual(4000);
    expect(validateBlocks(blocks ?? [], 'message')).toEqual([]);
    for (const each of [text, ...texts(blocks)]) {
      const outside = each.replace(/<(?:!date\^|https:|@U[A-Z]+)[^<>]*>/g, '');
      expect(outside).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
    }
  });

  it('lists and handovers say how many they leave out', () => {
    for (const { blocks } of [
      queue.wholeList('All', { ...listed(60), total: 60 }, policy, now),
      handoverPost(handover(60, null)),
      handoverPost(handover(60, null, 9)),
    ]) {
      const said = texts(blocks).join('\n');
      const shown = new Set(said.match(/SUP-\d+/g)).size;
      expect(shown).toBeGreaterThan(1);
      expect(said).toContain(`and ${60 - shown} more`);
    }
  });

  it('an explanation is whole in what matters, and says what it leaves out', () => {
    const said = texts(explainedClocks(eventfulCard, { policy }, now + 300 * HOUR).blocks).join('\n');
    for (const clock of ['First response', 'Next response', 'Resolution']) expect(said).toContain(`*${clock}: 1 h in`);
    expect(said.match(/^Used /gm)).toHaveLength(3);
    expect(said).toMatch(/\d+ older lines are left out/);
    expect(said).toContain('It ran 198 × before this, never late');
  });

  const form = {
    about: { channel: 'C1', ts: '1.0' },
    customers: [],
    tier: null,
    text: nasty(5000),
    chosen: { priority: 'high', workaround: true },
  };
  it.each<[string, ModalView]>([
    ['open a ticket', intake.ticketModal(policy, form)],
    [
      'open one for a customer',
      intake.ticketModal(policy, {
        ...form,
        customers: Array.from({ length: 150 }, (_, i) => ({ id: `c${i}`, name: nasty(90) })),
      }),
    ],
    ['add details', publicViews.detailsModal(ticket(7), 'C'.repeat(21))],
    ['escalate as a customer', customerEscalateModal(ticket(7), 'C'.repeat(21))],
    ['escalate', escalation.escalateModal(ticket(7), nasty(90), 'C'.repeat(21))],
    ['pass a call on', escalation.declineModal(page)],
    ['assign', modals.assignModal(ticket(7))],
    ['hold', modals.holdModal(ticket(7), policy)],
    ['resolve', modals.resolveModal(ticket(1_000_000))],
    ['merge', modals.mergeModal(ticket(1_000_000), listed(120).tickets)],
    ['say when they hear', publicViews.promisedModal(eventfulCard, { policy: verbose }, now + 300 * HOUR)],
    ['write handover notes', notesModal({ rotation: 'support', at: now }, nasty(3000))],
    ['preview a handover', previewModal(handoverPost(handover(60, null, 9)))],
    ['read notes', notesToRead(notes(30), saying.name)],
    [
      'see all that changed hands',
      allModal(saying, {
        handoverId: 1,
        page: 1,
        pages: 50,
        total: 2000,
        tickets: Array.from({ length: 40 }, (_, i) => words(i + 1)),
        now,
      }),
    ],
    ['explain clocks', explainModal({ ...eventfulCard, key: 'SUP-1000000' }, { policy }, now + 300 * HOUR)],
  ])('the form to %s is a form Slack takes', (_, view) => {
    expect(validateView(view, 'modal')).toBeNull();
  });
});
