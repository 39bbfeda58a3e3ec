import type { Channel, Ephemeral, Message } from '../../protocol.ts';
import { useHere, useLatest } from '../here.ts';
import { nameOf, titleOf } from '../names.ts';
import { Icon } from '../ui/icon.tsx';
import { Menu, type MenuItem } from '../ui/menu.tsx';
import { byTs, threadOf, topLevel } from '../workspace.ts';
import { Composer } from './composer.tsx';
import { MessageList } from './message-list.tsx';
import type { Unread } from './use-unread.ts';

interface ConversationProps {
  channel: Channel;
  unread: Unread;
}

/** The middle column: one channel or direct message. */
export function Conversation({ channel, unread }: ConversationProps) {
  const { act } = useHere();
  const { workspace } = useLatest();
  const { world, seen } = workspace;
  const title = titleOf(world, channel);
  const aside = seen.ephemerals.filter((one) => one.channel === channel.id && !one.thread_ts);
  const messages: (Message | Ephemeral)[] = [...topLevel(seen.messages[channel.id] ?? []), ...aside].sort(byTs);
  const items: MenuItem[] = [
    channel.botIsMember
      ? { label: `Remove ${world.app.name}`, onPick: () => void act({ do: 'remove_bot', channel: channel.id }) }
      : { label: `Invite ${world.app.name}`, onPick: () => void act({ do: 'invite_bot', channel: channel.id }) },
    { label: 'Leave channel', danger: true, onPick: () => void act({ do: 'leave', channel: channel.id }) },
  ];
  const isDirect = channel.kind === 'im';
  const others = world.teams.filter((team) => !isDirect && !team.home && channel.teams.includes(team.id));
  return (
    <section class="conversation" aria-label={title}>
      <header class="column-head">
        <h2>{title}</h2>
        {others.map((team) => (
          <span class="badge badge-team" key={team.id}>
            shared with {team.name}
          </span>
        ))}
        {isDirect ? null : (
          <>
            <span class="faint members" title={channel.members.map((id) => nameOf(world, id)).join(', ')}>
              {channel.members.length} members
            </span>
            <Menu label="Channel actions" items={items} class="quiet icon">
              <Icon name="more" />
            </Menu>
          </>
        )}
      </header>
      <MessageList channel={channel} messages={messages} label={`Messages in ${title}`} unread={unread} />
      <Composer channel={channel} title={title} />
    </section>
  );
}

/** The right column: one thread. */
export function Thread({ channel, unread, ts }: ConversationProps & { ts: string }) {
  const { go } = useHere();
  const { workspace } = useLatest();
  const { world, seen } = workspace;
  const title = titleOf(world, channel);
  const aside = seen.ephemerals.filter((one) => one.channel === channel.id && one.thread_ts === ts);
  const messages: (Message | Ephemeral)[] = [...threadOf(seen.messages[channel.id] ?? [], ts), ...aside].sort(byTs);
  return (
    <aside class="thread" aria-label="Thread">
      <header class="column-head">
        <h2>
          Thread <span class="faint">{title}</span>
        </h2>
        <button
          type="button"
          class="quiet icon"
          aria-label="Close thread"
          title="Close thread"
          onClick={() => go({ thread: '' })}
        >
          <Icon name="close" />
        </button>
      </header>
      <MessageList channel={channel} messages={messages} thread={ts} label="Thread messages" unread={unread} />
      <Composer channel={channel} thread={ts} title={title} />
    </aside>
  );
}
