import type { Instant } from '../clock.ts';

/** Text in Slack's markup that is safe to send: everything people wrote in it is escaped. */
export interface Mrkdwn {
  readonly mrkdwn: string;
}

/** Escapes what people wrote, so that no mention, link or channel in it comes alive. */
export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Slack's markup as it came from Slack or from us: the caller vouches that nobody's raw text is in it. */
export const trusted = (mrkdwn: string): Mrkdwn => ({ mrkdwn });

/** Builds markup; every string put in is escaped, only `Mrkdwn` values are taken as they are. */
export function md(parts: TemplateStringsArray, ...values: (string | number | Mrkdwn | null | undefined)[]): Mrkdwn {
  const text = parts.reduce((all, part, i) => {
    const value = values[i - 1];
    if (value === null || value === undefined) return all + part;
    return all + (typeof value === 'object' ? value.mrkdwn : escaped(String(value))) + part;
  });
  return { mrkdwn: text };
}

/** What people wrote, in bold. Slack has no way to write an asterisk in bold, so a text with one keeps to its own. */
export const strong = (text: string): Mrkdwn => (text.includes('*') ? md`${text}` : md`*${text}*`);

/** Joins the pieces that are there. */
export const join = (pieces: (Mrkdwn | null | undefined | false)[], by = ' · '): Mrkdwn => ({
  mrkdwn: pieces
    .filter((piece): piece is Mrkdwn => Boolean(piece) && (piece as Mrkdwn).mrkdwn !== '')
    .map((piece) => piece.mrkdwn)
    .join(by),
});

/** A person by mention: it notifies when newly posted, so it is for calling somebody, not for naming. */
export const mention = (user: string): Mrkdwn => ({ mrkdwn: `<@${user}>` });

/** A channel by its name, for whoever may see it. */
export const channelLink = (channel: string): Mrkdwn => ({ mrkdwn: `<#${channel}>` });

export const link = (url: string, label: string): Mrkdwn => ({
  mrkdwn: `<${url.replaceAll('|', '%7C').replaceAll('>', '%3E')}|${escaped(label)}>`,
});

/** At most `max` code points, which is how Slack counts, with an ellipsis where something was cut. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  const points = [...text];
  return points.length <= max ? text : `${points.slice(0, max - 1).join('')}…`;
}

/** Like `cut` for markup: never inside an entity, a link, a mention or a date. */
export function cutMarkup({ mrkdwn }: Mrkdwn, max: number): string {
  if (mrkdwn.length <= max) return mrkdwn;
  const points = [...mrkdwn];
  if (points.length <= max) return mrkdwn;
  const kept = points.slice(0, max - 1).join('');
  return `${kept.replace(/<[^>]*$|&[a-z]{0,3}$/, '')}…`;
}

/** The first line with a word in it, for a title, without the marks of quotes, lists and code in front. */
export function firstLine(text: string): string {
  const lines = text.split('\n').map((line) => line.trim());
  const said = lines.find((line) => /[\p{L}\p{N}]/u.test(line)) ?? lines.find((line) => line !== '') ?? '';
  return said.replace(/^(?:```|[>•]|[-*](?= )|\s)+/, '').replace(/```$/, '') || said;
}

const unescaped = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

/** What stands between `<` and `>` in Slack's markup, as its reader sees it. */
function unwrapped(inner: string, name: (user: string) => string): string {
  const [target = '', label] = inner.split('|', 2);
  switch (target[0]) {
    case '@':
      return `@${name(target.slice(1))}`;
    case '#':
      return `#${unescaped(label || 'channel')}`;
    case '!':
      return label ? unescaped(label) : `@${target.startsWith('!subteam') ? 'group' : target.slice(1)}`;
    default:
      return linked(unescaped(target), unescaped(label ?? ''));
  }
}

/** A link by its label, with the address where the label does not tell it. */
function linked(url: string, label: string): string {
  const address = url.replace(/^mailto:/, '');
  return label === '' || address.replace(/^https?:\/\//, '').replace(/\/$/, '') === label
    ? label || address
    : `${label} (${address})`;
}

/**
 * What a person wrote, out of Slack's markup, for form fields and plain text: entities undone, links by label and address,
 * people by `name`.
 */
export const plain = (mrkdwn: string, name: (user: string) => string = () => 'somebody'): string =>
  mrkdwn.replace(/<([^<>]*)>|&(?:lt|gt|amp);/g, (whole, inner?: string) =>
    inner === undefined ? unescaped(whole) : unwrapped(inner, name),
  );

/** The people mentioned in what somebody wrote. */
export const mentionedIn = (mrkdwn: string): string[] =>
  [...mrkdwn.matchAll(/<@([A-Z0-9]+)(?:\|[^>]*)?>/g)].map((found) => found[1] as string);

/** The instant a message was written, out of its `ts`. The `ts` itself stays a string: it has more digits than a number keeps. */
export const writtenAt = (ts: string): Instant => {
  const [seconds = '0', fraction = '0'] = ts.split('.');
  return Number(seconds) * 1000 + Math.floor(Number(fraction.padEnd(6, '0').slice(0, 6)) / 1000);
};

/** The address of a message, as Slack itself would give it. */
export function permalink(home: { url: string }, channel: string, ts: string, thread?: string | null): string {
  const base = `${home.url}archives/${channel}/p${ts.replace('.', '')}`;
  return thread && thread !== ts ? `${base}?thread_ts=${thread}&cid=${channel}` : base;
}
