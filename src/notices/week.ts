import type { Instant } from '../clock.ts';
import { deskChannel } from '../customers/service.ts';
import type { Tx } from '../db/database.ts';
import type { Desk } from '../desk.ts';
import { tellTeam } from '../outbox/outbox.ts';
import { absencesOf } from '../rotations/away.ts';
import { layerNames } from '../rotations/rule.ts';
import { stints } from '../rotations/stint.ts';
import { namesOf } from '../slack/people.ts';
import { DAY } from '../time/duration.ts';
import { dayIn, endOfWeek, gapsOf, TOO_LATE, timesOf, type Watched, weeksBetween } from './notice.ts';
import { weekAhead } from './views.ts';

type Rota = Pick<Desk, 'policy' | 'log'>;

/** A look ahead at the week is worth nothing on the day after. */
const STALE_MS = DAY;

/** Whether any rotation is in the post. */
export const tellsWeek = (all: readonly Watched[]): boolean =>
  all.some(({ terms }) => terms.notices.includes('week_ahead'));

/** Posts who serves in the week, when Monday morning lies between `since` and now and the day is not over. */
export async function tellWeek({ policy, log }: Rota, tx: Tx, all: readonly Watched[], since: Instant): Promise<void> {
  const at = tellsWeek(all) ? weeksBetween(policy.timezone, timesOf(policy).morning, since, tx.now).at(-1) : undefined;
  if (at === undefined) return;
  if (tx.now - at > STALE_MS) return log.info({ notice: 'week_ahead', at, reason: 'the day is over' }, TOO_LATE);
  const channel = (await deskChannel(tx, 'handover')) ?? (await deskChannel(tx, 'triage'));
  if (!channel) return;
  const end = endOfWeek(policy.timezone, at);
  const weeks = all
    .filter(({ terms }) => terms.notices.includes('week_ahead'))
    .flatMap((each) =>
      layerNames(each.rotation.rule).map((layer, index) => ({
        label: each.terms.label,
        zone: each.terms.timezone,
        layer,
        served: stints(each.rotation, at, end, layer),
        gaps: index === 0 ? gapsOf(each, at, end) : [],
      })),
    );
  const away = (await absencesOf(tx, at)).filter((each) => each.from < end);
  const name = await namesOf(
    tx,
    [...weeks.flatMap(({ served }) => served), ...away].map(({ user }) => user),
  );
  const say = { name, zone: policy.timezone, label: (key: string) => key };
  const once = `notice-week-${dayIn(policy.timezone, at)}`;
  await tellTeam(tx, { channel }, weekAhead(weeks, away, say), once);
}
