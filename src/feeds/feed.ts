import type { Instant } from '../clock.ts';
import { gaps } from '../rotations/gaps.ts';
import { type Rotation, shifts } from '../rotations/rotation.ts';
import type { ServiceWindow, Stretch } from '../rotations/rule.ts';
import { turnsOf } from '../rotations/turns.ts';
import { DAY } from '../time/duration.ts';

/** How often a rotation has changed, and when last: calendars take an entry with a higher number for the newer one. */
export interface Revision {
  readonly number: number;
  readonly at: Instant;
}

/** A rotation as its calendar shows it. */
export interface Scheduled {
  readonly key: string;
  readonly label: string;
  readonly rotation: Rotation;
  /** Who carries its nights. */
  readonly night: Rotation | null;
  /** When somebody must be on; null: in the hours of both. */
  readonly required: readonly ServiceWindow[] | null;
  readonly revision: Revision;
}

/** One entry of a calendar. `id` stays the same as long as it begins at the same instant of the same rotation, whoever serves. */
export interface Entry extends Stretch {
  readonly id: string;
  readonly title: string;
  readonly revision: Revision;
}

const BACK_DAYS = 28;
const AHEAD_DAYS = 92;

/** What a calendar shows: some weeks back, about three months ahead. */
export interface Shown extends Stretch {
  /** Gaps that ended before are of no use to anybody. */
  readonly today: Instant;
}

/** The same all (UTC) day long, so that a calendar changes with the schedule and not with every look. */
export function shownAt(now: Instant): Shown {
  const today = Math.floor(now / DAY) * DAY;
  return { today, from: today - BACK_DAYS * DAY, to: today + AHEAD_DAYS * DAY };
}

/** What one person serves in these rotations. */
export function personEntries(rotations: readonly Scheduled[], user: string, range: Shown): Entry[] {
  return rotations
    .flatMap((each) =>
      served(each, range)
        .filter((shift) => shift.user === user)
        .map((shift) => entry(each, shift, shift.label)),
    )
    .sort((a, b) => a.from - b.from);
}

/** Everybody's shifts in a rotation, and the stretches ahead in which somebody must be on and nobody is. */
export function rotationEntries(scheduled: Scheduled, name: (user: string) => string, range: Shown): Entry[] {
  const { edges, from, to } = wholeTurns(scheduled, range);
  const nobody = gaps(scheduled, from, to)
    .flatMap((gap) => cutAt(edges, gap))
    .filter((gap) => gap.to > range.today);
  return [
    ...served(scheduled, range).map((shift) => entry(scheduled, shift, `${name(shift.user)}: ${shift.label}`)),
    ...nobody.map((gap) => entry(scheduled, { ...gap, part: NOBODY }, `Nobody: ${scheduled.label}`)),
  ].sort((a, b) => a.from - b.from);
}

/** No layer is called this: keys are written small. */
const NOBODY = 'NOBODY';

interface Served extends Stretch {
  readonly user: string;
  /** Of the rotation, with the layer's name where there are several. */
  readonly label: string;
  /** What tells entries apart that begin at the same instant; empty on the first layer. */
  readonly part: string;
}

const entry = ({ key, revision }: Scheduled, at: Stretch & { part: string }, title: string): Entry => {
  const start = new Date(at.from).toISOString().replace(/[-:]|\.000/g, '');
  return { id: [key, at.part, start].filter(Boolean).join('.'), from: at.from, to: at.to, title, revision };
};

/** Who serves, on every layer, each turn by itself. */
function served(scheduled: Scheduled, range: Stretch): Served[] {
  const { rotation, label } = scheduled;
  const { edges, from, to } = wholeTurns(scheduled, range);
  const layers = rotation.rule.layers?.length ? rotation.rule.layers : [undefined];
  return layers.flatMap((layer, place) =>
    shifts(rotation, from, to, layer).flatMap(({ user, ...shift }) =>
      user === null
        ? []
        : cutAt(edges, shift).map((each) => ({
            ...each,
            user,
            label: layer ? `${label} (${layer})` : label,
            part: place === 0 ? '' : (layer as string),
          })),
    ),
  );
}

/** The turns that touch a range, as a range of its own: what it shows begins and ends with the schedule, not with the day of asking. */
function wholeTurns({ rotation }: Scheduled, range: Stretch): Stretch & { edges: Instant[] } {
  const turns = turnsOf(rotation.rule).between(range.from, range.to);
  return {
    edges: turns.map((turn) => turn.from),
    from: Math.min(range.from, turns[0]?.from ?? range.from),
    to: Math.max(range.to, turns.at(-1)?.to ?? range.to),
  };
}

function cutAt(edges: readonly Instant[], { from, to }: Stretch): Stretch[] {
  const starts = [from, ...edges.filter((at) => from < at && at < to)];
  return starts.map((start, index) => ({ from: start, to: starts[index + 1] ?? to }));
}
