import type { Channel } from '../../protocol.ts';
import { useHere, useLatest } from '../here.ts';
import { foreignTeam, nameOf, titleOf } from '../names.ts';
import { APP, channelAt, HOME, writePlace } from '../place.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Icon } from '../ui/icon.tsx';
import { Picker } from '../ui/picker.tsx';
import { unreadCount } from '../unread.ts';
import type { Unread } from './use-unread.ts';

/** The left column: who acts, their channels and direct messages, the app. */
export function Sidebar({ unread, onWent }: { unread: Unread; onWent(): void }) {
  const { go } = useHere();
  const { workspace } = useLatest();
  const { world, seen } = workspace;
  const channels = seen.channels.filter((channel) => channel.kind !== 'im').sort(byName);
  const direct = seen.channels.filter((channel) => channel.kind === 'im' && channel.with !== world.app.botUserId);
  const withApp = world.app.messagesEnabled
    ? channelAt({ as: seen.me.id, conversation: APP, thread: '' }, seen, world.app.botUserId)
    : undefined;
  const home = world.teams.find((team) => team.home);
  const people = world.people
    .filter((person) => !person.bot && !person.deleted)
    .sort((a, b) => Number(b.team === home?.id) - Number(a.team === home?.id) || a.team.localeCompare(b.team));
  const team = foreignTeam(world, seen.me);
  return (
    <nav class="sidebar" aria-label="Workspace">
      <div class="actor">
        <Avatar id={seen.me.id} name={nameOf(world, seen.me.id)} />
        <div class="actor-main">
          <span class="faint actor-label">Acting as {team ? <span class="badge badge-team">{team}</span> : null}</span>
          <Picker
            label="Acting as"
            chosen={[seen.me.id]}
            choices={people.map((person) => ({
              value: person.id,
              label: nameOf(world, person.id),
              badge: foreignTeam(world, person) ? 'other organisation' : person.admin ? 'admin' : undefined,
              news: workspace.activity.includes(person.id),
              group: world.teams.find((one) => one.id === person.team)?.name ?? person.team,
            }))}
            news={workspace.activity.length > 0}
            onChoose={([as = '']) => go({ as, conversation: '', thread: '' })}
          />
        </div>
      </div>
      <Group title="Channels">
        {channels.map((channel) => (
          <Entry key={channel.id} channel={channel} unread={unread} onWent={onWent} />
        ))}
      </Group>
      {direct.length > 0 ? (
        <Group title="Direct messages">
          {direct.map((channel) => (
            <Entry key={channel.id} channel={channel} unread={unread} onWent={onWent} />
          ))}
        </Group>
      ) : null}
      <Group title="App">
        {world.app.homeEnabled && !seen.external ? <HomeEntry onWent={onWent} /> : null}
        {withApp ? <Entry channel={withApp} unread={unread} onWent={onWent} /> : null}
      </Group>
    </nav>
  );
}

const byName = (a: Channel, b: Channel): number => a.name.localeCompare(b.name);

function Group({ title, children }: { title: string; children: preact.ComponentChildren }) {
  return (
    <>
      <h2 class="sidebar-title">{title}</h2>
      <ul>{children}</ul>
    </>
  );
}

function HomeEntry({ onWent }: { onWent(): void }) {
  const { workspace, place } = useLatest();
  const here = place.conversation === HOME;
  const address = writePlace({ as: workspace.seen.me.id, conversation: HOME, thread: '' });
  return (
    <li>
      <a class="entry" href={address} aria-current={here ? 'page' : undefined} onClick={onWent}>
        <span class="entry-sign" aria-hidden="true">
          <Icon name="home" />{' '}
        </span>
        App Home
      </a>
    </li>
  );
}

function Entry({ channel, unread, onWent }: { channel: Channel; unread: Unread; onWent(): void }) {
  const { workspace, place } = useLatest();
  const { world, seen } = workspace;
  const here = place.conversation === channel.id;
  const title = titleOf(world, channel);
  const count = unreadCount(seen.messages[channel.id] ?? [], channel.id, seen.me.id, unread.marks, unread.since);
  const address = writePlace({ as: seen.me.id, conversation: channel.id, thread: '' });
  return (
    <li>
      <a
        class={count > 0 ? 'entry entry-unread' : 'entry'}
        href={address}
        aria-label={count > 0 ? `${title}, ${count} unread` : title}
        aria-current={here ? 'page' : undefined}
        onClick={onWent}
      >
        <span class="entry-sign" aria-hidden="true">
          {channel.kind === 'im' ? <Icon name="reply" /> : channel.kind === 'private' ? <Icon name="lock" /> : '#'}
        </span>
        <span class="entry-name">{title.replace(/^#/, '')}</span>
        {channel.shared && channel.kind !== 'im' ? (
          <span class="entry-sign" title="Shared with another organisation" aria-hidden="true">
            <Icon name="shared" />{' '}
          </span>
        ) : null}
        {count > 0 ? <span class="unread">{count}</span> : null}
      </a>
    </li>
  );
}
