import type { Instant } from '../clock.ts';
import { type Reader, type Tx, topic } from '../db/database.ts';
import * as store from './store.ts';
import type { TimerDef } from './timer.ts';

/** A timer was set, or set anew: whoever keeps alarms arms one for it. */
export const timerSet = topic<{ id: number; name: string; dueAt: Instant; version: number }>('timer-set');

/**
 * Sets the timer of this kind and key to ring at `at`, replacing an earlier setting; `null` clears it. Setting what already
 * stands changes nothing; a parked timer that is set again gets its tries back. Throws when `data` is not of the kind's shape.
 */
export async function setTimer<D>(tx: Tx, def: TimerDef<D>, data: D, at: Instant | null): Promise<void> {
  if (at === null) return clearTimer(tx, def, data);
  const kept = def.schema.parse(data);
  const set = await store.upsert(tx, {
    name: def.name,
    key: def.key(kept),
    data: kept,
    dueAt: at,
    urgency: def.urgency,
  });
  if (set) tx.announce(timerSet, { id: set.id, name: def.name, dueAt: at, version: set.version });
}

/** Takes the timer of this kind and key away. One that does not stand is no fault. */
export const clearTimer = <D>(tx: Tx, def: TimerDef<D>, data: D): Promise<void> =>
  store.remove(tx, def.name, def.key(data));

/** When the timer of this kind and key rings; null when none stands, or only one that was put aside after too many faults. */
export const timerDueAt = <D>(on: Reader, def: TimerDef<D>, data: D): Promise<Instant | null> =>
  store.dueAtOf(on, def.name, def.key(data));
