import type { Content } from '../outbox/post.ts';
import type { Policy } from '../policy/policy.ts';
import type { RotationChange } from '../rotations/history.ts';
import { labelOf } from '../rotations/rule.ts';
import { content, linesWithin } from '../slack/blocks.ts';
import { type Mrkdwn, md, trusted } from '../slack/text.ts';
import { slackInstant, slackStretch } from '../time/say.ts';
import type { Saying } from './views.ts';

/** Who changed what, newest first. */
export function historyOf(changes: readonly RotationChange[], policy: Policy, say: Saying): Content {
  const title = md`*Changes to who serves*, newest first:`;
  if (changes.length === 0) return content(md`Nobody has changed who serves yet.`);
  const lines = changes.map((change) => {
    const terms = change.rotation === null ? null : policy.rotations[change.rotation];
    const label = change.rotation === null ? '' : (terms?.label ?? change.rotation);
    const by = change.by === null ? 'an import' : say.name(change.by);
    return md`${trusted(slackInstant(change.at, say.zone))} · ${by}: ${whatOf(change, label, say)}`;
  });
  return content(title, linesWithin([title, ...lines]).blocks);
}

function whatOf(change: RotationChange, label: string, { name, zone }: Saying): Mrkdwn {
  const when = ({ from, to }: { from: number; to: number }) => trusted(slackStretch(from, to, zone));
  switch (change.kind) {
    case 'members_changed':
      return md`*${label}* is served by ${change.data.after.map(name).join(', ') || 'nobody'}`;
    case 'cover_made':
      return md`${covers(change.data, label, name)} ${when(change.data)}`;
    case 'cover_ended':
      return md`took back: ${covers(change.data, label, name)} ${when(change.data)}`;
    case 'shifts_swapped': {
      const { one, other, layer } = change.data;
      return md`*${labelOf(label, layer)}*: ${name(one.user)} gives ${when(one)}, ${name(other.user)} gives ${when(other)}`;
    }
    case 'absence_added':
      return md`${name(change.data.user)} is away ${when(change.data)}`;
    case 'absence_ended':
      return md`${name(change.data.user)} is not away after all (was ${when(change.data)})`;
  }
}

function covers(
  data: { user: string; replaces?: string | undefined; layer?: string | undefined },
  label: string,
  name: Saying['name'],
): Mrkdwn {
  const instead = data.replaces ? md` for ${name(data.replaces)}` : null;
  return md`${name(data.user)} covers *${labelOf(label, data.layer)}*${instead}`;
}

/** Everybody whom a change names. */
export function peopleIn({ by, kind, data }: RotationChange): (string | null | undefined)[] {
  switch (kind) {
    case 'members_changed':
      return [by, ...data.after];
    case 'cover_made':
    case 'cover_ended':
      return [by, data.user, data.replaces];
    case 'shifts_swapped':
      return [by, data.one.user, data.other.user];
    default:
      return [by, data.user];
  }
}
