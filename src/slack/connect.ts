import type { RequestListener } from 'node:http';
import { App, ErrorCode, HTTPReceiver, type HTTPReceiverOptions, type Receiver, type ReceiverEvent } from '@slack/bolt';
import { WebClient, type WebClientOptions } from '@slack/web-api';
import type { Config } from '../config.ts';
import { DeskError, unavailable } from '../errors.ts';
import type { Log } from '../log.ts';
import { boltLogger } from './bolt-logger.ts';
import type { Home } from './people.ts';
import { type Gap, Sockets } from './sockets.ts';

const CALL_TIMEOUT_MS = 10_000;
/** Between two tries to reach Slack at the start, ms. */
const LONGEST_WAIT_MS = 4_000;

/** A client that leaves every retry to us. Calls of different urgency get clients of their own: a limit on one stalls its whole queue. */
export const slackClient = (
  config: Pick<Config, 'botToken' | 'apiUrl'>,
  log: Log,
  options: WebClientOptions = {},
): WebClient =>
  new WebClient(config.botToken, {
    slackApiUrl: config.apiUrl,
    timeout: CALL_TIMEOUT_MS,
    retryConfig: { retries: 0 },
    logger: boltLogger(log),
    ...options,
  });

/** Slack has trouble of its own; asking again helps. Every other error code is about us. */
const SLACKS_OWN = ['ratelimited', 'internal_error', 'fatal_error', 'service_unavailable', 'request_timeout'];

/** Slack's error code in what a call threw; undefined when Slack did not answer. */
export const codeOf = (error: unknown): string | undefined =>
  (error as { data?: { error?: string } } | undefined)?.data?.error;

/**
 * Who we are, and the scopes we were granted. Throws `unavailable`, with the way out, when Slack refuses the token; a Slack that
 * can't be reached is thrown as it comes.
 */
export async function askWhoWeAre(slack: WebClient): Promise<{ home: Home; scopes: string[] }> {
  try {
    const me = await slack.auth.test();
    const home = {
      teamId: me.team_id as string,
      enterpriseId: me.enterprise_id ?? null,
      botUserId: me.user_id as string,
      botId: me.bot_id as string,
      url: me.url as string,
    };
    return { home, scopes: me.response_metadata?.scopes ?? [] };
  } catch (error) {
    const code = codeOf(error);
    if (!code || SLACKS_OWN.includes(code)) throw error;
    throw unavailable(
      `Slack refuses SLACK_BOT_TOKEN (${code}). Copy the Bot User OAuth Token again from your app's page, OAuth & Permissions.`,
    );
  }
}

/** Who we are. Asked again until Slack can be reached; throws `unavailable` at once when Slack refuses the token. */
export async function whoWeAre(slack: WebClient, log: Log, pause: (ms: number) => Promise<unknown>): Promise<Home> {
  for (let wait = 1_000; ; wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
    try {
      return (await askWhoWeAre(slack)).home;
    } catch (error) {
      if (error instanceof DeskError) throw error;
      log.warn({ wait }, "Slack can't be reached, trying again");
      await pause(wait);
    }
  }
}

export interface Connection {
  app: App;
  /** Live sockets; 1 in HTTP mode, where Slack calls us. */
  connected(): number;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Bolt over Socket Mode or HTTP. Events are kept by `keep` before they are acknowledged, so a crash loses none: Bolt
 * itself would acknowledge them before any listener ran. Everything else of Slack goes Bolt's own way; in HTTP mode `others`
 * answers all other requests.
 */
export function connect(
  config: Config,
  home: Home,
  log: Log,
  given: { keep: (body: unknown) => Promise<void>; gap: Gap; others: RequestListener },
): Connection {
  const clientOptions: WebClientOptions = { slackApiUrl: config.apiUrl, timeout: CALL_TIMEOUT_MS };
  const sockets = config.appToken
    ? new Sockets({ appToken: config.appToken, clientOptions, log, gap: given.gap })
    : null;
  const receiver =
    sockets ??
    new HTTPReceiver({
      signingSecret: config.signingSecret as string,
      endpoints: ['/slack/events'],
      dispatchErrorHandler: handingOn(given.others, log),
      logger: boltLogger(log),
    });
  const app = new App({
    token: config.botToken,
    botId: home.botId,
    botUserId: home.botUserId,
    tokenVerificationEnabled: false,
    receiver: keepingFirst(receiver, given.keep),
    clientOptions,
    convoStore: false,
    logger: boltLogger(log),
  });
  return {
    app,
    connected: () => sockets?.connected ?? 1,
    start: async () => {
      await (sockets ? sockets.start() : app.start({ host: config.host, port: config.port }));
    },
    stop: async () => {
      await receiver.stop();
    },
  };
}

/** Hands on what is not Slack's. The receiver itself would log addresses, and some are secret. */
const handingOn =
  (others: RequestListener, log: Log): NonNullable<HTTPReceiverOptions['dispatchErrorHandler']> =>
  ({ error, request, response }) => {
    if ('code' in error && error.code === ErrorCode.HTTPReceiverDeferredRequestError) return others(request, response);
    log.error({ problem: error.name }, 'a request could not be read');
    response.writeHead(400).end();
  };

/** The receiver, with events going to `keep` and acknowledged when that has succeeded. What fails is left for Slack to send again. */
function keepingFirst(receiver: Receiver, keep: (body: unknown) => Promise<void>): Receiver {
  return {
    init: (app) => {
      const processEvent = async (event: ReceiverEvent): Promise<void> => {
        if (event.body.type !== 'event_callback') return app.processEvent(event);
        await keep(event.body);
        await event.ack();
      };
      receiver.init(Object.create(app, { processEvent: { value: processEvent } }));
    },
    start: (...args) => receiver.start(...args),
    stop: (...args) => receiver.stop(...args),
  };
}
