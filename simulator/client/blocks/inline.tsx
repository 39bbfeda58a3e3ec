import { useHere } from '../here.ts';
import { nameOf } from '../names.ts';
import { placeOfPermalink, writePlace } from '../place.ts';
import { sayDate } from '../text/dates.ts';
import type { Inline, Stretch } from '../text/mrkdwn.ts';

/** Parsed text as the acting person reads it: with names for ids and times in their zone. */
export function InlineText({ parts }: { parts: Inline[] }) {
  return parts.map((part, index) => <InlinePart key={index} part={part} />);
}

function InlinePart({ part }: { part: Inline }) {
  const { workspace, reader } = useHere();
  const { world, seen } = workspace;
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'break':
      return <br />;
    case 'bold':
      return (
        <strong>
          <InlineText parts={part.children} />
        </strong>
      );
    case 'italic':
      return (
        <em>
          <InlineText parts={part.children} />
        </em>
      );
    case 'strike':
      return (
        <s>
          <InlineText parts={part.children} />
        </s>
      );
    case 'code':
      return <code>{part.text}</code>;
    case 'emoji':
      return <span title={`:${part.name}:`}>{part.character}</span>;
    case 'link':
      return <Address url={part.url}>{part.label}</Address>;
    case 'user':
      return <span class={part.id === seen.me.id ? 'mention mention-me' : 'mention'}>@{nameOf(world, part.id)}</span>;
    case 'channel': {
      const channel = seen.channels.find((one) => one.id === part.id);
      const name = channel?.name ?? part.label;
      if (!channel) return <span class="mention">{name ? `#${name}` : '#private channel'}</span>;
      return (
        <a class="mention" href={`#/${seen.me.id}/${channel.id}`}>
          #{name}
        </a>
      );
    }
    case 'group': {
      const group = world.userGroups.find((one) => one.id === part.id);
      const mine = group?.users.includes(seen.me.id);
      return (
        <span class={mine ? 'mention mention-me' : 'mention'}>
          {group ? `@${group.handle}` : (part.label ?? '@unknown group')}
        </span>
      );
    }
    case 'broadcast':
      return <span class="mention mention-me">@{part.range}</span>;
    case 'date': {
      const said = Number.isFinite(part.unix) ? sayDate(part.unix, part.format, reader) : part.fallback;
      const time = (
        <time
          dateTime={Number.isFinite(part.unix) ? new Date(part.unix * 1000).toISOString() : undefined}
          title={sayDate(part.unix, '{date_long} at {time_secs}', reader)}
        >
          {said}
        </time>
      );
      return part.link ? <Address url={part.link}>{time}</Address> : time;
    }
  }
}

/** A link that opens elsewhere. Only web and mail addresses can be followed; permalinks into this workspace stay here. */
export function Address({ url, children }: { url: string; children: preact.ComponentChildren }) {
  const { workspace } = useHere();
  const inside = placeOfPermalink(url);
  if (inside)
    return (
      <a class="link" href={writePlace({ as: workspace.seen.me.id, ...inside })}>
        {children}
      </a>
    );
  if (!/^(https?|mailto):/i.test(url)) return <span class="link">{children}</span>;
  return (
    <a class="link" href={url} target="_blank" rel="noreferrer noopener">
      {children}
    </a>
  );
}

/** Parsed mrkdwn with its quotes and preformatted stretches. */
export function Stretches({ stretches }: { stretches: Stretch[] }) {
  return stretches.map((stretch, index) => {
    if (stretch.kind === 'pre') return <pre key={index}>{stretch.text}</pre>;
    if (stretch.kind === 'quote')
      return (
        <blockquote key={index}>
          <InlineText parts={stretch.children} />
        </blockquote>
      );
    return (
      <p key={index}>
        <InlineText parts={stretch.children} />
      </p>
    );
  });
}
