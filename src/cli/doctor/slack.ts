import type { WebClient } from '@slack/web-api';
import type { Reading } from '../../config.ts';
import { DeskError, unavailable } from '../../errors.ts';
import { openLog } from '../../log.ts';
import { askWhoWeAre, codeOf, slackClient } from '../../slack/connect.ts';
import type { Home } from '../../slack/people.ts';
import { appTokenRefusal } from '../../slack/sockets.ts';
import { readManifest } from '../manifest.ts';
import type { Report } from './finding.ts';

/** Our bot, let in by Slack. */
export interface Bot {
  slack: WebClient;
  home: Home;
  /** As people type it, `@Firstline`. */
  handle: string;
}

/** Questions to Slack may be many: one that meets a limit is asked again when Slack allows it. */
const PATIENT = { retryConfig: { retries: 3, factor: 1, minTimeout: 200 } };

/** Whether Slack can be reached and knows the bot, and what it may do; null when there is no token to ask with. */
export async function checkBot({ botToken, apiUrl }: Reading['config'], report: Report): Promise<Bot | null> {
  if (!botToken || !apiUrl) {
    report('–', 'Slack: not checked, for want of settings.');
    return null;
  }
  const log = openLog('silent');
  const { home, scopes } = await reached(apiUrl, askWhoWeAre(slackClient({ botToken, apiUrl }, log)));
  report('✓', `Slack knows the bot token: ${home.url}`);
  const manifest = readManifest();
  checkScopes(manifest.oauth_config.scopes.bot, scopes, report);
  return {
    slack: slackClient({ botToken, apiUrl }, log, PATIENT),
    home,
    handle: `@${manifest.features.bot_user.display_name}`,
  };
}

function checkScopes(wanted: string[], granted: string[], report: Report): void {
  const missing = wanted.filter((scope) => !granted.includes(scope));
  for (const scope of missing) {
    report(
      '✗',
      `The scope ${scope} is missing. Add it in the manifest of the app (manifest.yml has it) and reinstall.`,
    );
  }
  if (missing.length === 0) report('✓', `All ${wanted.length} scopes of the manifest were granted.`);
}

/** Whether Slack can reach us: by a socket that we open, or by signed requests. */
export async function checkReach({ appToken, signingSecret, apiUrl, port }: Reading['config'], report: Report) {
  if (appToken && apiUrl) {
    const slack = slackClient({ botToken: appToken, apiUrl }, openLog('silent'));
    await reached(apiUrl, slack.apps.connections.open().catch(explainSocket));
    report('✓', 'Slack knows the app-level token, so Socket Mode works.');
  } else if (signingSecret) {
    report('✓', `HTTP mode: Slack must reach this machine at /slack/events, port ${port}; requests are verified.`);
  }
}

function explainSocket(error: unknown): never {
  const code = codeOf(error);
  if (code === 'too_many_websockets') {
    throw unavailable('Slack allows ten sockets and all are open. Stop a desk that runs with this app somewhere else.');
  }
  throw appTokenRefusal(code) ?? error;
}

/** What Slack answered, or a sentence for the operator when it did not. */
async function reached<T>(apiUrl: string, asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof DeskError) throw error;
    const code = codeOf(error);
    if (code) throw unavailable(`Slack answers ${code}. If that stays, see your app's page and Slack's status page.`);
    throw unavailable(
      `Slack can't be reached at ${apiUrl} (${reasonOf(error)}). Is SLACK_API_URL right, and may this machine call out?`,
    );
  }
}

/** Slack's error code, or what stood in the way of an answer: the innermost cause says it best. */
export function reasonOf(error: unknown): string {
  const code = codeOf(error);
  if (code) return code;
  const { cause, original } = error as { cause?: unknown; original?: unknown };
  if (cause instanceof Error || original instanceof Error) return reasonOf(cause ?? original);
  return error instanceof Error ? error.message : String(error);
}
