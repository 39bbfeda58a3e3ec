import { asc, eq, ne } from 'drizzle-orm';
import { type Reader, type Tx, tablesOf } from '../db/database.ts';
import type { Calendar } from '../time/calendar.ts';
import type { Policy, ServiceTarget } from './policy.ts';
import { policyTables } from './tables.ts';

const tables = tablesOf(policyTables);

/** Keeps a policy under its version; one that is kept already stays as it is. */
export async function keep(tx: Tx, policy: Policy): Promise<void> {
  const { policies } = tables(tx);
  await tx.sql
    .insert(policies)
    .values({ version: policy.version, body: policy, firstSeenAt: tx.now })
    .onConflictDoNothing();
}

export async function isKept(on: Reader, version: string): Promise<boolean> {
  const { policies } = tables(on);
  return (await on.sql.$count(policies, eq(policies.version, version))) > 0;
}

/** Every policy that was ever kept but the one of this version, oldest first. */
export async function allBut(on: Reader, version: string): Promise<Policy[]> {
  const { policies } = tables(on);
  const rows = await on.sql
    .select()
    .from(policies)
    .where(ne(policies.version, version))
    .orderBy(asc(policies.firstSeenAt), asc(policies.version));
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
