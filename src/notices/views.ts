import type { KnownBlock } from '@slack/types';
import type { Instant } from '../clock.ts';
import { openAsk } from '../cover-requests/ids.ts';
import { openLinks } from '../feeds/ids.ts';
import type { Content } from '../outbox/post.ts';
import { shiftValue } from '../rotations/ids.ts';
import type { Stretch } from '../rotations/rule.ts';
import { actions, content, section } from '../slack/blocks.ts';
import { join, type Mrkdwn, md, trusted } from '../slack/text.ts';
import { openSwap } from '../swap-requests/ids.ts';
import { slackEnd, slackInstant, slackShortStretch } from '../time/say.ts';
import { wallAt, weekdayOf } from '../time/zone.ts';
import type { Concern, Part } from './concern.ts';
import { askOthers, fillIn } from './ids.ts';
import type { Reminder, Start } from './notice.ts';

/** What every notice needs to name people, times and rotations. */
export interface Saying {
  name: (user: string) => string;
  zone: string;
  label: (rotation: string) => string;
}

const at = (instant: Instant, zone: string): Mrkdwn => trusted(slackInstant(instant, zone));

const stretch = ({ from, to }: Stretch, zone: string): Mrkdwn => trusted(slackShortStretch(from, to, zone));

const onLayer = (label: string, layer: string | undefined): Mrkdwn =>
  layer === undefined ? md`*${label}*` : md`*${label}* (${layer})`;

/** Told to whoever begins. */
export function startNotice(start: Start, say: Saying): Content {
  const { terms, layer, to, after } = start;
  const before = after ? md`, after ${say.name(after)}` : null;
  const title = md`You are on ${onLayer(terms.label, layer)} now, until ${trusted(slackEnd(to, say.zone))}${before}.`;
  return content(title, [section(title), ...waysOut(start)]);
}

/** Told on the working day before: one message, however many shifts. */
export function reminder(shifts: readonly Reminder[], say: Saying): Content {
  const line = ({ terms, layer, from, to, after }: Reminder) =>
    md`${onLayer(terms.label, layer)} from ${stretch({ from, to }, say.zone)}${after ? md`, after ${say.name(after)}` : null}`;
  const [first, ...more] = shifts as [Reminder, ...Reminder[]];
  if (more.length === 0) {
    const only = md`You are on ${line(first)}.`;
    return content(only, [section(only), ...waysOut(first)]);
  }
  const title = md`Your next ${shifts.length} shifts begin ${at(first.from, say.zone)}.`;
  return content(title, [section(join([title, ...shifts.map((each) => md`• ${line(each)}`)], '\n')), ...waysOut()]);
}

/** For whoever can't serve; of one shift the forms know which. */
function waysOut(start?: Start): KnownBlock[] {
  const shift = start ? { shift: shiftValue({ ...start, rotation: start.terms.key, to: start.turnTo }) } : {};
  return actions(
    openSwap.button('Swap…', shift),
    openAsk.button('Ask for cover…', shift),
    openLinks.button('Calendar', {}),
  );
}

/** What one rotation does in the week: who serves when, and when nobody does. */
export interface Week {
  label: string;
  layer: string | undefined;
  zone: string;
  served: readonly (Stretch & { user: string })[];
  gaps: readonly Stretch[];
}

export function weekAhead(
  weeks: readonly Week[],
  away: readonly (Stretch & { user: string })[],
  { name, zone }: Saying,
): Content {
  const title = md`*Who is on this week*`;
  const lines = weeks.map((week) => {
    const served = week.served.map((each) => md`${daysOf(each, week.zone)} ${name(each.user)}`);
    const gaps = week.gaps.map((gap) => md`❗ nobody ${stretch(gap, week.zone)}`);
    const all = [...served, ...gaps];
    return md`${onLayer(week.label, week.layer)}: ${all.length > 0 ? join(all) : 'nobody'}`;
  });
  const absent = away.map((each) => md`${name(each.user)} ${stretch(each, zone)}`);
  const last = absent.length > 0 ? [md`Away: ${join(absent)}`] : [];
  return content(
    title,
    [title, ...lines, ...last].map((line) => section(line)),
  );
}

/** `Mon`, or `Mon–Fri` for what lasts longer than a night. */
function daysOf({ from, to }: Stretch, zone: string): string {
  const day = (instant: Instant) => {
    const word = weekdayOf(wallAt(zone, instant));
    return word.slice(0, 1).toUpperCase() + word.slice(1);
  };
  return to - from > 26 * 3_600_000 ? `${day(from)}–${day(to - 1)}` : day(from);
}

/** So many parts get a button each; the rest are counted. */
const MOST_PARTS = 10;

/** What is wrong, with a way out for each part. `own`: told to the person it speaks of. */
export function concernCard(concern: Concern, say: Saying, own: boolean): Content {
  const title = titleOf(concern, say, own);
  const parts = concern.parts.slice(0, MOST_PARTS);
  const more = concern.parts.length - parts.length;
  return content(title, [
    section(title),
    ...(concern.kind === 'empty' ? [] : parts.flatMap((part) => partBlocks(concern, part, say, own))),
    ...(more > 0 ? [section(md`and ${more} more: \`/oncall next\` shows who is on`)] : []),
  ]);
}

function titleOf({ kind, rotation, user, parts }: Concern, say: Saying, own: boolean): Mrkdwn {
  const label = say.label(rotation);
  const [first] = parts;
  const when = first ? stretch(first, say.zone) : null;
  const more = parts.length > 1 ? md` and ${parts.length - 1} more` : null;
  const who = user ? say.name(user) : '';
  switch (kind) {
    case 'gap':
      return md`❗ Nobody is on *${label}* ${when}${more}. Somebody should be.`;
    case 'empty':
      return md`❗ Nobody is in *${label}*, so nobody is ever on. \`/oncall next\` lets you say who serves.`;
    case 'gone':
      return md`❗ ${who} can't be reached in Slack any more, but is on *${label}* ${when}${more}.`;
    case 'absence':
      return own
        ? md`You are away, but on *${label}* ${when}${more}.`
        : md`${who} is away, but on *${label}* ${when}${more}.`;
  }
}

function partBlocks({ kind, rotation, user }: Concern, part: Part, say: Saying, own: boolean): KnownBlock[] {
  const layer = part.layer === undefined ? {} : { layer: part.layer };
  const shift = { rotation, from: part.from, to: part.to, ...layer };
  const replaces = user && kind !== 'gap' ? { replaces: user } : {};
  return [
    section(md`${stretch(part, say.zone)}${part.layer ? md` (${part.layer})` : null}`),
    ...actions(
      own && askOthers.button('Ask for cover', shift, { style: 'primary' }),
      fillIn.button('Put somebody on…', { ...shift, ...replaces }),
    ),
  ];
}

/** What the card of a concern says once it is settled. */
export function settledCard({ kind, rotation, user, parts }: Concern, say: Saying): Content {
  const label = say.label(rotation);
  const when = join(parts.map((part) => stretch(part, say.zone)));
  if (kind === 'gap') return content(md`✅ Somebody is on *${label}* again: ${when}.`);
  if (kind === 'empty') return content(md`✅ *${label}* has people again.`);
  return content(md`✅ Settled: ${user ? say.name(user) : 'nobody'} and *${label}*, ${when}.`);
}

/** Told once more after a week. */
export const stillEmpty = (rotation: string, { label }: Saying): Content =>
  content(
    md`❗ *${label(rotation)}* has had nobody in it for a week. Say who serves with \`/oncall next\`, or take it out of the policy.`,
  );

/** Said to whoever asked the others. */
export const asked = (): Content => content(md`I have asked the others. You hear as soon as somebody takes it.`);
