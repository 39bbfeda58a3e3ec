import { type CustomerOutline, customerOfChannel, customers } from '../customers/service.ts';
import type { Tx } from '../db/database.ts';
import type { Desk } from '../desk.ts';
import { forbidden, invalid, notFound } from '../errors.ts';
import { defaultPriority, type Tier } from '../policy/policy.ts';
import { section } from '../slack/blocks.ts';
import { noteView } from '../slack/ids.ts';
import type { Answer, Here } from '../slack/listener.ts';
import { namesOf } from '../slack/people.ts';
import { md, mentionedIn, plain } from '../slack/text.ts';
import { staff } from '../tickets/access.ts';
import * as tickets from '../tickets/service.ts';
import { ticketKey } from '../tickets/ticket.ts';
import { ticketOfMessage } from './hear.ts';
import * as views from './public-views.ts';
import * as store from './store.ts';

/** What a thread is about in plain words: its first message, or where that says nothing the first that does. */
export async function wordsOf(desk: Desk, tx: Tx, said: readonly store.Message[]): Promise<string> {
  for (const { text } of said) {
    const name = await namesOf(tx, mentionedIn(text));
    const words = plain(text.replaceAll(`<@${desk.home.botUserId}>`, ''), name).trim();
    if (words) return words;
  }
  return '';
}

/** The form for a message, prefilled from it; or a word on the ticket that it already has. */
export async function formFor(desk: Desk, tx: Tx, channel: string, ts: string, on = ts): Promise<Answer> {
  const found = await customerOfChannel(tx, channel);
  if (!found) throw notFound('This channel belongs to no customer yet. A lead can set it up with `firstline import`.');
  const message = await store.get(tx, channel, ts);
  const thread = message?.thread ?? ts;
  const opened = await ticketOfMessage(tx, { channel, thread });
  if (opened) {
    const { ticket } = await tickets.ticketGoingOn(tx, opened);
    const key = ticketKey(ticket.id);
    return { open: noteView(key, [section(md`*${key}* is open for this already: ${ticket.summary}`)]) };
  }
  return {
    open: views.ticketModal(desk.policy, {
      about: { channel, ts: thread, ...(on === thread ? {} : { on }) },
      customers: [],
      tier: tierFor(desk, found.customer),
      text: await wordsOf(desk, tx, await store.ofThread(tx, channel, thread)),
      chosen: { priority: defaultPriority(desk.policy).key, workaround: false },
    }),
  };
}

/** What was agreed with a customer; null where the policy has no such tier, which is no reason to turn anybody away. */
const tierFor = (desk: Desk, { tier }: CustomerOutline): Tier | null => desk.policy.tiers[tier] ?? null;

/** The form as it must look after priority or workaround changed in it. */
export async function formAgain(
  desk: Desk,
  tx: Tx,
  about: views.TicketForm['about'],
  values: Record<string, unknown>,
): Promise<Answer> {
  const found = about.channel ? await customerOfChannel(tx, about.channel) : null;
  const chosen = String(values.priority ?? defaultPriority(desk.policy).key);
  return {
    update: views.ticketModal(desk.policy, {
      about,
      customers: about.channel ? [] : await customers(tx),
      tier: found && tierFor(desk, found.customer),
      text: String(values.description ?? ''),
      chosen: { priority: chosen, workaround: values.workaround === 'yes' },
    }),
  };
}

/** The empty form, for staff: somebody phoned, or a ticket is needed where nobody wrote. */
export async function emptyForm(desk: Desk, tx: Tx, who: string, channel: string | null): Promise<Answer> {
  await staff(tx, who, 'open tickets for customers');
  const found = channel ? await customerOfChannel(tx, channel) : null;
  const all = await customers(tx);
  if (all.length === 0) throw forbidden('There is no customer yet. Add them with `firstline import people.yml`.');
  return {
    open: views.ticketModal(desk.policy, {
      about: { channel: found ? channel : null, ts: null },
      customers: found ? [] : all,
      tier: found && tierFor(desk, found.customer),
      text: '',
      chosen: { priority: defaultPriority(desk.policy).key, workaround: false },
    }),
  };
}

/** The form for a message we were shown by a shortcut, which works also where we did not hear it. */
export async function formForShown(desk: Desk, tx: Tx, shown: NonNullable<Here['message']>): Promise<Answer> {
  const { channel, ts, user, text } = shown;
  const thread = shown.thread ?? ts;
  if (user) await store.written(tx, { channel, ts, thread, user, text });
  else if (thread === ts && !(await ticketOfMessage(tx, { channel, thread })))
    throw invalid('Use this on a message that a person wrote.');
  return formFor(desk, tx, channel, thread, ts);
}
