import { asc, eq } from 'drizzle-orm';
import type { Slack } from '../../simulator/start.ts';
import { openDatabase } from '../../src/db/open.ts';
import { forgetOffers } from '../../src/intake/jobs.ts';
import { inbox, posts, tickets, timeline, timers } from '../../src/tables.ts';
import { shown } from './claims.ts';

/** All that people and the database know at the end, without what may differ from run to run: ids that Slack gives, and order across threads. */
export interface FinalState {
  /** By channel: who says what under which message. */
  channels: Record<string, string[]>;
  tickets: unknown[];
  history: { ticket: number; kind: string; by: unknown; data: unknown }[];
  timers: unknown[];
  unfinished: { posts: unknown[]; events: unknown[] };
}

/** What stands in the channels and in the database. */
export async function finalState(slack: Slack, databaseUrl: string): Promise<FinalState> {
  const db = openDatabase(databaseUrl);
  const { sql } = db.reader;
  try {
    return {
      channels: channelsOf(slack),
      tickets: (await sql.select().from(tickets).orderBy(asc(tickets.id))).map(
        ({ id, customerId, channel, summary, description, priority, stateKind, assignee, help, dueAt, dueClock }) => ({
          ...{ id, customerId, channel, summary, description, priority, stateKind, assignee, help, dueAt, dueClock },
        }),
      ),
      history: (await sql.select().from(timeline).orderBy(asc(timeline.ticketId), asc(timeline.at))).map(
        ({ ticketId, kind, by, data }) => ({ ticket: ticketId, kind, by, data: withoutPlaces(data) }),
      ),
      timers: (
        await sql
          .select({ name: timers.name, key: timers.key, dueAt: timers.dueAt })
          .from(timers)
          .orderBy(asc(timers.name), asc(timers.key))
      ).map((timer) => (timer.name === forgetOffers.name ? { ...timer, dueAt: 'a day after the last start' } : timer)),
      unfinished: {
        posts: await sql.select().from(posts).where(eq(posts.state, 'parked')),
        events: await sql.select().from(inbox).where(eq(inbox.state, 'due')),
      },
    };
  } finally {
    await db.close();
  }
}

function channelsOf(slack: Slack): Record<string, string[]> {
  const { channels } = slack.snapshot();
  return Object.fromEntries(
    channels.map(({ name, id, with: person, messages }) => {
      const parents = new Map(messages.map((message) => [message.ts, message.text.slice(0, 40)]));
      const lines = messages.map((message) => {
        const under = message.thread_ts && message.thread_ts !== message.ts ? parents.get(message.thread_ts) : '';
        const text = comparable(shown(message)).replaceAll(slack.botUserId, 'desk');
        return `${under} > ${message.bot_id ? 'desk' : message.user}: ${text}`;
      });
      return [person ?? name ?? id, lines.sort()];
    }),
  );
}

/** A text without what follows from the `ts` of messages or from when an event came, and with instants to the minute. */
const comparable = (text: string): string =>
  text
    .replace(/\/p\d+/g, '/p…')
    .replace(/thread_ts=[\d.]+/g, 'thread_ts=…')
    .replace(/opened <!date[^>]*>/, 'opened')
    .replace(/<!date\^(\d+)/g, (_, seconds) => `<!date^${Math.floor(Number(seconds) / 60)}m`);

/** Our own names of the messages that stand in Slack more than once. */
export function doubled(slack: Slack): string[] {
  const names = slack
    .snapshot()
    .channels.flatMap(({ messages }) => messages)
    .flatMap(({ metadata }) => (metadata?.event_payload?.once ? [String(metadata.event_payload.once)] : []));
  return names.filter((name, i) => names.indexOf(name) !== i);
}

/** Entries name messages by `ts`, which Slack counts on from whatever was written before. */
const withoutPlaces = (data: unknown): unknown =>
  typeof data === 'object' && data !== null && 'ts' in data ? { ...data, ts: '…' } : data;
