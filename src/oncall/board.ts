import type { Instant } from '../clock.ts';
import { leads } from '../customers/service.ts';
import type { Reader } from '../db/database.ts';
import type { Policy, RotationRule as RotationTerms } from '../policy/policy.ts';
import { type ComingShift, shiftsOf } from '../rotations/coming.ts';
import { gaps } from '../rotations/gaps.ts';
import type { KeptOverride } from '../rotations/override.ts';
import type { OnDuty } from '../rotations/rotation.ts';
import { labelOf, layerNames, type Stretch } from '../rotations/rule.ts';
import { onNow, overridesOf, rotationOf } from '../rotations/service.ts';
import { type Stint, stints } from '../rotations/stint.ts';
import { DAY } from '../time/duration.ts';

/** One rotation, or a layer of it, at an instant: who is on, and who follows; `next.label` says by which other rotation. */
export interface Line {
  terms: RotationTerms;
  /** What people call the rotation, and its layer where it has several. */
  label: string;
  duty: OnDuty;
  next: { user: string; label: string | null } | null;
}

/** Who is on everywhere. `leads` are named where no rotation says which lead is on. */
export interface Board {
  lines: Line[];
  leads: string[];
}

export async function boardAt(on: Reader, policy: Policy, at: Instant): Promise<Board> {
  const lines: Line[] = [];
  for (const terms of Object.values(policy.rotations)) {
    for (const layer of layerNames(terms)) {
      const duty = await onNow(on, policy, terms.key, at, layer);
      const next = duty.until === null ? null : await following(on, policy, terms, duty.until, layer);
      lines.push({ terms, label: labelOf(terms.label, layer), duty, next });
    }
  }
  const byRotation = lines.some((line) => line.terms.role === 'lead');
  return { lines, leads: byRotation ? [] : await leads(on) };
}

async function following(
  on: Reader,
  policy: Policy,
  terms: RotationTerms,
  at: Instant,
  layer: string | undefined,
): Promise<Line['next']> {
  const { user } = await onNow(on, policy, terms.key, at, layer);
  if (user !== null) return { user, label: null };
  if (!terms.night) return null;
  const night = await onNow(on, policy, terms.night, at);
  return night.user === null ? null : { user: night.user, label: policy.rotations[terms.night]?.label ?? null };
}

/** What one person serves: where they are on now, and the shifts to come, by their start. */
export interface Own {
  now: { label: string; until: Instant | null; shift: ComingShift | null }[];
  next: ComingShift[];
}

/** What is known of everybody at one instant, to answer for many people at once. */
export interface Known {
  board: Board;
  coming: readonly ComingShift[];
}

/** What somebody serves; of shifts to come at most `count`. Who serves alone stays on and has no next shift. */
export async function ownAt(
  on: Reader,
  policy: Policy,
  user: string,
  at: Instant,
  { board: { lines }, coming: all }: Known,
  count: number,
): Promise<Own> {
  const coming = await shiftsOf(on, policy, user, at, all);
  const own = lines.filter(({ duty }) => duty.user === user);
  const now = own.map(({ label, duty }) => ({
    label,
    until: duty.until,
    shift: coming.find((shift) => shift.label === label && shift.from <= at) ?? null,
  }));
  const next = coming.filter(
    ({ from, label }) =>
      from > at && now.every((each) => each.label !== label || (each.until !== null && from >= each.until)),
  );
  return { now, next: next.slice(0, count) };
}

/** Who serves in one rotation, or a layer of it, in the coming week, and when nobody does although somebody must. */
export interface Week {
  terms: RotationTerms;
  label: string;
  stints: Stint[];
  gaps: readonly Stretch[];
}

export async function weekAhead(on: Reader, policy: Policy, at: Instant): Promise<Week[]> {
  const found: Week[] = [];
  const to = at + 7 * DAY;
  for (const terms of Object.values(policy.rotations)) {
    const rotation = await rotationOf(on, policy, terms.key, at);
    const night = terms.night ? await rotationOf(on, policy, terms.night, at) : null;
    for (const [i, layer] of layerNames(terms).entries()) {
      const missing = i === 0 ? gaps({ rotation, night, required: terms.requiredHours }, at, to) : [];
      found.push({ terms, label: labelOf(terms.label, layer), stints: stints(rotation, at, to, layer), gaps: missing });
    }
  }
  return found;
}

/** What comes in one rotation: the next turns on each layer, and the covers that are not over. */
export interface Coming {
  terms: RotationTerms;
  layers: {
    label: string;
    /** Who is on until the first of these turns, and stays on where there is none. */
    now: string | null;
    turns: Stint[];
  }[];
  covers: KeptOverride[];
}

const AHEAD_MS = 35 * DAY;

/** The next `count` turns of every rotation, on each layer, within five weeks; of a week from nine to five the week. */
export async function comingTurns(on: Reader, policy: Policy, at: Instant, count: number): Promise<Coming[]> {
  const found: Coming[] = [];
  for (const terms of Object.values(policy.rotations)) {
    const rotation = await rotationOf(on, policy, terms.key, at);
    const layers = layerNames(terms).map((layer) => {
      const all = stints(rotation, at, at + AHEAD_MS, layer);
      const coming = all.filter(
        ({ from, user }, i) => from > at && !(all[i - 1]?.to === from && all[i - 1]?.user === user),
      );
      const now = all.find(({ from }) => from <= at)?.user ?? null;
      return { label: labelOf(terms.label, layer), now, turns: coming.slice(0, count) };
    });
    found.push({ terms, layers, covers: await overridesOf(on, terms.key, at) });
  }
  return found;
}
