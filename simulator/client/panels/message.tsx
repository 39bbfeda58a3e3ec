import { useState } from 'preact/hooks';
import type { Channel, Ephemeral, Message } from '../../protocol.ts';
import { Stretches } from '../blocks/inline.tsx';
import { RichText } from '../blocks/rich-text.tsx';
import { useHere } from '../here.ts';
import { authorOf, foreignTeam, nameOf, personOf } from '../names.ts';
import { localTime, sayDate } from '../text/dates.ts';
import { reactionCharacter } from '../text/emoji.ts';
import { parseMrkdwn, plainText } from '../text/mrkdwn.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Icon } from '../ui/icon.tsx';
import { writtenAt } from '../workspace.ts';
import { EditBox } from './edit-box.tsx';
import { MessageBlocks } from './message-surface.tsx';
import { MessageTools } from './message-tools.tsx';

export interface MessageItemProps {
  channel: Channel;
  message: Message | Ephemeral;
  /** Follows another message of the same person: no name, no picture. */
  follows: boolean;
  /** Stands in the thread pane. */
  inThread: boolean;
  unreadReplies: number;
  /** Takes a message that only this person sees off the screen. */
  onDismiss(ts: string): void;
}

/** One message with its blocks, reactions, thread line and tools. */
export function MessageItem({ channel, message, follows, inThread, unreadReplies, onDismiss }: MessageItemProps) {
  const { workspace, go, reader } = useHere();
  const { world, seen } = workspace;
  const [editing, setEditing] = useState(false);
  const author = authorOf(world, message);
  const isApp = message.bot_id !== undefined || message.user === world.app.botUserId;
  const isEphemeral = 'to' in message;
  const at = writtenAt(message.ts);
  const isGone = message.subtype === 'tombstone';
  const team = foreignTeam(world, personOf(world, message.user));
  return (
    <article
      class={`message ${follows ? 'message-follows' : ''} ${isEphemeral ? 'message-ephemeral' : ''}`}
      data-ts={message.ts}
      aria-label={`${author} at ${localTime(at, reader)}`}
    >
      {follows ? (
        <time class="message-gutter" dateTime={new Date(at).toISOString()}>
          {localTime(at, reader)}
        </time>
      ) : (
        <Avatar id={message.user ?? message.bot_id ?? ''} name={author} app={isApp} />
      )}
      <div class="message-main">
        {isEphemeral ? <p class="message-note">Only visible to you</p> : null}
        {follows ? null : (
          <header class="message-head">
            <strong>{author}</strong>
            {isApp ? <span class="badge">app</span> : null}
            {team ? <span class="badge badge-team">{team}</span> : null}
            <time
              dateTime={new Date(at).toISOString()}
              title={sayDate(at / 1000, '{date_long} at {time_secs}', reader)}
            >
              {localTime(at, reader)}
            </time>
          </header>
        )}
        {message.subtype === 'thread_broadcast' && !inThread ? (
          <p class="message-note">
            Replied to{' '}
            <button
              type="button"
              class="link-button"
              onClick={() => go({ conversation: channel.id, thread: message.thread_ts ?? message.ts })}
            >
              a thread
            </button>
          </p>
        ) : null}
        {editing ? (
          <EditBox channel={channel.id} message={message} onDone={() => setEditing(false)} />
        ) : (
          <Content channel={channel.id} message={message} />
        )}
        <Reactions channel={channel.id} message={message} />
        {inThread || isEphemeral ? null : <ThreadLine channel={channel} message={message} unread={unreadReplies} />}
        {isEphemeral ? (
          <button type="button" class="link-button" onClick={() => onDismiss(message.ts)}>
            Dismiss
          </button>
        ) : null}
      </div>
      {isEphemeral || isGone || editing || (message.user === undefined && !isApp) ? null : (
        <MessageTools
          channel={channel}
          message={message}
          inThread={inThread}
          isMine={message.user === seen.me.id}
          onEdit={() => setEditing(true)}
        />
      )}
    </article>
  );
}

function Content({ channel, message }: { channel: string; message: Message }) {
  if (message.subtype === 'tombstone') return <p class="faint">This message was deleted.</p>;
  const onlyText = message.blocks?.every((block) => block.type === 'rich_text');
  return (
    <div class="message-content">
      {message.blocks?.length ? (
        onlyText ? (
          message.blocks.map((block, index) => <RichText key={index} elements={(block.elements ?? []) as unknown[]} />)
        ) : (
          <MessageBlocks channel={channel} ts={message.ts} blocks={message.blocks} />
        )
      ) : (
        <Stretches stretches={parseMrkdwn(message.text)} />
      )}
      {message.edited && onlyText !== false ? <span class="faint edited"> (edited)</span> : null}
      {message.attachments?.map((attachment, index) => (
        <Attachment key={index} channel={channel} ts={message.ts} attachment={attachment} />
      ))}
      {message.files?.map((file) => (
        <p class="file" key={file.id}>
          <Icon name="file" /> {file.title ?? file.name ?? 'A file'}
        </p>
      ))}
    </div>
  );
}

interface AttachmentProps {
  channel: string;
  ts: string;
  attachment: Record<string, unknown>;
}

function Attachment({ channel, ts, attachment }: AttachmentProps) {
  const { color, title, text, fallback, blocks } = attachment as Record<string, string | undefined> & {
    blocks?: never[];
  };
  return (
    <div class="attachment" style={color ? { borderColor: color.startsWith('#') ? color : `#${color}` } : {}}>
      {title ? <strong>{plainText(title)}</strong> : null}
      {text || (!blocks && fallback) ? <Stretches stretches={parseMrkdwn(text ?? fallback ?? '')} /> : null}
      {blocks ? <MessageBlocks channel={channel} ts={ts} blocks={blocks} /> : null}
    </div>
  );
}

function Reactions({ channel, message }: { channel: string; message: Message }) {
  const { workspace, act } = useHere();
  const { world, seen } = workspace;
  if (!message.reactions?.length) return null;
  return (
    <div class="reactions">
      {message.reactions.map(({ name, users, count }) => {
        const mine = users.includes(seen.me.id);
        const who = users.map((user) => nameOf(world, user)).join(', ');
        return (
          <button
            key={name}
            type="button"
            class={mine ? 'reaction reaction-mine' : 'reaction'}
            aria-pressed={mine}
            aria-label={`${name}, ${count}: ${who}`}
            title={`:${name}: ${who}`}
            onClick={() => act({ do: mine ? 'unreact' : 'react', channel, ts: message.ts, name })}
          >
            {reactionCharacter(name)} {count}
          </button>
        );
      })}
    </div>
  );
}

function ThreadLine({ channel, message, unread }: { channel: Channel; message: Message; unread: number }) {
  const { workspace, go, reader } = useHere();
  const count = message.reply_count ?? 0;
  if (count === 0) return null;
  const last = message.latest_reply;
  return (
    <button
      type="button"
      class="thread-line"
      onClick={() => go({ conversation: channel.id, thread: message.thread_ts ?? message.ts })}
    >
      <span class="faces" aria-hidden="true">
        {(message.reply_users ?? []).slice(0, 3).map((user) => (
          <Avatar
            key={user}
            id={user}
            name={nameOf(workspace.world, user)}
            app={user === workspace.world.app.botUserId}
          />
        ))}
      </span>
      <strong>{count === 1 ? '1 reply' : `${count} replies`}</strong>
      {unread > 0 ? <span class="unread">{unread} new</span> : null}
      {last ? (
        <span class="faint">last {sayDate(writtenAt(last) / 1000, '{date_short_pretty} at {time}', reader)}</span>
      ) : null}
    </button>
  );
}
