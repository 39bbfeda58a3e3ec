import type { z } from 'zod';
import type { Tx } from '../db/database.ts';

/** A kind of timer: what it carries, and which settings of it replace each other. */
export interface TimerDef<D> {
  readonly name: string;
  readonly schema: z.ZodType<D>;
  /** Two settings with the same key are one timer: the later replaces the earlier. */
  readonly key: (data: D) => string;
  /** Lower goes first among those due at the same instant. */
  readonly urgency: number;
}

/** What a timer does when it rings, in the transaction that deletes its row. It may set timers, itself included. */
export type RingTimer<D> = (tx: Tx, data: D) => Promise<void>;

/** A kind of timer together with its one verb. */
export interface TimerVerb {
  readonly timer: TimerDef<unknown>;
  readonly ring: RingTimer<unknown>;
}

/** Defines a kind of timer. Names live in the database and are never renamed. `urgency` is 0 unless given. */
export const timer = <D>(
  name: string,
  schema: z.ZodType<D>,
  options: { key: (data: D) => string; urgency?: number },
): TimerDef<D> => ({ name, schema, key: options.key, urgency: options.urgency ?? 0 });

/** Says which verb a kind of timer rings. */
export const rings = <D>(def: TimerDef<D>, ring: RingTimer<D>): TimerVerb => ({
  timer: def as TimerDef<unknown>,
  ring: ring as RingTimer<unknown>,
});
