import { and, asc, eq, inArray, ne, notInArray, sql } from 'drizzle-orm';
import { type Reader, statement, type Tx, tablesOf } from '../db/database.ts';
import type { Customer, CustomerOutline, DeskChannel, IntakeMode, Role } from './customer.ts';
import { customerTables } from './tables.ts';

const tables = tablesOf(customerTables);

const byId = statement((on) => {
  const { customers } = tables(on);
  return on.sql
    .select()
    .from(customers)
    .where(eq(customers.id, sql.placeholder('id')))
    .prepare();
});

const nameOf = statement((on) => {
  const { customers } = tables(on);
  return on.sql
    .select({ name: customers.name })
    .from(customers)
    .where(eq(customers.id, sql.placeholder('id')))
    .prepare();
});

const channelsOf = statement((on) => {
  const { customerChannels } = tables(on);
  return on.sql
    .select({ id: customerChannels.id, intake: customerChannels.intake })
    .from(customerChannels)
    .where(eq(customerChannels.customerId, sql.placeholder('id')))
    .orderBy(asc(customerChannels.id))
    .prepare();
});

const ofChannel = statement((on) => {
  const { customers, customerChannels } = tables(on);
  const { id, name, tier } = customers;
  return on.sql
    .select({ id, name, tier, intake: customerChannels.intake })
    .from(customerChannels)
    .innerJoin(customers, eq(customers.id, customerChannels.customerId))
    .where(eq(customerChannels.id, sql.placeholder('channel')))
    .prepare();
});

const roleOfUser = statement((on) => {
  const { staff } = tables(on);
  return on.sql
    .select()
    .from(staff)
    .where(eq(staff.user, sql.placeholder('user')))
    .prepare();
});

const allStaff = statement((on) => {
  const { staff } = tables(on);
  return on.sql.select().from(staff).orderBy(asc(staff.user)).prepare();
});

const channelFor = statement((on) => {
  const { deskChannels } = tables(on);
  return on.sql
    .select()
    .from(deskChannels)
    .where(eq(deskChannels.purpose, sql.placeholder('purpose')))
    .prepare();
});

export async function get(on: Reader, id: string): Promise<Customer | null> {
  const [row] = await byId(on).execute({ id });
  return row ? { ...row, channels: await channelsOf(on).execute({ id }) } : null;
}

export async function name(on: Reader, id: string): Promise<string | null> {
  return (await nameOf(on).execute({ id }))[0]?.name ?? null;
}

/** Those we support, by name. */
export async function all(on: Reader): Promise<Customer[]> {
  const { customers, customerChannels } = tables(on);
  const rows = await on.sql.select().from(customers).where(ne(customers.phase, 'ended')).orderBy(asc(customers.name));
  const channels = await on.sql.select().from(customerChannels).orderBy(asc(customerChannels.id));
  return rows.map((row) => ({
    ...row,
    channels: channels.filter((channel) => channel.customerId === row.id).map(({ id, intake }) => ({ id, intake })),
  }));
}

/** Whose channel it is; null for a channel of no customer. */
export async function customerOfChannel(
  on: Reader,
  channel: string,
): Promise<{ customer: CustomerOutline; intake: IntakeMode } | null> {
  const [row] = await ofChannel(on).execute({ channel });
  if (!row) return null;
  const { intake, ...customer } = row;
  return { customer, intake };
}

/** Stores a customer with exactly these channels; a channel of another customer moves over. */
export async function save(tx: Tx, { channels, ...customer }: Customer): Promise<void> {
  const { customers, customerChannels } = tables(tx);
  await tx.sql.insert(customers).values(customer).onConflictDoUpdate({ target: customers.id, set: customer });
  await tx.sql.delete(customerChannels).where(
    and(
      eq(customerChannels.customerId, customer.id),
      notInArray(
        customerChannels.id,
        channels.map(({ id }) => id),
      ),
    ),
  );
  for (const { id, intake } of channels) {
    const row = { customerId: customer.id, intake };
    await tx.sql
      .insert(customerChannels)
      .values({ id, ...row })
      .onConflictDoUpdate({ target: customerChannels.id, set: row });
  }
}

/** Ends the support of every customer but these. */
export async function endAllBut(tx: Tx, ids: string[]): Promise<void> {
  const { customers, customerChannels } = tables(tx);
  await tx.sql.update(customers).set({ phase: 'ended' }).where(notInArray(customers.id, ids));
  await tx.sql.delete(customerChannels).where(notInArray(customerChannels.customerId, ids));
}

export async function role(on: Reader, user: string): Promise<Exclude<Role, 'customer'> | null> {
  return (await roleOfUser(on).execute({ user }))[0]?.role ?? null;
}

export const staff = (on: Reader): Promise<{ user: string; role: Exclude<Role, 'customer'> }[]> =>
  allStaff(on).execute();

export async function saveStaff(tx: Tx, user: string, role: Exclude<Role, 'customer'>): Promise<void> {
  const { staff } = tables(tx);
  await tx.sql.insert(staff).values({ user, role }).onConflictDoUpdate({ target: staff.user, set: { role } });
}

export async function dismissAllBut(tx: Tx, users: string[]): Promise<void> {
  const { staff } = tables(tx);
  await tx.sql.delete(staff).where(notInArray(staff.user, users));
}

export async function deskChannel(on: Reader, purpose: DeskChannel): Promise<string | null> {
  return (await channelFor(on).execute({ purpose }))[0]?.channel ?? null;
}

/** Sets what a channel of ours is for; null takes the purpose away. */
export async function saveDeskChannel(tx: Tx, purpose: DeskChannel, channel: string | null): Promise<void> {
  const { deskChannels } = tables(tx);
  if (channel === null) await tx.sql.delete(deskChannels).where(eq(deskChannels.purpose, purpose));
  else
    await tx.sql
      .insert(deskChannels)
      .values({ purpose, channel })
      .onConflictDoUpdate({ target: deskChannels.purpose, set: { channel } });
}

/** Slack gives a channel a new id when sharing starts. The new id may have come first, by an import. */
export async function moveChannel(tx: Tx, from: string, to: string): Promise<void> {
  const { customerChannels, deskChannels } = tables(tx);
  const taken = await customerOfChannel(tx, to);
  if (taken) await tx.sql.delete(customerChannels).where(inArray(customerChannels.id, [from]));
  else await tx.sql.update(customerChannels).set({ id: to }).where(eq(customerChannels.id, from));
  await tx.sql.update(deskChannels).set({ channel: to }).where(eq(deskChannels.channel, from));
}
