import { channelSeen, channelToWriteIn, messageSeen } from './client-sight.ts';
import { ClientRefusal } from './controls.ts';
import { remove } from './deletion.ts';
import { fileInMessage, storeFile } from './files.ts';
import { join, leave } from './membership.ts';
import { change, plainBlocks, post } from './messages.ts';
import { openDirectMessage } from './population.ts';
import type { Message, NewFile } from './protocol.ts';
import { addReaction, removeReaction } from './reactions.ts';
import type { Workspace } from './workspace.ts';

export interface SayOptions {
  /** `ts` of the parent. */
  thread?: string;
  /** Also shows the reply in the channel. */
  broadcast?: boolean;
  files?: NewFile[];
}

/** What a person does to messages and channels. */
export interface MessageActs {
  /** Writes a message in wire form and returns it as stored. */
  say(channel: string, text: string, options?: SayOptions): Message;
  sayToBot(text: string, options?: SayOptions): Message;
  edit(channel: string, ts: string, text: string): Message;
  delete(channel: string, ts: string): void;
  react(channel: string, ts: string, name: string): void;
  unreact(channel: string, ts: string, name: string): void;
  joins(channel: string): void;
  leaves(channel: string): void;
  inviteBot(channel: string): void;
  removeBot(channel: string): void;
}

export function messageActs(ws: Workspace, id: string): MessageActs {
  const say = (ref: string, text: string, options: SayOptions = {}) => {
    const channel = channelToWriteIn(ws, id, ref);
    if (!text && !options.files?.length) throw new ClientRefusal('An empty message cannot be sent.');
    const { thread, broadcast, files = [] } = options;
    if (thread) messageSeen(ws, id, channel, thread);
    return post(ws, channel, {
      user: id,
      text,
      ...(thread ? { thread } : {}),
      ...(broadcast ? { broadcast } : {}),
      ...(files.length ? { files: files.map((file) => fileInMessage(storeFile(ws, id, file))) } : {}),
    });
  };

  const own = (ref: string, ts: string) => {
    const channel = channelSeen(ws, id, ref);
    const { message } = messageSeen(ws, id, channel, ts);
    if (message.user !== id) throw new ClientRefusal('Only your own messages can be changed.');
    return { channel, message };
  };

  const channelToJoin = (ref: string) => {
    const name = ref.replace(/^#/, '');
    const channel = ws.channels.get(ref) ?? [...ws.channels.values()].find((one) => one.name === name);
    const team = ws.people.get(id)?.team ?? '';
    if (!channel?.teams.includes(team) || channel.kind !== 'public') {
      throw new ClientRefusal(`There is no public channel ${ref} to join.`);
    }
    return channel;
  };

  return {
    say,
    sayToBot: (text, options) => say(openDirectMessage(ws, id).id, text, options),
    edit(ref, ts, text) {
      const { channel } = own(ref, ts);
      return change(ws, channel, ts, { text, blocks: plainBlocks(ws, text) }, { editor: id, marked: true });
    },
    delete(ref, ts) {
      const { channel } = own(ref, ts);
      remove(ws, channel, ts, id);
    },
    react(ref, ts, name) {
      const channel = channelSeen(ws, id, ref);
      refuse(addReaction(ws, channel, ts, id, name));
    },
    unreact(ref, ts, name) {
      const channel = channelSeen(ws, id, ref);
      refuse(removeReaction(ws, channel, ts, id, name));
    },
    joins: (ref) => join(ws, channelToJoin(ref), id),
    leaves: (ref) => leave(ws, channelSeen(ws, id, ref), id, id),
    inviteBot: (ref) => join(ws, channelSeen(ws, id, ref), ws.app.botUserId, id),
    removeBot: (ref) => leave(ws, channelSeen(ws, id, ref), ws.app.botUserId, id),
  };
}

function refuse(error: string | null): void {
  if (error) throw new ClientRefusal(`That reaction cannot be changed: ${error}.`);
}
