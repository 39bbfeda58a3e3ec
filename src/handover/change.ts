import type { Instant } from '../clock.ts';
import type { Tx } from '../db/database.ts';
import type { Policy, RotationRule } from '../policy/policy.ts';
import { shifts, whoIsOn } from '../rotations/rotation.ts';
import { onNow, rotationOf } from '../rotations/service.ts';
import { DAY } from '../time/duration.ts';
import type { Change } from './handover.ts';

/** So far ahead the next change is looked for. A rotation without one is looked at again; somebody may have joined. */
const LOOK_AHEAD_MS = 14 * DAY;

type Rota = { readonly policy: Policy };

/** The rotation that carries the nights of this one, or the nights of that: all around it change shifts together. */
export function carrierOf({ rotations }: Policy, key: string): string {
  const seen = new Set<string>();
  let carrier = key;
  for (let night = rotations[key]?.night; night && !seen.has(night); night = rotations[night]?.night) {
    seen.add(night);
    carrier = night;
  }
  return carrier;
}

/** The rotations around a carrier that ask for handovers; they are planned and told together. */
export const around = (policy: Policy, carrier: string): RotationRule[] =>
  Object.values(policy.rotations).filter((rule) => rule.handover && carrierOf(policy, rule.key) === carrier);

/** What changes at `at` around a rotation, to be told as one. Empty when nobody's shift ends or begins then. */
export async function changesAt(desk: Rota, tx: Tx, key: string, at: Instant): Promise<Change[]> {
  const found: Change[] = [];
  for (const rule of around(desk.policy, carrierOf(desk.policy, key))) {
    const change = await changeOf(desk, tx, rule, at);
    if (change) found.push(change);
  }
  return found;
}

/** The change that tells what there is to do: the first line's, which has everything. */
export const mainOf = <C extends Change>(policy: Policy, changes: readonly C[]): C | undefined =>
  changes.find(({ rotation }) => isFirstLine(policy, rotation)) ?? changes[0];

export const isFirstLine = (policy: Policy, rotation: string): boolean =>
  policy.rotations[rotation]?.role === 'first_line';

async function changeOf({ policy }: Rota, tx: Tx, rule: RotationRule, at: Instant): Promise<Change | null> {
  const rotation = await rotationOf(tx, policy, rule.key, at);
  const before = shifts(rotation, at - 1, at)[0]?.user ?? null;
  const coming = shifts(rotation, at, at + LOOK_AHEAD_MS);
  const after = coming[0]?.user ?? null;
  if (before === after) return null;
  const following = coming.slice(1).find((shift) => shift.user !== null);
  const until = (after === null ? following : coming[1])?.from ?? null;
  const next = after === null ? (following?.user ?? null) : null;
  const carrying = async (when: Instant) => (rule.night ? (await onNow(tx, policy, rule.night, when)).user : null);
  const common = { rotation: rule.key, at, until, next };
  if (before === null) {
    const since = shifts(rotation, at - LOOK_AHEAD_MS, at).findLast((shift) => shift.user !== null)?.to ?? null;
    return { ...common, kind: 'begins', from: await carrying(at - 1), since, to: after, through: rule.key };
  }
  const { from: since } = whoIsOn(rotation, at - 1);
  if (after !== null) return { ...common, kind: 'ends', from: before, since, to: after, through: rule.key };
  const to = await carrying(at);
  return { ...common, kind: 'ends', from: before, since, to, through: to === null ? null : rule.night };
}

/** Whether what began with a change, a shift or a gap, has ended by now. */
export async function isOver({ policy }: Rota, tx: Tx, { rotation, through, at }: Change): Promise<boolean> {
  const key = through ?? rotation;
  const until = policy.rotations[key] ? (await onNow(tx, policy, key, at)).until : 0;
  return until !== null && until <= tx.now;
}

/** When the next shift around a carrier ends, or begins after a gap; null within two weeks. */
export async function nextChange({ policy }: Rota, tx: Tx, carrier: string, after: Instant): Promise<Instant | null> {
  const found: Instant[] = [];
  for (const { key } of around(policy, carrier)) {
    const [, next] = shifts(await rotationOf(tx, policy, key, after), after, after + LOOK_AHEAD_MS);
    if (next) found.push(next.from);
  }
  return found.length > 0 ? Math.min(...found) : null;
}
