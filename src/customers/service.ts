import type { Reader, Tx } from '../db/database.ts';
import { notFound } from '../errors.ts';
import { personById } from '../slack/people.ts';
import {
  type Customer,
  type CustomerOutline,
  DESK_CHANNELS,
  type DeskChannel,
  type IntakeMode,
  type PeopleFile,
  type Role,
} from './customer.ts';
import * as store from './store.ts';

export type { Customer, CustomerOutline } from './customer.ts';

/** Throws `not_found` for an id that was never a customer's; one we no longer support is found. */
export async function customerById(on: Reader, id: string): Promise<Customer> {
  const customer = await store.get(on, id);
  if (!customer) throw noCustomer(id);
  return customer;
}

/** What a customer is called. Throws `not_found` for an id that was never a customer's. */
export async function customerName(on: Reader, id: string): Promise<string> {
  const name = await store.name(on, id);
  if (name === null) throw noCustomer(id);
  return name;
}

/** Whether it is the id of somebody we support or ever supported. */
export const isCustomer = async (on: Reader, id: string): Promise<boolean> => (await store.name(on, id)) !== null;

const noCustomer = (id: string) =>
  notFound(`There is no customer "${id}". See who there is with \`firstline export\`.`);

/** Those we support, by name. */
export const customers = (on: Reader): Promise<Customer[]> => store.all(on);

/** Whose channel it is and what its messages lead to; null for a channel of no customer. */
export const customerOfChannel = (
  on: Reader,
  channel: string,
): Promise<{ customer: CustomerOutline; intake: IntakeMode } | null> => store.customerOfChannel(on, channel);

/** What somebody may do. People of other organisations are never staff, whatever a list says; nor is whom we don't know. */
export async function roleOf(on: Reader, user: string): Promise<Role> {
  const role = await store.role(on, user);
  if (!role) return 'customer';
  const person = await personById(on, user);
  return person && !person.external ? role : 'customer';
}

/** User ids of all staff. */
export const staffOf = async (on: Reader): Promise<string[]> => (await store.staff(on)).map((each) => each.user);

/** User ids of the leads. */
export async function leads(on: Reader): Promise<string[]> {
  return (await store.staff(on)).filter((each) => each.role === 'lead').map((each) => each.user);
}

/** Our channel for a purpose; null until somebody said which. */
export const deskChannel = (on: Reader, purpose: DeskChannel): Promise<string | null> => store.deskChannel(on, purpose);

/** Everything of a channel follows it to its new id. Once more does nothing. */
export const moveChannel = (tx: Tx, from: string, to: string): Promise<void> => store.moveChannel(tx, from, to);

/** Makes customers, staff and desk channels what the file says. Customers not in it end, but stay known for their tickets. */
export async function importCustomers(tx: Tx, file: Omit<PeopleFile, 'rotations'>): Promise<void> {
  await store.endAllBut(tx, Object.keys(file.customers));
  for (const [id, { channels, ...customer }] of Object.entries(file.customers)) {
    const modes = Object.entries(channels).map(([channel, intake]) => ({ id: channel, intake }));
    await store.save(tx, { id, ...customer, channels: modes });
  }
  await store.dismissAllBut(tx, Object.keys(file.staff));
  for (const [user, role] of Object.entries(file.staff)) await store.saveStaff(tx, user, role);
  for (const purpose of DESK_CHANNELS) await store.saveDeskChannel(tx, purpose, file.channels[purpose] ?? null);
}

/** The value that an import would turn into what there is now. */
export async function exportCustomers(on: Reader): Promise<Omit<PeopleFile, 'rotations'>> {
  const known = await store.all(on);
  const channels: PeopleFile['channels'] = {};
  for (const purpose of DESK_CHANNELS) {
    const channel = await store.deskChannel(on, purpose);
    if (channel) channels[purpose] = channel;
  }
  return {
    customers: Object.fromEntries(
      known.map(({ id, name, tier, phase, contacts, channels }) => [
        id,
        {
          name,
          tier,
          phase: phase === 'onboarding' ? 'onboarding' : 'live',
          contacts,
          channels: Object.fromEntries(channels.map((channel) => [channel.id, channel.intake])),
        },
      ]),
    ),
    staff: Object.fromEntries((await store.staff(on)).map(({ user, role }) => [user, role])),
    channels,
  };
}
