import type { Instant } from '../clock.ts';
import { isAway } from './absence.ts';
import type { Place } from './members.ts';
import type { Rotation } from './rotation.ts';
import { layerOf, layersOf, type RotationRule } from './rule.ts';

/** Who serves on a layer by turn, and why it is them, or nobody. */
export type Served = {
  readonly user: string | null;
  readonly why:
    | { readonly kind: 'turn' }
    | { readonly kind: 'absence'; readonly instead: string }
    | { readonly kind: 'moved_up'; readonly instead: string; readonly layer: string | undefined };
};

/** Who serves on each layer at an instant; fewer than there are layers where there are fewer people. */
export interface Serving {
  /** Instants at which somebody may serve in another's place, in no order. */
  readonly changes: readonly Instant[];
  on(place: Place, at: Instant): Served[];
}

/**
 * Those whose turn it is, or whose turns come next. Of whoever is away the layer goes to the next in order who is free; where
 * nobody is, those behind move up, so that only the last layers are empty. A layer on which somebody was put needs neither.
 */
export function serving({ rule, absences = [], overrides }: Rotation, from: Instant, to: Instant): Serving {
  const near = <T extends { from: Instant; to: Instant }>(all: readonly T[]) =>
    all.filter((each) => each.from < to && from < each.to);
  const away = rule.absences === 'skip' ? near(absences) : [];
  const put = away.length > 0 ? near(overrides) : [];
  return {
    changes: [...away, ...put].flatMap((each) => [each.from, each.to]),
    on({ users, position }, at) {
      const inOrder = users.map((_, step) => users[(position + step) % users.length] as string);
      const own = inOrder.slice(0, layersOf(rule));
      const missing = inOrder.filter((user) => isAway(away, user, at));
      if (!own.some((user) => missing.includes(user))) return own.map((user) => ({ user, why: { kind: 'turn' } }));
      const covers = put.filter(
        ({ from, to, layer, replaces }) =>
          from <= at && at < to && (replaces === undefined || replaces === own[layerOf(rule, layer)]),
      );
      const isPutOn = (layer: number) => covers.some((each) => layerOf(rule, each.layer) === layer);
      const busy = [...own, ...missing, ...covers.map(({ user }) => user)];
      const free = inOrder.filter((user) => !busy.includes(user));
      const filled = own.map((user, layer) => {
        if (!missing.includes(user)) return user;
        return isPutOn(layer) ? null : (free.shift() ?? null);
      });
      const isLeftToCover = (user: string | null, layer: number) => user === null && isPutOn(layer);
      const behindEachOther = filled.filter((user) => user !== null);
      const on = filled.map((user, layer) => (isLeftToCover(user, layer) ? null : (behindEachOther.shift() ?? null)));
      return own.map((user, layer) => ({ user: on[layer] ?? null, why: whyOn(rule, user, layer, on, missing) }));
    },
  };
}

function whyOn(
  rule: RotationRule,
  own: string,
  layer: number,
  on: readonly (string | null)[],
  missing: readonly string[],
): Served['why'] {
  if (on[layer] === own) return { kind: 'turn' };
  if (missing.includes(own)) return { kind: 'absence', instead: own };
  return { kind: 'moved_up', instead: own, layer: rule.layers?.[on.indexOf(own)] };
}
