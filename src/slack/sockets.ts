import { type App, type Receiver, SocketModeReceiver } from '@slack/bolt';
import type { WebClientOptions } from '@slack/web-api';
import { type DeskError, unavailable } from '../errors.ts';
import type { Log } from '../log.ts';
import { boltLogger } from './bolt-logger.ts';

/**
 * Slack closes a socket every few hours, and the client needs seconds to come back: with two, one is always there.
 * Each payload goes to one of them.
 */
const SOCKETS = 2;
const RETRY_MS = 1_000;
/** Asking for a connection while nobody answers must not keep us from the next try. */
const CALL_TIMEOUT_MS = 3_500;
/** These answers do not change by trying again. */
const HOPELESS = [
  'not_authed',
  'invalid_auth',
  'account_inactive',
  'user_removed_from_team',
  'team_disabled',
  'not_allowed_token_type',
  'missing_scope',
  'token_revoked',
  'token_expired',
];

/** What to tell the operator when Slack refuses the app-level token for good; null when another try may help. */
export function appTokenRefusal(code: string | undefined): DeskError | null {
  if (!code || !HOPELESS.includes(code)) return null;
  return unavailable(
    `Slack refuses SLACK_APP_TOKEN (${code}). Make an app-level token with the scope connections:write on your app's page, Basic Information, and copy it again.`,
  );
}

/** Told when the last connection is gone, and when there is one again. */
export interface Gap {
  began(): void;
  ended(): void;
}

/** Several Socket Mode connections as one receiver, each brought back when it breaks, for as long as we run. */
export class Sockets implements Receiver {
  readonly #log: Log;
  readonly #receivers: SocketModeReceiver[];
  readonly #connected = new Set<number>();
  readonly #gap: Gap;
  #stopped = false;
  #opened = false;

  constructor(given: { appToken: string; clientOptions: WebClientOptions; log: Log; gap: Gap }) {
    this.#log = given.log;
    this.#gap = given.gap;
    this.#receivers = Array.from({ length: SOCKETS }, () => {
      const clientOptions = { ...given.clientOptions, retryConfig: { retries: 0 }, timeout: CALL_TIMEOUT_MS };
      return new SocketModeReceiver({
        appToken: given.appToken,
        logger: boltLogger(given.log),
        autoReconnectEnabled: false,
        installerOptions: { clientOptions },
      });
    });
  }

  get connected(): number {
    return this.#connected.size;
  }

  init(app: App): void {
    for (const receiver of this.#receivers) receiver.init(app);
  }

  /** Resolves with the first connection. Throws `unavailable` when Slack refuses the token for good. */
  async start(): Promise<void> {
    await Promise.any(this.#receivers.map((receiver, i) => this.#keepOpen(receiver, i))).catch(
      (refusals: AggregateError) => {
        throw refusals.errors[0];
      },
    );
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all(this.#receivers.map((receiver) => receiver.stop()));
  }

  #keepOpen(receiver: SocketModeReceiver, index: number): Promise<void> {
    return new Promise((opened, refused) => {
      const open = (): void => {
        if (this.#stopped) return;
        receiver.start().then(
          () => {
            this.#connected.add(index);
            if (this.#connected.size === 1) {
              if (this.#opened) this.#gap.ended();
              this.#opened = true;
            }
            opened();
          },
          (error: unknown) => {
            const code = (error as { data?: { error?: string } } | undefined)?.data?.error;
            const refusal = appTokenRefusal(code);
            if (refusal) {
              this.#log.fatal({ code }, 'Slack refuses the app-level token');
              refused(refusal);
            } else again();
          },
        );
      };
      let planned = false;
      const again = (): void => {
        if (this.#connected.delete(index)) {
          this.#log.info({ left: this.#connected.size }, 'socket closed');
          if (this.#connected.size === 0) this.#gap.began();
        }
        if (planned || this.#stopped) return;
        planned = true;
        setTimeout(() => {
          planned = false;
          open();
        }, RETRY_MS).unref();
      };
      receiver.client.on('disconnected', again);
      open();
    });
  }
}
