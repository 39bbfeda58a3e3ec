import type { Instant } from '../clock.ts';
import type { Content } from '../outbox/post.ts';
import type { Tier } from '../policy/policy.ts';
import { explanationOf, reasonsIn, type Wording } from '../sla/explain.ts';
import type { Terms } from '../sla/rules.ts';
import { content, context, divider, linesWithin, section } from '../slack/blocks.ts';
import { noteView } from '../slack/ids.ts';
import { cut, escaped, join, md, trusted } from '../slack/text.ts';
import { slackInstant } from '../time/say.ts';
import { type Card, clockOf, headline } from './card.ts';

/** Characters for the steps of one clock, so that those of three fit into a message. */
const STEPS = 1600;
/** Of a note, which may be as long as a message. */
const NOTE = 150;

type Block = ReturnType<typeof section>;

/** Why the clocks of a ticket read as they do. Of an answer that was owed several times the last is explained. */
export const explainModal = (card: Card, terms: Terms, now: Instant): ReturnType<typeof noteView> =>
  noteView(`Clocks of ${card.key}`, explained(card, terms, now));

/** The same, as a message. */
export const explainedClocks = (card: Card, terms: Terms, now: Instant): Content =>
  content(md`Clocks of ${card.key}`, explained(card, terms, now));

function explained(card: Card, terms: Terms, now: Instant): Block[] {
  const wording = wordingOf(card, terms);
  const clocks = (['first_response', 'next_response', 'resolution'] as const).flatMap((name) =>
    explainedClock(card, name, now, wording),
  );
  return [
    section(headline(card)),
    ...(clocks.length > 0 ? clocks : [section(md`Nothing is promised for it.`)]),
    ...contract(terms.policy.tiers[card.ticket.tier]),
  ];
}

/** What else the contract says: how the customer may reach us, and who answers. */
function contract(tier: Tier | undefined): Block[] {
  const modes = tier && tier.modes.length > 0 ? md`ways to reach us: ${tier.modes.join(', ')}` : null;
  const team = tier?.responseTeam ? md`response team: ${tier.responseTeam}` : null;
  return tier && (modes || team) ? [divider(), context(join([md`*${tier.label}*`, modes, team]))] : [];
}

function explainedClock(card: Card, name: Parameters<typeof clockOf>[1], now: Instant, wording: Wording): Block[] {
  const reading = clockOf(card, name);
  if (!reading) return [];
  const { promise, start, steps, used, outcome } = explanationOf(reading, now, wording);
  const lines = steps.map(trusted);
  const older = lines.length - linesWithin(lines.toReversed(), STEPS).shown;
  return [
    divider(),
    section(join([trusted(`*${promise}*`), trusted(start)], '\n')),
    ...earlier(card, name),
    ...(older > 0
      ? [context(md`${older} older lines are left out; \`firstline explain ${card.ticket.id}\` has all`)]
      : []),
    ...linesWithin(lines.slice(older), STEPS).blocks,
    section(join([used, ...outcome].map(trusted), '\n')),
  ];
}

/** What became of a clock that ran before. */
function earlier(card: Card, name: Parameters<typeof clockOf>[1]): Block[] {
  const before = card.clocks.filter((clock) => clock.name === name).slice(0, -1);
  if (before.length === 0) return [];
  const late = before.filter(({ breachedAt }) => breachedAt !== null).length;
  return [context(md`It ran ${before.length} × before this, ${late === 0 ? 'never' : `${late} ×`} late`)];
}

function wordingOf(card: Card, terms: Terms): Wording {
  const reason = reasonsIn(terms);
  return {
    instant: (at) => slackInstant(at, card.zone),
    actor: (actor) => (actor.kind === 'desk' ? 'Firstline' : escaped(card.name(actor.user))),
    reason: (key) => escaped(reason(key)),
    text: (written) => escaped(cut(written, NOTE)),
  };
}
