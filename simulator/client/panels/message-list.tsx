import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Channel, Ephemeral, Message } from '../../protocol.ts';
import { useHere, useLatest } from '../here.ts';
import { localDate, sayDay } from '../text/dates.ts';
import { unreadReplies } from '../unread.ts';
import { writtenAt } from '../workspace.ts';
import { MessageItem, type MessageItemProps } from './message.tsx';
import type { Unread } from './use-unread.ts';

const GROUPED_FOR_MS = 5 * 60_000;
const NEAR_END_PX = 80;

interface MessageListProps {
  channel: Channel;
  messages: (Message | Ephemeral)[];
  /** The thread's first message, in the thread pane. */
  thread?: string;
  label: string;
  unread: Unread;
}

/** Messages in order, with a heading for each day. Stays at the end when it was there. */
export function MessageList({ channel, messages, thread, label, unread }: MessageListProps) {
  const { reader } = useHere();
  const { seen } = useLatest().workspace;
  const frame = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const [dismissed, setDismissed] = useState<string[]>([]);
  const shown = messages.filter((message) => !('to' in message && dismissed.includes(message.ts)));
  const dismiss = useCallback((ts: string) => setDismissed((all) => [...all, ts]), []);
  const news = unreadReplies(seen.messages[channel.id] ?? [], channel.id, seen.me.id, unread.marks, unread.since);
  const last = shown.at(-1)?.ts;
  const replies = shown.filter((message) => message.ts !== thread && !('to' in message)).length;

  useLayoutEffect(() => {
    atEnd.current = true;
  }, [channel.id, thread]);
  useLayoutEffect(() => {
    const box = frame.current;
    if (box && atEnd.current) box.scrollTop = box.scrollHeight;
  });
  useEffect(() => {
    if (last) unread.read(channel.id, thread, last);
  }, [channel.id, thread, last]);

  return (
    <div
      class="scroll"
      ref={frame}
      role="log"
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable by keyboard
      tabIndex={0}
      onScroll={({ currentTarget: box }) => {
        atEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_END_PX;
      }}
    >
      <div class="messages">
        {shown.length === 0 ? <p class="faint messages-empty">No messages yet.</p> : null}
        {shown.map((message, index) => {
          const before = shown[index - 1];
          const at = writtenAt(message.ts);
          const newDay = !before || localDate(writtenAt(before.ts), reader) !== localDate(at, reader);
          return (
            <div key={`${message.ts}${'to' in message}`}>
              {newDay ? (
                <h3 class="day">
                  <span>{sayDay(at, reader)}</span>
                </h3>
              ) : null}
              <MessageRow
                channel={channel}
                message={message}
                follows={!newDay && follows(before, message)}
                inThread={thread !== undefined}
                unreadReplies={news.get(message.ts) ?? 0}
                onDismiss={dismiss}
              />
              {thread && index === 0 && replies > 0 ? (
                <p class="thread-count">
                  <span>{replies === 1 ? '1 reply' : `${replies} replies`}</span>
                </p>
              ) : null}
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** Draws its message again only when something about it changed. */
function MessageRow(props: MessageItemProps) {
  return useMemo(() => <MessageItem {...props} />, Object.values(props));
}

const follows = (before: Message | undefined, message: Message): boolean =>
  before !== undefined &&
  before.user === message.user &&
  before.username === message.username &&
  before.bot_id === message.bot_id &&
  before.subtype !== 'tombstone' &&
  message.subtype !== 'tombstone' &&
  !('to' in before) &&
  !('to' in message) &&
  !before.reply_count &&
  isWords(message) &&
  writtenAt(message.ts) - writtenAt(before.ts) < GROUPED_FOR_MS;

/** Cards keep their head; only plain words follow one another. */
const isWords = (message: Message): boolean => message.blocks?.every((block) => block.type === 'rich_text') ?? true;
