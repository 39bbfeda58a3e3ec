import type { Instant } from '../clock.ts';
import type { Tx } from '../db/database.ts';
import { invalid } from '../errors.ts';
import type { Policy } from '../policy/policy.ts';
import { namesOf } from '../slack/people.ts';
import type { KeptOverride } from './override.ts';
import { labelOf } from './rule.ts';
import { changed, mustBeAbleToServe, overridesOf, rotationOf, staff, termsOf } from './service.ts';
import { type Stint, stintFrom } from './stint.ts';
import * as store from './store.ts';
import { swapNotice, tellAll } from './telling.ts';

/** Two shifts (stints, by their starts) that two people exchange: `mine` is of `user`, `theirs` of `with`. */
export interface Swap {
  rotation: string;
  /** Whoever arranges it unless somebody else is named. */
  user?: string | undefined;
  mine: Instant;
  theirs: Instant;
  with: string;
  /** On the first layer unless another is named. */
  layer?: string | undefined;
}

/**
 * Exchanges two shifts, as two overrides, and tells both people but whoever arranges it. Of a shift that runs, what is left of it changes hands.
 * Staff only. The same swap again does nothing.
 */
export async function swapShifts(tx: Tx, policy: Policy, wanted: Swap, by: string): Promise<void> {
  await staff(tx, by, 'swap shifts');
  const { label, timezone: zone, key } = termsOf(policy, wanted.rotation);
  const me = wanted.user ?? by;
  if (wanted.with === me) throw invalid('Nobody can swap with themselves. Choose a shift of somebody else.', 'theirs');
  await mustBeAbleToServe(tx, me, 'mine');
  await mustBeAbleToServe(tx, wanted.with, 'theirs');
  if (isMade((await overridesOf(tx, key, tx.now)).slice(-2), wanted, me)) return;
  const name = await namesOf(tx, [by, me, wanted.with]);
  const rotation = await rotationOf(tx, policy, key, tx.now);
  const find = (user: string, start: Instant, field: 'mine' | 'theirs'): Stint => {
    const found = stintFrom(rotation, user, start, wanted.layer);
    const whose = user === by ? 'That shift is not yours' : `That shift is not ${name(user)}'s`;
    if (!found) throw invalid(`${whose} any more. Look at /oncall next and choose again.`, field);
    if (found.to <= tx.now) throw invalid('That shift is over, so it stays as it was. Choose one to come.', field);
    return { ...found, from: Math.max(found.from, tx.now) };
  };
  const yours = find(me, wanted.mine, 'mine');
  const theirs = find(wanted.with, wanted.theirs, 'theirs');
  const half = ({ from, to, user: replaces }: Stint, user: string) =>
    store.addOverride(tx, {
      rotation: key,
      from,
      to,
      user,
      replaces,
      layer: wanted.layer,
      createdAt: tx.now,
      createdBy: by,
    });
  const first = await half(yours, wanted.with);
  const second = await half(theirs, me);
  for (const { id } of [first, second]) await store.joinSwap(tx, id, first.id);
  const layer = wanted.layer === undefined ? {} : { layer: wanted.layer };
  await changed(tx, key, by, { kind: 'shifts_swapped', data: { one: yours, other: theirs, ...layer } });
  const say = (user: string) => {
    const [serves, instead] = user === me ? [theirs, yours] : [yours, theirs];
    return swapNotice({ serves, instead, by }, { name, zone, label: labelOf(label, wanted.layer) });
  };
  await tellAll(tx, [me, wanted.with], { by, cause: `swap-${first.id}`, say });
}

/** Whether the newest two overrides are this swap. */
function isMade([first, second]: KeptOverride[], wanted: Swap, me: string): boolean {
  if (!first || !second || first.swap === undefined || first.swap !== second.swap) return false;
  const starts = (half: KeptOverride, from: Instant) =>
    half.from === from || (half.from > from && half.from === half.createdAt);
  return (
    [first.layer, second.layer].every((layer) => layer === wanted.layer) &&
    starts(first, wanted.mine) &&
    first.user === wanted.with &&
    starts(second, wanted.theirs) &&
    second.user === me
  );
}
