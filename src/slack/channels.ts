import { eq } from 'drizzle-orm';
import { type Reader, type Tx, tablesOf } from '../db/database.ts';
import { slackTables } from './tables.ts';

const tables = tablesOf(slackTables);

export interface Channel {
  id: string;
  name: string;
  shared: boolean;
  member: boolean;
  archived: boolean;
  fetchedAt: number;
}

/** The parts of Slack's channel object that we read. */
export interface SlackChannel {
  id?: string;
  name?: string;
  is_ext_shared?: boolean;
  is_pending_ext_shared?: boolean;
  is_member?: boolean;
  is_archived?: boolean;
}

export async function keepChannel(tx: Tx, channel: SlackChannel): Promise<void> {
  if (!channel.id) return;
  const { channels } = tables(tx);
  const known = {
    name: channel.name ?? channel.id,
    shared: Boolean(channel.is_ext_shared || channel.is_pending_ext_shared),
    member: Boolean(channel.is_member),
    archived: Boolean(channel.is_archived),
    fetchedAt: tx.now,
  };
  await tx.sql
    .insert(channels)
    .values({ id: channel.id, ...known })
    .onConflictDoUpdate({ target: channels.id, set: known });
}

export async function channelById(on: Reader, id: string): Promise<Channel | null> {
  const { channels } = tables(on);
  const rows = await on.sql.select().from(channels).where(eq(channels.id, id));
  return rows[0] ?? null;
}

/** A channel's id changes when sharing starts; what we knew under the old one is read again under the new. */
export async function forgetChannel(tx: Tx, id: string): Promise<void> {
  const { channels } = tables(tx);
  await tx.sql.delete(channels).where(eq(channels.id, id));
}
