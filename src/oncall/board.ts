import type { Instant } from '../clock.ts';
import { leads } from '../customers/service.ts';
import type { Reader } from '../db/database.ts';
import type { Policy, RotationRule as RotationTerms } from '../policy/policy.ts';
import type { KeptOverride } from '../rotations/override.ts';
import { nextShiftOf, type OnDuty, type Shift, shifts } from '../rotations/rotation.ts';
import { onNow, overridesOf, rotationOf } from '../rotations/service.ts';
import { DAY } from '../time/duration.ts';

/** One rotation at an instant: who is on, and who follows; `label` says by which other rotation. */
export interface Line {
  terms: RotationTerms;
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
    const duty = await onNow(on, policy, terms.key, at);
    lines.push({ terms, duty, next: duty.until === null ? null : await following(on, policy, terms, duty.until) });
  }
  const byRotation = lines.some((line) => line.terms.role === 'lead');
  return { lines, leads: byRotation ? [] : await leads(on) };
}

async function following(on: Reader, policy: Policy, terms: RotationTerms, at: Instant): Promise<Line['next']> {
  const { user } = await onNow(on, policy, terms.key, at);
  if (user !== null) return { user, label: null };
  if (!terms.night) return null;
  const night = await onNow(on, policy, terms.night, at);
  return night.user === null ? null : { user: night.user, label: policy.rotations[terms.night]?.label ?? null };
}

/** What one person serves: now, and next, in each rotation. */
export interface OwnShifts {
  terms: RotationTerms;
  now: OnDuty | null;
  next: OnDuty | null;
}

export async function shiftsOf(on: Reader, policy: Policy, user: string, at: Instant): Promise<OwnShifts[]> {
  const found: OwnShifts[] = [];
  for (const terms of Object.values(policy.rotations)) {
    const duty = await onNow(on, policy, terms.key, at);
    const next = nextShiftOf(await rotationOf(on, policy, terms.key, at), user, at);
    if (duty.user === user || next) found.push({ terms, now: duty.user === user ? duty : null, next });
  }
  return found;
}

/** What comes in one rotation: the next shifts, and the covers that are not over. */
export interface Coming {
  terms: RotationTerms;
  /** Who is on until the first of these shifts, and stays on where there is none. */
  now: string | null;
  shifts: Shift[];
  covers: KeptOverride[];
}

const AHEAD_MS = 35 * DAY;

/** The next `count` shifts of every rotation within five weeks. */
export async function comingShifts(on: Reader, policy: Policy, at: Instant, count: number): Promise<Coming[]> {
  const found: Coming[] = [];
  for (const terms of Object.values(policy.rotations)) {
    const all = shifts(await rotationOf(on, policy, terms.key, at), at, at + AHEAD_MS);
    const served = all.filter((shift) => shift.user !== null && shift.from > at);
    const now = all.find((shift) => shift.from <= at)?.user ?? null;
    found.push({ terms, now, shifts: served.slice(0, count), covers: await overridesOf(on, terms.key, at) });
  }
  return found;
}
