import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Config } from '../../src/config.ts';
import type { Health } from '../../src/health.ts';
import { builtProgram } from './built-program.ts';

/** When each part goes on by itself; null when it waits for nothing. */
export interface Waits {
  inbox: number | null;
  outbox: number | null;
  timers: number | null;
}

/** What a desk in a process of its own is told, and what it answers. */
export interface Orders {
  /** `dieOn`: it kills itself at the nth time that a transaction has left behind this kind of news. */
  start: { given: { config: Config; at: number; dieOn: { news: string; times: number } | null }; answer: null };
  move: { given: { at: number }; answer: null };
  quiet: { given: null; answer: Waits };
  health: { given: null; answer: Health };
  stop: { given: null; answer: null };
}

export interface Order<K extends keyof Orders = keyof Orders> {
  n: number;
  order: K;
  given: Orders[K]['given'];
}

type Answer = { n: number; value?: unknown; error?: string };

/** What was asked of a process that is no more. */
export class DeskGone extends Error {}

/** A desk as a process of its own, which can be killed at any moment. Its clock stands still until it is moved. */
export class DeskProcess implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();
  readonly #gone: Promise<unknown>;
  #isGone = false;
  #isLoaded = false;
  #asked = 0;

  private constructor(program: string) {
    this.#child = spawn(process.execPath, [program], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    this.#gone = once(this.#child, 'exit').then(() => {
      this.#isGone = true;
      for (const { reject } of this.#waiting.values()) reject(new DeskGone('The desk is gone.'));
    });
    this.#child.on('message', ({ n, value, error }: Answer) => {
      this.#isLoaded = true;
      const asked = this.#waiting.get(n);
      this.#waiting.delete(n);
      if (error === undefined) asked?.resolve(value as never);
      else asked?.reject(new Error(error));
    });
  }

  /** The program, loaded and waiting for the order to start. */
  static async launch(): Promise<DeskProcess> {
    return new DeskProcess(await builtProgram('test/world/desk-program.ts'));
  }

  /** Loaded and not gone: killing it now ends something. */
  get isAlive(): boolean {
    return this.#isLoaded && !this.#isGone;
  }

  /** Throws `DeskGone` when the process ends before it has answered. */
  ask<K extends keyof Orders>(order: K, given: Orders[K]['given']): Promise<Orders[K]['answer']> {
    if (this.#isGone) return Promise.reject(new DeskGone('The desk is gone.'));
    this.#asked += 1;
    const n = this.#asked;
    return new Promise((resolve, reject) => {
      this.#waiting.set(n, { resolve, reject });
      this.#child.send({ n, order, given } satisfies Order<K>, (error) => {
        if (error) reject(new DeskGone('The desk is gone.'));
      });
    });
  }

  /** Ends it without a word; the signal is on its way when this returns. */
  kill(): Promise<unknown> {
    this.#child.kill('SIGKILL');
    return this.#gone;
  }

  /** Resolves when the process has ended, however that came. */
  gone(): Promise<unknown> {
    return this.#gone;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
  }
}
