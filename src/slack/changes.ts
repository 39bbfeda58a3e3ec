import { z } from 'zod';
import { type Tx, topic } from '../db/database.ts';
import type { EventVerb } from '../inbox/inbox.ts';
import { forgetChannel } from './channels.ts';
import { type Home, keepPerson, type SlackUser } from './people.ts';

/** We were invited into a channel. */
export const joinedChannel = topic<{ channel: string }>('joined-channel');

const joinEvent = z.looseObject({ user: z.string(), channel: z.string() });
const userChange = z.looseObject({ user: z.looseObject({ id: z.string() }) });
const channelEvent = z.looseObject({ channel: z.union([z.string(), z.looseObject({ id: z.string() })]) });

/**
 * What changes in the workspace around us: people, and channels whose state must be asked for again. `left` is told, in the same
 * transaction, of somebody whose account was deactivated.
 */
export function workspaceChanges(home: Home, left: (tx: Tx, user: string) => Promise<void>): [string, EventVerb][] {
  const stale: EventVerb = {
    work: async (tx, event) => {
      const { channel } = channelEvent.parse(event);
      await forgetChannel(tx, typeof channel === 'string' ? channel : channel.id);
    },
  };
  const joined: EventVerb = {
    work: async (tx, event) => {
      const { user, channel } = joinEvent.parse(event);
      if (user !== home.botUserId) return;
      await forgetChannel(tx, channel);
      tx.announce(joinedChannel, { channel });
    },
  };
  const changed: EventVerb = {
    work: async (tx, event) => {
      const user = userChange.parse(event).user as SlackUser & { id: string };
      await keepPerson(tx, user, home);
      if (user.deleted) await left(tx, user.id);
    },
  };
  return [
    ['member_joined_channel', joined],
    ['user_change', changed],
    ['channel_rename', stale],
    ['channel_archive', stale],
    ['channel_unarchive', stale],
    ['channel_shared', stale],
    ['channel_unshared', stale],
  ];
}
