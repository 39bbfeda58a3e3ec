import { announceMessage } from './announce.ts';
import { emit } from './events.ts';
import { callLimits } from './limits.ts';
import type { Message } from './protocol.ts';
import { nextTs, type StoredChannel, type Workspace } from './workspace.ts';

/** Adds a reaction; answers Slack's error name when it cannot. */
export function addReaction(
  ws: Workspace,
  channel: StoredChannel,
  ts: string,
  user: string,
  name: string,
): string | null {
  const message = channel.messages.get(ts);
  if (!message || message.subtype === 'tombstone') return 'message_not_found';
  if (!/^[\w+'-]+(::skin-tone-[2-6])?$/.test(name)) return 'invalid_name';
  const reactions = message.reactions ?? [];
  const same = reactions.find((reaction) => reaction.name === name);
  if (same?.users.includes(user)) return 'already_reacted';
  if (!same && reactions.length >= callLimits.reactionsPerMessage) return 'too_many_emoji';
  const added = { name, users: [...(same?.users ?? []), user], count: (same?.count ?? 0) + 1 };
  const next = same ? reactions.map((one) => (one === same ? added : one)) : [...reactions, added];
  keep(ws, channel, message, next);
  tell(ws, 'reaction_added', channel, message, user, name);
  return null;
}

/** Takes a reaction back; answers Slack's error name when it cannot. */
export function removeReaction(
  ws: Workspace,
  channel: StoredChannel,
  ts: string,
  user: string,
  name: string,
): string | null {
  const message = channel.messages.get(ts);
  if (!message) return 'message_not_found';
  const reactions = message.reactions ?? [];
  const same = reactions.find((reaction) => reaction.name === name && reaction.users.includes(user));
  if (!same) return 'no_reaction';
  const left = { name, users: same.users.filter((one) => one !== user), count: same.count - 1 };
  keep(
    ws,
    channel,
    message,
    reactions.flatMap((one) => (one === same ? (left.count > 0 ? [left] : []) : [one])),
  );
  tell(ws, 'reaction_removed', channel, message, user, name);
  return null;
}

function keep(ws: Workspace, channel: StoredChannel, message: Message, reactions: Message['reactions']): void {
  const { reactions: _, ...bare } = message;
  const next: Message = reactions?.length ? { ...bare, reactions } : bare;
  channel.messages.set(message.ts, next);
  announceMessage(ws, channel, next);
}

function tell(
  ws: Workspace,
  type: 'reaction_added' | 'reaction_removed',
  channel: StoredChannel,
  message: Message,
  user: string,
  reaction: string,
): void {
  const item = { type: 'message', channel: channel.id, ts: message.ts };
  const owner = message.user ? { item_user: message.user } : {};
  emit(ws, { type, user, reaction, item, ...owner, event_ts: nextTs(ws, channel) }, { channel, by: user });
}
