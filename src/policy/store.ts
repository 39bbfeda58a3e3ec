import { asc, desc, ne } from 'drizzle-orm';
import type { Instant } from '../clock.ts';
import { atMost, type Reader, type Tx, tablesOf } from '../db/database.ts';
import type { Calendar } from '../time/calendar.ts';
import type { Policy, ServiceTarget } from './policy.ts';
import { policyTables } from './tables.ts';

const tables = tablesOf(policyTables);

/** A version, and when a desk opened with it after another one. */
export interface InForce {
  version: string;
  since: Instant;
}

/** Which policy is in force, and since when; null before the first desk opened. */
export async function inForce(on: Reader): Promise<InForce | null> {
  const { policies } = tables(on);
  const [row] = await on.sql
    .select({ version: policies.version, since: policies.inForceSince })
    .from(policies)
    .orderBy(desc(policies.inForceSince))
    .limit(atMost(1));
  return row ?? null;
}

/** Keeps a policy under its version for good and puts it in force; since when is later than of any before, whatever the clock says. */
export async function putInForce(tx: Tx, policy: Policy): Promise<InForce> {
  const { policies } = tables(tx);
  const before = await inForce(tx);
  if (before?.version === policy.version) return before;
  const inForceSince = Math.max(tx.now, (before?.since ?? 0) + 1);
  await tx.sql
    .insert(policies)
    .values({ version: policy.version, body: policy, firstSeenAt: tx.now, inForceSince })
    .onConflictDoUpdate({ target: policies.version, set: { inForceSince } });
  return { version: policy.version, since: inForceSince };
}

/** Every policy that was ever kept but the one of this version, in the order in which they last came into force. */
export async function allBut(on: Reader, version: string): Promise<Policy[]> {
  const { policies } = tables(on);
  const rows = await on.sql
    .select()
    .from(policies)
    .where(ne(policies.version, version))
    .orderBy(asc(policies.inForceSince));
  return rows.map(({ body }) => withItsCalendars(body));
}

/** What is worked out of a calendar is kept by object, so all that names the same one must hold the same one again. */
function withItsCalendars(policy: Policy): Policy {
  const same = (calendar: Calendar): Calendar => policy.calendars[calendar.name] ?? calendar;
  const promised = (target: ServiceTarget): ServiceTarget => ({ ...target, calendar: same(target.calendar) });
  return {
    ...policy,
    tiers: mapped(policy.tiers, (tier) => ({
      ...tier,
      calendar: same(tier.calendar),
      targets: mapped(tier.targets, (byClock) => mapped(byClock, promised)),
    })),
    rotations: mapped(policy.rotations, (rule) => ({ ...rule, calendar: rule.calendar && same(rule.calendar) })),
  };
}

const mapped = <T extends object>(entries: T, change: (value: NonNullable<T[keyof T]>) => NonNullable<T[keyof T]>): T =>
  Object.fromEntries(Object.entries(entries).map(([key, value]) => [key, change(value)])) as T;
