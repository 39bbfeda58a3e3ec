import type { Instant } from '../clock.ts';
import { invalid } from '../errors.ts';
import type { Weekday } from '../time/zone.ts';

/** When the work changes hands. `at` is a local "HH:MM"; `on` is the weekday of a weekly hand-off (default: the anchor's). */
export interface Handoff {
  readonly every: 'hour' | 'day' | 'week';
  readonly interval: number;
  readonly at: string;
  readonly on?: Weekday | undefined;
}

/** Hours of service on weekdays, local. `to` at or before `from` runs into the next day; equal is 24 hours; "24:00" is allowed. */
export interface ServiceWindow {
  readonly days: readonly Weekday[];
  readonly from: string;
  readonly to: string;
}

/** How a rotation turns. Treat as immutable: what is worked out from a rule is remembered with the object. */
export interface RotationRule {
  /** IANA name. */
  readonly timezone: string;
  readonly handoff: Handoff;
  /** Local reading from which the first person serves. Nobody serves before it. */
  readonly anchor: string;
  /** None or empty: around the clock. */
  readonly windows?: readonly ServiceWindow[] | undefined;
  /** `served`: a turn without open time consumes nobody's turn. Default: `served` with windows, `calendar` without. */
  readonly turns?: 'served' | 'calendar' | undefined;
  /** Local dates ("2026-12-25") on which nobody serves. */
  readonly holidays?: readonly string[] | undefined;
  /** Names of those who serve at the same time, the first line first. None or empty: one person serves. */
  readonly layers?: readonly string[] | undefined;
  /** `skip`: whoever is away is passed over. `flag` (the default): they stay on. */
  readonly absences?: 'skip' | 'flag' | undefined;
}

/** How many serve at the same time. */
export const layersOf = (rule: RotationRule): number => Math.max(1, rule.layers?.length ?? 0);

/** The names of the layers; of a rotation with one layer, `undefined` alone. */
export const layerNames = ({ layers }: RotationRule): readonly (string | undefined)[] =>
  layers?.length ? layers : [undefined];

/** What people call a rotation, and its layer where it has several. */
export const labelOf = (label: string, layer: string | null | undefined): string =>
  layer ? `${label}, ${layer}` : label;

/** The place of a layer by its name, from 0; without a name the first. Throws `invalid` for a name that the rule does not have. */
export function layerOf({ layers = [] }: RotationRule, name: string | undefined): number {
  if (name === undefined) return 0;
  const place = layers.indexOf(name);
  if (place >= 0) return place;
  const known = layers.length > 0 ? `It has ${layers.join(', ')}.` : 'It has one layer, without a name.';
  throw invalid(`This rotation has no layer "${name}". ${known}`, 'layer');
}

/** A stretch of time, `[from, to)`. */
export interface Stretch {
  readonly from: Instant;
  readonly to: Instant;
}
