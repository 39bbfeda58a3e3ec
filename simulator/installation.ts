import type { SlackClock } from './clock.ts';
import type { Ids } from './ids.ts';
import { askedScopes, type Manifest } from './manifest.ts';
import type { Workspace } from './workspace.ts';

/** What the app gets at its installation. */
export interface Installation {
  botToken: string;
  appToken: string;
  signingSecret: string;
  appId: string;
  botUserId: string;
  botId: string;
  /** The workspace that installed the app. */
  teamId: string;
}

export interface InstallationOptions {
  clock: SlackClock;
  ids: Ids;
  manifest: Manifest;
  grantedScopes?: string[];
  team?: { id?: string; name: string; domain: string };
}

/** A workspace with the app and its bot user, and with nobody else. Delivery, watchers and the address come later. */
export function newWorkspace(options: InstallationOptions): Workspace {
  const { clock, ids, manifest } = options;
  const name = manifest.display_information.name;
  const asked = askedScopes(manifest);
  const team = {
    id: options.team?.id ?? ids.id('T'),
    name: options.team?.name ?? 'Home',
    domain: options.team?.domain ?? 'home',
    home: true,
  };
  const app = { id: ids.id('A'), name, botUserId: ids.id('U'), botId: ids.id('B'), team: team.id };
  const botName = manifest.features?.bot_user?.display_name ?? name;
  const numbers = `${ids.pick('token', 1e12)}-${ids.pick('token', 1e12)}`;
  return {
    clock,
    ids,
    manifest,
    scopes: new Set(asked.filter((scope) => options.grantedScopes?.includes(scope) ?? true)),
    app,
    tokens: {
      bot: `xoxb-${numbers}-${ids.word('token', 24)}`,
      app: `xapp-1-${app.id}-${numbers}-${ids.word('token', 32)}`,
      signingSecret: ids.uuid('signing secret').replaceAll('-', ''),
      verification: ids.word('verification', 24),
    },
    url: '',
    teams: new Map([[team.id, team]]),
    people: new Map([
      [
        app.botUserId,
        {
          id: app.botUserId,
          team: team.id,
          name: botName.toLowerCase().replace(/\s+/g, '_'),
          realName: botName,
          tz: 'UTC',
          email: '',
          admin: false,
          deleted: false,
          restricted: false,
          bot: true,
        },
      ],
    ]),
    userGroups: new Map(),
    userGroupsFor: 'everybody',
    channels: new Map(),
    files: new Map(),
    ephemerals: [],
    homes: new Map(),
    stacks: new Map(),
    entered: new Map(),
    offered: new Map(),
    triggers: new Map(),
    responseUrls: new Map(),
    connections: () => 0,
    send: () => {},
    announce: () => {},
  };
}

export function installationOf(ws: Workspace): Installation {
  return {
    botToken: ws.tokens.bot,
    appToken: ws.tokens.app,
    signingSecret: ws.tokens.signingSecret,
    appId: ws.app.id,
    botUserId: ws.app.botUserId,
    botId: ws.app.botId,
    teamId: ws.app.team,
  };
}
