import type { Instant } from '../clock.ts';
import type { Tx } from '../db/database.ts';
import { conflict, invalid, notFound } from '../errors.ts';
import type { Policy } from '../policy/policy.ts';
import { namesOf } from '../slack/people.ts';
import { DAY } from '../time/duration.ts';
import type { KeptOverride } from './override.ts';
import type { Rotation } from './rotation.ts';
import { labelOf } from './rule.ts';
import { changed, mustBeAbleToServe, mustBeInSight, rotationOf, staff, termsOf } from './service.ts';
import { touchedBy } from './stint.ts';
import * as store from './store.ts';
import { coverEndedNotice, coverNotice, type Saying, tellAll } from './telling.ts';

/** A cover is of a stretch. What lasts longer is another order, or a year that was mistyped. */
const LONGEST = 366 * DAY;

/** A change of who is on for a stretch of time. Without `replaces` it covers everybody, and gaps. */
export interface Cover {
  rotation: string;
  from: Instant;
  to: Instant;
  user: string;
  replaces?: string | undefined;
  /** On the first layer unless another is named. */
  layer?: string | undefined;
}

/**
 * Puts somebody on for a stretch, and tells everybody whose time on it changes. Staff only. The same stretch for the same
 * people again answers the one that is there.
 */
export async function cover(tx: Tx, policy: Policy, wanted: Cover, by: string): Promise<KeptOverride> {
  await staff(tx, by, 'change who is on');
  const { label } = termsOf(policy, wanted.rotation);
  if (wanted.to <= wanted.from) throw invalid('The end must lie after the start.', 'to');
  if (wanted.to <= tx.now) throw invalid(`That time is over. What was in ${label} stays as it was.`, 'to');
  if (wanted.to - Math.max(wanted.from, tx.now) > LONGEST)
    throw invalid('That is longer than a year. A lead can change the order of the rotation instead.', 'to');
  if (wanted.replaces === wanted.user)
    throw invalid('Nobody can stand in for themselves. Choose somebody else.', 'user');
  mustBeInSight(wanted.to, tx.now, 'to');
  await mustBeAbleToServe(tx, wanted.user, 'user');
  const newest = (await store.overrides(tx, wanted.rotation, tx.now)).at(-1);
  if (newest && sameCover(newest, wanted)) return newest;
  const before = await rotationOf(tx, policy, wanted.rotation, tx.now);
  const from = Math.max(wanted.from, tx.now);
  if (wanted.replaces && !changes(before, { ...wanted, from }, tx.now))
    throw invalid(
      `They are not on in ${label} then, so nothing would change. Choose another time or person.`,
      'replaces',
    );
  const kept = await store.addOverride(tx, { ...wanted, from, createdAt: tx.now, createdBy: by });
  await changed(tx, kept.rotation, by, { kind: 'cover_made', data: coverData(kept) });
  const after = await rotationOf(tx, policy, kept.rotation, tx.now);
  const say = await sayingOf(tx, policy, kept, [by]);
  const concerned = [kept.user, kept.replaces ?? kept.user, ...touchedBy(before, after, kept)];
  await tellAll(tx, concerned, { by, cause: `cover-${kept.id}`, say: () => coverNotice(kept, say) });
  return kept;
}

/** Whether it changes anything that somebody is put on in place of one person alone. */
const changes = (rotation: Rotation, wanted: Cover, now: Instant): boolean => {
  const put = { ...wanted, createdAt: now };
  return touchedBy(rotation, { ...rotation, overrides: [...rotation.overrides, put] }, wanted).length > 0;
};

const coverData = ({ id, user, from, to, replaces, layer }: KeptOverride) => ({
  coverId: id,
  user,
  from,
  to,
  ...(replaces === undefined ? {} : { replaces }),
  ...(layer === undefined ? {} : { layer }),
});

/** What it takes to say a cover. */
async function sayingOf(tx: Tx, policy: Policy, kept: KeptOverride, users: string[]): Promise<Saying> {
  const terms = policy.rotations[kept.rotation];
  const name = await namesOf(tx, [kept.user, kept.replaces, ...users]);
  return { name, label: labelOf(terms?.label ?? kept.rotation, kept.layer), zone: terms?.timezone ?? policy.timezone };
}

/** Only the newest one: an older one may have been covered by others since. */
const sameCover = (kept: KeptOverride, wanted: Cover): boolean =>
  kept.to === wanted.to &&
  kept.user === wanted.user &&
  kept.replaces === wanted.replaces &&
  kept.layer === wanted.layer &&
  (kept.from === wanted.from || (kept.from > wanted.from && kept.from === kept.createdAt));

/**
 * Takes a cover back from now on, of a swap both halves, and tells everybody whose time on it changes; what was served under
 * it stays. Staff only.
 */
export async function endCover(tx: Tx, policy: Policy, id: number, by: string): Promise<void> {
  await staff(tx, by, 'change who is on');
  const kept = await store.override(tx, id);
  if (!kept) throw notFound('That change of shift is gone already. Look at /oncall for who is on.');
  if (kept.to <= tx.now) throw conflict('That change of shift is over already, so it stays as it was.');
  const both = kept.swap === undefined ? [kept] : await store.halvesOf(tx, kept.swap);
  const halves = both.filter((half) => half.to > tx.now);
  const touched: string[] = [];
  for (const half of halves) touched.push(half.user, ...(await endOne(tx, policy, half, by)));
  const say = await sayingOf(tx, policy, kept, [by, ...touched]);
  const cause = `cover-ended-${kept.id}`;
  await tellAll(tx, touched, { by, cause, say: () => coverEndedNotice(halves, by, say) });
}

/** Answers whose time on it changes. */
async function endOne(tx: Tx, policy: Policy, kept: KeptOverride, by: string): Promise<string[]> {
  const before = await rotationIf(tx, policy, kept.rotation);
  await store.endOverride(tx, kept, tx.now);
  await changed(tx, kept.rotation, by, { kind: 'cover_ended', data: { ...coverData(kept), endedAt: tx.now } });
  const after = await rotationIf(tx, policy, kept.rotation);
  return before && after ? touchedBy(before, after, kept) : [];
}

/** Null for a rotation that the policy has no longer. */
const rotationIf = async (tx: Tx, policy: Policy, key: string): Promise<Rotation | null> =>
  policy.rotations[key] ? rotationOf(tx, policy, key, tx.now) : null;
