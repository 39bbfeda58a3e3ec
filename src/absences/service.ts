import type { Instant } from '../clock.ts';
import { askForCover } from '../cover-requests/service.ts';
import { type Tx, topic } from '../db/database.ts';
import { invalid } from '../errors.ts';
import type { Policy } from '../policy/policy.ts';
import type { Absence } from '../rotations/absence.ts';
import { addAbsence, endAbsence } from '../rotations/away.ts';
import { type ComingShift, shiftsWithin } from '../rotations/coming.ts';
import { type Rotation, shifts } from '../rotations/rotation.ts';
import { mustBeInSight, rotationOf, SIGHT_MS, staff } from '../rotations/service.ts';
import type { Answer } from '../slack/listener.ts';
import { zoneOf } from '../slack/people.ts';
import { DAY } from '../time/duration.ts';
import { dateAt, dateOf, instantOf, midnight } from '../time/zone.ts';
import { awayModal, type Hit, keptNote } from './views.ts';

/** Somebody is away, or not any more: whoever lists it looks again. */
export const absencesChanged = topic<null>('absences-changed');

interface Rota {
  readonly policy: Policy;
}

/** Longer than anybody plans ahead; it bounds what is looked through for an answer. */
const LONGEST = 366 * DAY;

/** What somebody chose in the form. */
export interface Chosen {
  first: string;
  last: string;
  note?: string | undefined;
  cover: 'ask' | 'later';
}

/** The form for being away, today at first. Staff only. */
export async function awayForm({ policy }: Rota, tx: Tx, who: string): Promise<Answer> {
  await staff(tx, who, 'note absences');
  const zone = await zoneOf(tx, who, policy.timezone);
  const today = dateAt(zone, tx.now);
  return { open: await modal(policy, tx, who, zone, today, today) };
}

/** The form anew, with the shifts that the chosen dates hit. */
export async function awayFormAgain(
  { policy }: Rota,
  tx: Tx,
  values: Record<string, unknown>,
  who: string,
): Promise<Answer> {
  await staff(tx, who, 'note absences');
  const zone = await zoneOf(tx, who, policy.timezone);
  const first = typeof values.first === 'string' ? values.first : dateAt(zone, tx.now);
  const last = typeof values.last === 'string' ? values.last : first;
  return { update: await modal(policy, tx, who, zone, first, last) };
}

/** Notes the absence and, where wanted, asks for cover for every shift that it hits. */
export async function beAway(desk: Rota, tx: Tx, chosen: Chosen, who: string): Promise<Answer> {
  const { policy } = desk;
  const zone = await zoneOf(tx, who, policy.timezone);
  const { from, to } = stretchOf(chosen, zone);
  if (to <= from) throw invalid('The last day lies before the first.', 'last');
  if (to <= tx.now) throw invalid('That time is over. Choose days to come.', 'last');
  if (to - from > LONGEST)
    throw invalid('That is longer than a year. A lead can take you out of the order instead.', 'last');
  mustBeInSight(to, tx.now, 'last');
  const hits = await hitsOf(policy, tx, who, Math.max(from, tx.now), to);
  const open = hits.filter(({ goesTo }) => goesTo === 'open');
  const gaps = hits.filter(({ goesTo }) => goesTo === 'nobody');
  const kept = await addAbsence(tx, policy, { user: who, from, to, note: chosen.note }, who);
  tx.announce(absencesChanged, null);
  if (chosen.cover === 'later') return { update: keptNote(kept, 0, [...gaps, ...open], zone) };
  for (const { shift } of open) await askForCover(desk, tx, shift, chosen.note ?? null, who);
  return { update: keptNote(kept, open.length, gaps, zone) };
}

/** Somebody is back, or does not go. Theirs, or a lead's to say. */
export async function beBack({ policy }: Rota, tx: Tx, absenceId: number, who: string): Promise<void> {
  await staff(tx, who, 'end absences');
  await endAbsence(tx, policy, absenceId, who);
  tx.announce(absencesChanged, null);
}

const stretchOf = ({ first, last }: Pick<Chosen, 'first' | 'last'>, zone: string) => ({
  from: instantOf(zone, midnight(first)),
  to: instantOf(zone, midnight(last) + DAY),
});

async function modal(policy: Policy, tx: Tx, who: string, zone: string, first: string, until: string) {
  const longest = dateOf(midnight(first) + LONGEST);
  const last = until < first ? first : until > longest ? longest : until;
  const { from, to } = stretchOf({ first, last }, zone);
  return awayModal({ first, last, hits: await hitsOf(policy, tx, who, Math.max(from, tx.now), to), zone });
}

/** The shifts of somebody in `[from, to)`, cut to it, as far ahead as shifts are looked for. */
async function hitsOf(policy: Policy, tx: Tx, who: string, from: Instant, to: Instant): Promise<Hit[]> {
  const seen = from < to && to <= tx.now + SIGHT_MS ? await shiftsWithin(tx, policy, from, to) : [];
  const hits: Hit[] = [];
  for (const each of seen.filter(({ user }) => user === who)) {
    const shift = { ...each, from: Math.max(each.from, from), to: Math.min(each.to, to) };
    const rotation = await rotationOf(tx, policy, shift.rotation, tx.now);
    hits.push({ shift, goesTo: goesTo(rotation, shift, { user: who, from, to }) });
  }
  return hits;
}

/** Who serves a shift of somebody once they are away. */
function goesTo(rotation: Rotation, { user, from, to, layer }: ComingShift, away: Absence): Hit['goesTo'] {
  const after = { ...rotation, absences: [...(rotation.absences ?? []), away] };
  const own = shifts(rotation, from, to, layer).filter((part) => part.user === user);
  const on = own.flatMap((part) => shifts(after, part.from, part.to, layer).map((each) => each.user));
  return on.includes(user) ? 'open' : on.includes(null) ? 'nobody' : 'next';
}
