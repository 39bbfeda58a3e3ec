import type { Tx } from '../db/database.ts';
import { tellPerson } from '../outbox/outbox.ts';
import type { Content } from '../outbox/post.ts';
import { content } from '../slack/blocks.ts';
import { join, type Mrkdwn, md, trusted } from '../slack/text.ts';
import { slackEnd, slackShortStretch } from '../time/say.ts';
import type { KeptOverride } from './override.ts';
import type { Rotation } from './rotation.ts';
import { labelOf, type Stretch } from './rule.ts';
import { type Moved, movedShifts, type Stint } from './stint.ts';

/** What every line about shifts needs to name people, times and the rotation. */
export interface Saying {
  name: (user: string) => string;
  zone: string;
  label: string;
}

/** Tells everybody whose own next shift a change moved, on any layer, but whoever made it. `cause` names the change: told of it once. */
export async function tellMoved(
  tx: Tx,
  { label, zone }: Pick<Saying, 'label' | 'zone'>,
  { before, after }: { before: Rotation; after: Rotation },
  { by, why, cause }: { by: string | null; why: Mrkdwn; cause: string },
): Promise<void> {
  const moved = movedShifts(before, after, tx.now);
  for (const user of new Set(moved.map((each) => each.user))) {
    if (user === by) continue;
    const own = moved.filter((each) => each.user === user);
    const said = own.map((each) => movedLine(each, labelOf(label, each.layer), zone));
    await tellPerson(tx, user, content(md`${join(said, '. ')} (${why}).`), `${cause}-${user}`);
  }
}

/** Tells some people one thing, but whoever caused it. */
export async function tellAll(
  tx: Tx,
  users: Iterable<string>,
  { by, cause, say }: { by: string; cause: string; say: (user: string) => Content },
): Promise<void> {
  for (const user of new Set(users)) if (user !== by) await tellPerson(tx, user, say(user), `${cause}-${user}`);
}

const stretch = ({ from, to }: Stretch, zone: string): Mrkdwn => trusted(slackShortStretch(from, to, zone));

/** Before and after, without a full stop. */
function movedLine({ runs, before, after }: Moved, label: string, zone: string): Mrkdwn {
  if (!before && !after) return md`Your shifts on *${label}* changed`;
  if (runs) {
    if (!after) return md`You are no longer on *${label}*`;
    const until = trusted(slackEnd(after.to, zone));
    if (!before) return md`You are on *${label}* now, until ${until}`;
    return md`You are on *${label}* until ${until}, not until ${trusted(slackEnd(before.to, zone))}`;
  }
  if (!after && before) return md`Your next shift on *${label}*, ${stretch(before, zone)}, is no longer yours`;
  if (!before && after) return md`You have a shift on *${label}*: ${stretch(after, zone)}`;
  return md`Your next shift on *${label}* moved: was ${before && stretch(before, zone)}, is ${after && stretch(after, zone)}`;
}

/** A cover in half a sentence. */
function coverLine(kept: KeptOverride, { name, zone, label }: Saying): Mrkdwn {
  const instead = kept.replaces ? md` for ${name(kept.replaces)}` : null;
  return md`${name(kept.user)} covers *${label}*${instead} from ${stretch(kept, zone)}`;
}

/** Told to whoever is put on, and to whoever is stood in for. */
export const coverNotice = (kept: KeptOverride, say: Saying): Content =>
  content(md`${coverLine(kept, say)}. Arranged by ${say.name(kept.createdBy)}.`);

/** Told to whoever was put on, and to whoever is on again; of a swap both halves at once. */
export const coverEndedNotice = (ended: readonly KeptOverride[], by: string, say: Saying): Content =>
  content(
    md`Taken back by ${say.name(by)}: ${join(
      ended.map((each) => coverLine(each, say)),
      '; ',
    )}. Who is on is as it was before; see \`/oncall next\`.`,
  );

/** Told to each of a swap: `serves` is the shift they get, out of the hands of its user, for `instead`, their own. */
export function swapNotice(
  { serves, instead, by }: { serves: Stint; instead: Stint; by: string },
  { name, zone, label }: Saying,
): Content {
  const other = name(serves.user);
  const arranged = by === serves.user ? null : md` Arranged by ${name(by)}.`;
  return content(
    md`${other} and you swap shifts on *${label}*: you serve ${stretch(serves, zone)}, and ${other} serves ${stretch(instead, zone)}.${arranged}`,
  );
}
