import type { Instant } from '../clock.ts';
import { DAY } from '../time/duration.ts';
import { handoffs, type Rotation, type Shift, shifts } from './rotation.ts';
import { layerNames, type Stretch } from './rule.ts';
import { turnsOf } from './turns.ts';

/** What one person serves of one turn, with the closed hours in between: the week of a rotation that is on from nine to five. */
export interface Stint extends Stretch {
  readonly user: string;
}

/** Everybody's stints in `[from, to)`, cut to it, in order; on the first layer unless another is named. */
export function stints(rotation: Rotation, from: Instant, to: Instant, layer?: string): Stint[] {
  const { anchor, endOf } = turnsOf(rotation.rule);
  const sameTurn = (a: Instant, b: Instant) => a >= anchor && endOf(a) > b;
  const found: { user: string; from: Instant; to: Instant }[] = [];
  for (const { user, ...part } of turnByTurn(rotation, from, to, layer)) {
    const last = found.at(-1);
    if (user === null) continue;
    if (last?.user === user && sameTurn(last.to - 1, part.from)) last.to = part.to;
    else found.push({ user, ...part });
  }
  return found;
}

/** Shifts cut at the hand-offs: whoever serves several turns in a row serves each of them. */
function* turnByTurn(rotation: Rotation, from: Instant, to: Instant, layer?: string): Generator<Shift> {
  const cuts = handoffs(rotation.rule, from, to);
  let next = 0;
  for (const { user, ...shift } of shifts(rotation, from, to, layer)) {
    let start = shift.from;
    while ((cuts[next] ?? shift.to) < shift.to) {
      const cut = cuts[next++] as Instant;
      if (cut <= start) continue;
      yield { user, from: start, to: cut };
      start = cut;
    }
    yield { user, from: start, to: shift.to };
  }
}

/** How far back the start of a stint that runs is looked for. */
const LOOK_BACK = 60 * DAY;
const NEAR = 60 * DAY;
const FAR = 366 * DAY;

/** The stint of `user` that starts at `start`; null when there is none. */
export function stintFrom(rotation: Rotation, user: string, start: Instant, layer?: string): Stint | null {
  const found = stints(rotation, start - LOOK_BACK, start + NEAR, layer);
  return found.find((each) => each.user === user && each.from === start) ?? null;
}

/** The stints of `user` that end after `after` and begin within a year: the one that runs with its true start, then what comes. */
export function stintsOf(rotation: Rotation, user: string, after: Instant, count: number, layer?: string): Stint[] {
  const within = (reach: number) =>
    stints(rotation, after - LOOK_BACK, after + reach, layer).filter((each) => each.user === user && each.to > after);
  const near = within(NEAR);
  return (near.length < count ? within(FAR) : near).slice(0, count);
}

/** How a change moved somebody's own next time on a layer: the one that runs now, or else the next one. Null: none within a year. */
export interface Moved {
  readonly user: string;
  readonly layer: string | undefined;
  readonly runs: boolean;
  readonly before: Stretch | null;
  readonly after: Stretch | null;
}

/** Whose own next shift is another one after a change made at `now`, with before and after; on each layer, what is soonest first. */
export const movedShifts = (before: Rotation, after: Rotation, now: Instant): Moved[] =>
  layerNames(before.rule)
    .flatMap((layer) => movedOn(before, after, now, layer))
    .sort((a, b) => firstInstant(a) - firstInstant(b));

const firstInstant = ({ before, after }: Moved): Instant =>
  Math.min(before?.from ?? Number.POSITIVE_INFINITY, after?.from ?? Number.POSITIVE_INFINITY);

function movedOn(before: Rotation, after: Rotation, now: Instant, layer: string | undefined): Moved[] {
  const ahead = (reach: number) =>
    [before, after].map((each) => stints(each, now, now + reach, layer)) as [Stint[], Stint[]];
  const near = ahead(NEAR);
  const users = [...new Set(near.flat().map((each) => each.user))];
  const isNear = users.every((user) =>
    near.every((list) => list.some((each) => each.user === user && each.from > now)),
  );
  const [was, is] = isNear ? near : ahead(FAR);
  return [...new Set([...was, ...is].map((each) => each.user))].flatMap((user): Moved[] => {
    const [running, runs] = [was, is].map((list) => ownOf(list, user, (each) => each.from <= now));
    if (running?.to !== runs?.to) return [{ user, layer, runs: true, before: running ?? null, after: runs ?? null }];
    const [coming, comes] = [was, is].map((list) => ownOf(list, user, (each) => each.from > now));
    const same = coming?.from === comes?.from && coming?.to === comes?.to;
    return same ? [] : [{ user, layer, runs: false, before: coming ?? null, after: comes ?? null }];
  });
}

/** Somebody's first time on that fits; several turns in a row are one. */
function ownOf(list: readonly Stint[], user: string, fits: (each: Stint) => boolean): Stretch | undefined {
  const own = list.filter((each) => each.user === user);
  const first = own.find(fits);
  if (!first) return undefined;
  let { to } = first;
  for (const next of own) if (next.from === to) to = next.to;
  return { from: first.from, to };
}

/** Everybody who is on at other times in a stretch after a change than before it, on any layer. */
export function touchedBy(before: Rotation, after: Rotation, { from, to }: Stretch): string[] {
  const touched = layerNames(before.rule).flatMap((layer) => {
    const [was, is] = [before, after].map((each) => shifts(each, from, to, layer)) as [Shift[], Shift[]];
    const users = [...new Set([...was, ...is].flatMap((each) => each.user ?? []))];
    const own = (list: Shift[], user: string) => JSON.stringify(list.filter((each) => each.user === user));
    return users.filter((user) => own(was, user) !== own(is, user));
  });
  return [...new Set(touched)];
}
