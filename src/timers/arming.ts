import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import { behind, type Place, upcoming } from './due.ts';
import type { AlarmQueue } from './queue.ts';
import type { Setting } from './store.ts';

/** Only timers due within this time are armed: a million sleeping timers cost rows, not memory. */
const HORIZON_MS = 6 * 60 * 60 * 1000;

const PAGE = 500;

/**
 * Keeps the alarms in step with the rows. One thing is done at a time, so an alarm armed before a jump of the clock can't
 * slip in after the dropping. What fails is left to the next sweep.
 */
export class Arming {
  readonly #given: { db: Database; clock: Clock; log: Logger; queue: AlarmQueue };
  #news: Setting[] = [];
  #sweepAsked = false;
  #dropAsked = false;
  #running: Promise<void> | null = null;

  constructor(given: { db: Database; clock: Clock; log: Logger; queue: AlarmQueue }) {
    this.#given = given;
  }

  /** A timer was set. */
  note(setting: Setting): void {
    if (setting.dueAt - this.#given.clock.now() > HORIZON_MS || this.#given.queue.state.state === 'down') return;
    this.#news.push(setting);
    this.#start();
  }

  /** Arms whatever lies within the horizon and has no alarm. */
  sweep(): void {
    this.#sweepAsked = true;
    this.#start();
  }

  /** Drops every alarm and arms anew, as soon as Redis is there. */
  startOver(): void {
    this.#dropAsked = true;
    this.sweep();
  }

  /** Resolves when everything asked for is done or given up. */
  async settled(): Promise<void> {
    while (this.#running) await this.#running;
  }

  #start(): void {
    this.#running ??= this.#work()
      .catch((error) => this.#given.log.debug({ problem: String(error) }, 'Arming failed; the next sweep tries again.'))
      .finally(() => {
        this.#running = null;
      });
  }

  async #work(): Promise<void> {
    const { queue } = this.#given;
    await nextTurn();
    while (queue.state.state === 'up') {
      if (this.#dropAsked) {
        await queue.dropAll();
        this.#dropAsked = false;
      } else if (this.#news.length > 0) {
        await queue.arm(this.#news.splice(0, PAGE));
      } else if (this.#sweepAsked) {
        this.#sweepAsked = false;
        await this.#armMissing();
      } else return;
    }
    this.#news = [];
  }

  async #armMissing(): Promise<void> {
    const { db, clock, queue } = this.#given;
    const until = clock.now() + HORIZON_MS;
    let place: Place | undefined = behind(clock.now());
    while (place && !this.#dropAsked) {
      const page: (Setting & Place)[] = await upcoming(db.reader, place, until, PAGE);
      if (page.length === 0) return;
      const missing = await queue.missing(page);
      if (missing.length > 0) await queue.arm(missing);
      place = page.at(-1);
      await nextTurn();
    }
  }
}
