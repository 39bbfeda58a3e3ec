import { App, SocketModeReceiver } from '@slack/bolt';
import { WebClient } from '@slack/web-api';
import type { Manifest } from '../../simulator/manifest.ts';
import { type Slack, type SlackOptions, startSlack } from '../../simulator/start.ts';
import type { MovableClock } from '../../src/clock.ts';

const scopes = [
  ...['app_mentions:read', 'channels:history', 'channels:join', 'channels:read', 'chat:write', 'commands'],
  ...['files:read', 'files:write', 'groups:history', 'groups:read', 'im:history', 'im:read', 'im:write'],
  ...['mpim:read', 'reactions:read', 'reactions:write', 'team:read', 'usergroups:read', 'usergroups:write'],
  ...['users:read', 'users:read.email', 'bookmarks:read', 'bookmarks:write', 'pins:write'],
];

/** An app that asks for everything these tests use. */
export const manifest: Manifest = {
  display_information: { name: 'Firstline' },
  features: {
    bot_user: { display_name: 'Firstline' },
    app_home: { home_tab_enabled: true, messages_tab_enabled: true },
    slash_commands: [{ command: '/ticket', description: 'Tickets', should_escape: true }],
    shortcuts: [
      { name: 'Open a ticket', type: 'message', callback_id: 'open-ticket', description: 'From this message' },
      { name: 'My shift', type: 'global', callback_id: 'my-shift', description: 'Who is on' },
    ],
  },
  oauth_config: { scopes: { bot: scopes } },
  settings: {
    event_subscriptions: {
      bot_events: [
        ...['app_home_opened', 'app_mention', 'channel_archive', 'channel_id_changed', 'channel_rename'],
        ...['channel_shared', 'channel_unshared', 'group_archive', 'member_joined_channel', 'member_left_channel'],
        ...['message.channels', 'message.groups', 'message.im', 'reaction_added', 'reaction_removed'],
        ...['subteam_updated', 'user_change', 'channel_left'],
      ],
    },
    interactivity: { is_enabled: true },
    socket_mode_enabled: true,
  },
};

export interface TestWorld extends AsyncDisposable {
  slack: Slack;
  web: WebClient;
  /** Own workspace: Bo (engineer) and Cy. Acme: Ana, who shares `#acme` with them. Dora (Acme) shares nothing. */
  bo: string;
  cy: string;
  ana: string;
  dora: string;
  acme: string;
  /** Shared with Acme, the bot is in it. */
  shared: string;
  /** Private, the bot is in it. */
  triage: string;
}

/** A small workspace and a WebClient that neither retries nor logs. */
export async function testWorld(options: Partial<SlackOptions> = {}): Promise<TestWorld> {
  const slack = await startSlack({ manifest, team: { name: 'Nimbus', domain: 'nimbus' }, ...options });
  const acme = slack.addTeam({ name: 'Acme', domain: 'acme' }).id;
  const bo = slack.addPerson({ name: 'bo', realName: 'Bo Lind' }).id;
  const cy = slack.addPerson({ name: 'cy', realName: 'Cy Park' }).id;
  const ana = slack.addPerson({ name: 'ana', realName: 'Ana Ruiz', team: acme }).id;
  const dora = slack.addPerson({ name: 'dora', team: acme }).id;
  const shared = slack.addChannel({ name: 'acme', teams: [slack.teamId, acme], members: [bo, ana] }).id;
  const triage = slack.addChannel({ name: 'triage', private: true, members: [bo, cy] }).id;
  const web = client(slack);
  return { slack, web, bo, cy, ana, dora, acme, shared, triage, [Symbol.asyncDispose]: slack.stop };
}

/** The real WebClient with the bot's token. */
export function client(slack: Slack, token: string = slack.botToken): WebClient {
  return new WebClient(token, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: 2_000,
    logger: quiet,
  });
}

/** Moves a held clock and waits until everything due by then has rung. */
export async function pass(clock: MovableClock, ms: number): Promise<void> {
  clock.moveTo(clock.now() + ms);
  await new Promise<void>((resolve) => {
    clock.at(clock.now(), resolve);
  });
}

/** The error name Slack answered with; fails when the call succeeded. */
export async function refusal(call: Promise<unknown>): Promise<Record<string, unknown>> {
  try {
    await call;
  } catch (error) {
    return (error as { data: Record<string, unknown> }).data;
  }
  throw new Error('The call was not refused.');
}

export const quiet = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  setLevel: () => {},
  getLevel: () => 'error' as never,
  setName: () => {},
};

type BoltApp = App;

/** The real Bolt app over the real Socket Mode receiver, connected. */
export async function socketApp(slack: Slack, listen: (app: BoltApp) => void): Promise<BoltApp & AsyncDisposable> {
  const clientOptions = { slackApiUrl: slack.apiUrl, logger: quiet };
  const receiver = new SocketModeReceiver({
    appToken: slack.appToken,
    clientPingTimeout: 1_000,
    installerOptions: { clientOptions },
    logger: quiet,
  });
  const app = new App({ token: slack.botToken, receiver, clientOptions, logger: quiet, convoStore: false });
  listen(app);
  await app.start();
  return Object.assign(app, { [Symbol.asyncDispose]: async () => void (await app.stop()) });
}
