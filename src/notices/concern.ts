import type { Instant } from '../clock.ts';
import { clashes } from '../rotations/gaps.ts';
import { layerNames, type Stretch } from '../rotations/rule.ts';
import { stints } from '../rotations/stint.ts';
import { DAY } from '../time/duration.ts';
import { gapsOf, nextMorning, type Watched } from './notice.ts';

/**
 * What is wrong with who serves in the next days: nobody is on in required hours (`gap`), nobody is in the rotation at all
 * (`empty`), somebody is on who is away (`absence`) or whose Slack account is closed (`gone`).
 */
export type ConcernKind = 'gap' | 'empty' | 'absence' | 'gone';

export interface Part extends Stretch {
  readonly layer?: string | undefined;
}

export interface Concern {
  readonly kind: ConcernKind;
  readonly rotation: string;
  /** Of whom it speaks; null for gaps and empty rotations. */
  readonly user: string | null;
  /** When; of an empty rotation none. */
  readonly parts: readonly Part[];
}

/** A concern that was told, and to whom. */
export interface ToldConcern extends Concern {
  readonly id: number;
  readonly toldAt: Instant;
  readonly told: readonly string[];
  /** Who hears it when their hours begin. */
  readonly waiting: readonly string[];
  /** Told a second time, because it went on. */
  readonly again: boolean;
}

const GAPS_AHEAD = 7 * DAY;
const CLASHES_AHEAD = 28 * DAY;
/** A gap that began longer ago is named from here on. */
const LOOK_BACK = 35 * DAY;
/** What begins in sight is told with its true end; one that lies further ahead is cut. */
const LONGEST = 35 * DAY;
const TOLD_AGAIN_AFTER = 7 * DAY;

/** All that is wrong now and in the next days with one rotation. */
export function concernsOf(watched: Watched, isGone: (user: string) => boolean, now: Instant): Concern[] {
  const { rotation, terms } = watched;
  const about = (kind: ConcernKind, user: string | null, parts: readonly Part[]): Concern[] =>
    parts.length > 0 ? [{ kind, rotation: terms.key, user, parts }] : [];
  const found: Concern[] = [];
  if (terms.notices.includes('gap')) {
    if (rotation.members.at(-1)?.users.length) found.push(...about('gap', null, comingGaps(watched, now)));
    else found.push({ kind: 'empty', rotation: terms.key, user: null, parts: [] });
    const coming = layerNames(rotation.rule).flatMap((layer) =>
      stints(rotation, now, now + GAPS_AHEAD + LONGEST, layer).map((stint) => ({ ...stint, layer })),
    );
    for (const [user, parts] of byUser(coming.filter(({ from }) => from < now + GAPS_AHEAD)))
      if (isGone(user)) found.push(...about('gone', user, parts));
  }
  if (terms.notices.includes('absence')) {
    const coming = clashes(rotation, now, now + CLASHES_AHEAD + LONGEST);
    for (const [user, parts] of byUser(coming.filter(({ from }) => from < now + CLASHES_AHEAD))) {
      if (!isGone(user)) found.push(...about('absence', user, parts));
    }
  }
  return found;
}

const comingGaps = (watched: Watched, now: Instant): readonly Stretch[] =>
  gapsOf(watched, now - LOOK_BACK, now + GAPS_AHEAD + LONGEST).filter(
    (gap) => gap.to > now && gap.from < now + GAPS_AHEAD,
  );

function byUser(parts: readonly (Part & { user: string })[]): Map<string, Part[]> {
  const found = new Map<string, Part[]>();
  for (const { user, from, to, layer } of parts) {
    found.set(user, [...(found.get(user) ?? []), { from, to, ...(layer === undefined ? {} : { layer }) }]);
  }
  return found;
}

/** What follows from comparing what is wrong now with what was told. */
export interface Compared {
  /** To be told: what nobody has heard of yet. */
  fresh: Concern[];
  /** Told before and different now; without parts it is settled, or over. */
  changed: { told: ToldConcern; parts: readonly Part[] }[];
  /** Told before, and still so after a week. */
  again: ToldConcern[];
}

/**
 * `isAsked`: others were asked to take that part, which tells whoever must know. An absence is no news once the shift has begun.
 */
export function compared(
  found: readonly Concern[],
  told: readonly ToldConcern[],
  now: Instant,
  isAsked: (concern: Concern, part: Part) => boolean = () => false,
): Compared {
  const fresh = found.flatMap((concern): Concern[] => {
    const known = told.filter((each) => sameMatter(each, concern));
    if (concern.kind === 'empty') return known.length > 0 ? [] : [concern];
    const parts = concern.parts.filter(
      (part) =>
        !isTold(part, known) &&
        !known.some((each) => cameIntoSight(part, each)) &&
        (concern.kind !== 'absence' || (part.from > now && !isAsked(concern, part))),
    );
    return parts.length > 0 ? [{ ...concern, parts }] : [];
  });
  const changed = told.flatMap((each): Compared['changed'] => {
    const matter = found.find((concern) => sameMatter(each, concern));
    if (each.kind === 'empty') return matter ? [] : [{ told: each, parts: [] }];
    const known = told.filter((other) => sameMatter(other, each));
    const coming = each.parts.filter((part) => part.to > now);
    const parts = (matter?.parts ?? []).filter(
      (part) =>
        coming.some((one) => overlaps(one, part)) ||
        (known.at(-1) === each && !isTold(part, known) && cameIntoSight(part, each)),
    );
    const isKnown = (part: Part) => coming.some((one) => isSame(one, part, now));
    return parts.length > 0 && parts.length === coming.length && parts.every(isKnown) ? [] : [{ told: each, parts }];
  });
  const again = told.filter(
    (each) =>
      each.kind === 'empty' &&
      !each.again &&
      now >= each.toldAt + TOLD_AGAIN_AFTER &&
      found.some((concern) => sameMatter(each, concern)),
  );
  return { fresh, changed, again };
}

const sameMatter = (a: Concern, b: Concern): boolean =>
  a.kind === b.kind && a.rotation === b.rotation && a.user === b.user;

const isTold = (part: Part, known: readonly Concern[]): boolean =>
  known.some((each) => each.parts.some((one) => overlaps(one, part)));

/** Whether a part belongs to what was told and was only too far ahead: it is added to the card, and no news. */
const cameIntoSight = (part: Part, { kind, toldAt }: ToldConcern): boolean =>
  kind === 'gone' || (kind === 'absence' && part.from >= toldAt + CLASHES_AHEAD);

export const overlaps = (a: Stretch, b: Stretch): boolean => a.from < b.to && b.from < a.to;

/** Of what began already, only the end counts. */
const isSame = (a: Part, b: Part, now: Instant): boolean =>
  a.to === b.to && (a.from === b.from || (a.from <= now && b.from <= now));

/** Whether it can't wait for the next working morning. */
export const isUrgent = (concern: Concern, watched: Watched, now: Instant): boolean =>
  concern.parts.some((part) => part.from < nextMorning(watched, now));
