import type { Channel, Message } from '../../protocol.ts';
import { useHere } from '../here.ts';
import { Icon } from '../ui/icon.tsx';
import { Menu, type MenuItem } from '../ui/menu.tsx';

const QUICK_REACTIONS = [
  ['ticket', '🎫'],
  ['white_check_mark', '✅'],
  ['eyes', '👀'],
] as const;

interface MessageToolsProps {
  channel: Channel;
  message: Message;
  inThread: boolean;
  isMine: boolean;
  onEdit(): void;
}

/** What can be done with a message: react, reply, shortcuts of the app, edit, delete. */
export function MessageTools({ channel, message, inThread, isMine, onEdit }: MessageToolsProps) {
  const { workspace, act, go, confirm } = useHere();
  const { world, seen } = workspace;
  const spot = { channel: channel.id, ts: message.ts };
  const remove = async () => {
    const sure = await confirm({
      title: { type: 'plain_text', text: 'Delete this message?' },
      text: { type: 'plain_text', text: 'It is gone for everybody in this conversation.' },
      confirm: { type: 'plain_text', text: 'Delete' },
      deny: { type: 'plain_text', text: 'Keep it' },
      style: 'danger',
    });
    if (sure) await act({ do: 'delete', ...spot });
  };
  const shortcuts: MenuItem[] = seen.external
    ? []
    : world.app.messageShortcuts.map(({ callbackId, name }) => ({
        label: name,
        description: world.app.name,
        onPick: () => void act({ do: 'message_shortcut', callbackId, ...spot }),
      }));
  const own: MenuItem[] = isMine
    ? [
        { label: 'Edit message', onPick: onEdit },
        { label: 'Delete message', danger: true, onPick: () => void remove() },
      ]
    : [];
  const more = [...shortcuts, ...own];
  return (
    <div class="tools">
      {QUICK_REACTIONS.map(([name, character]) => (
        <button
          key={name}
          type="button"
          class="quiet icon"
          aria-label={`React with ${name}`}
          title={`React with :${name}:`}
          onClick={() => act({ do: 'react', ...spot, name })}
        >
          {character}
        </button>
      ))}
      {inThread ? null : (
        <button
          type="button"
          class="quiet icon"
          aria-label="Reply in thread"
          title="Reply in thread"
          onClick={() => go({ conversation: channel.id, thread: message.thread_ts ?? message.ts })}
        >
          <Icon name="reply" />
        </button>
      )}
      {more.length > 0 ? (
        <Menu label="More message actions" items={more} class="quiet icon">
          <Icon name="more" />
        </Menu>
      ) : null}
    </div>
  );
}
