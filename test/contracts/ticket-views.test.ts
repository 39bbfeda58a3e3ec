import type { KnownBlock, ModalView } from '@slack/types';
import { describe, expect, it } from 'vitest';
import { validateBlocks } from '../../simulator/blocks/validate.ts';
import { validateView } from '../../simulator/blocks/view.ts';
import type { Page } from '../../src/escalation/page.ts';
import { customerEscalateModal } from '../../src/escalation/public-views.ts';
import * as escalation from '../../src/escalation/views.ts';
import { sortHanded } from '../../src/handover/handover.ts';
import { handoverPost } from '../../src/handover/views.ts';
import * as intake from '../../src/intake/public-views.ts';
import type { Content } from '../../src/outbox/post.ts';
import { readPolicy } from '../../src/policy/read.ts';
import * as queue from '../../src/queue/views.ts';
import * as reminders from '../../src/reminders/views.ts';
import { clocks } from '../../src/sla/clock.ts';
import type { Card } from '../../src/tickets/card.ts';
import { explainedClocks, explainModal } from '../../src/tickets/explained.ts';
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
  mayEscalate: true,
  helpLevel: nasty(100),
  name: (user) => `${user} ${nasty(80)}`,
  threadUrl: 'https://home.slack.com/archives/C1/p1',
  zone: policy.timezone,
});

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
const handover = (count: number, accepted: string | null) =>
  handoverPost({
    handover: {
      id: 1,
      rotation: 'support',
      at: now,
      from: 'UBO',
      to: 'UFAY',
      postedAt: now + HOUR,
      acceptedBy: accepted,
      acceptedAt: accepted && now,
    },
    label: nasty(60),
    cover: { user: 'UELI', rotation: nasty(60), next: { user: 'UFAY', at: now + 8 * HOUR } },
    handed: sortHanded(listed(count).tickets, now, now + 8 * HOUR),
    name: (user) => `${user} ${nasty(80)}`,
    customer: () => nasty(80),
    emoji: () => '🔴',
    url: () => 'https://home.slack.com/archives/C1/p1',
    zone: policy.timezone,
    isLate: true,
  } as Parameters<typeof handoverPost>[0]);

const messages: [string, Content][] = [
  ...states.flatMap((state): [string, Content][] => [
    [`the customer's card, ${state.kind}`, publicViews.customerCard(card({ state }))],
    [`the triage card, ${state.kind}`, tickets.triageCard(card({ state, assignee: null }), policy)],
  ]),
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
  ['a handover of sixty', handover(60, null)],
  ['a handover of nothing', handover(0, 'UELI')],
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
      const outside = each.replace(/<(?:!date\^|https:|@UANA)[^<>]*>/g, '');
      expect(outside).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
    }
  });

  it('lists and handovers say how many they leave out', () => {
    for (const { blocks } of [queue.wholeList('All', { ...listed(60), total: 60 }, policy, now), handover(60, null)]) {
      const said = texts(blocks).join('\n');
      const shown = new Set(said.match(/SUP-\d+/g)).size;
      expect(shown).toBeGreaterThan(5);
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
    ['add details', publicViews.detailsModal(ticket(7))],
    ['escalate as a customer', customerEscalateModal(ticket(7))],
    ['escalate', escalation.escalateModal(ticket(7), nasty(90))],
    ['pass a call on', escalation.declineModal(page)],
    ['assign', tickets.assignModal(ticket(7))],
    ['hold', tickets.holdModal(ticket(7), policy)],
    ['resolve', tickets.resolveModal(ticket(1_000_000))],
    ['say when they hear', publicViews.promisedModal(eventfulCard, { policy: verbose }, now + 300 * HOUR)],
    ['explain clocks', explainModal({ ...eventfulCard, key: 'SUP-1000000' }, { policy }, now + 300 * HOUR)],
  ])('the form to %s is a form Slack takes', (_, view) => {
    expect(validateView(view, 'modal')).toBeNull();
  });
});
