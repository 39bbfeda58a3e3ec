import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { methods } from '../../simulator/api/methods.ts';
import { eventRules } from '../../simulator/events.ts';
import { eventVerbs, listenAll } from '../../src/features.ts';
import { collectListeners } from '../../src/slack/listener.ts';
import { sourcesIn } from './sources.ts';

const manifest = parse(readFileSync('manifest.yml', 'utf8')) as {
  display_information: Record<string, string>;
  features: {
    app_home: { home_tab_enabled: boolean };
    shortcuts: { type: string; callback_id: string }[];
    slash_commands: { command: string }[];
  };
  oauth_config: { scopes: { bot: string[] } };
  settings: { event_subscriptions: { bot_events: string[] } };
};

const nothing = new Proxy({}, { get: () => () => undefined }) as never;
const desk = { home: { botUserId: 'U0' } } as never;
const heard = collectListeners();
listenAll(heard, desk);

it('declares every command and shortcut that is listened to, and no other', () => {
  expect(manifest.features.slash_commands.map(({ command }) => command).sort()).toEqual(
    [...heard.routes.commands.keys()].sort(),
  );
  expect(manifest.features.shortcuts.map(({ callback_id }) => callback_id).sort()).toEqual(
    [...heard.routes.shortcuts.keys()].sort(),
  );
});

it('subscribes to every event that means something, and no other', () => {
  const subscribed = manifest.settings.event_subscriptions.bot_events.map((event) =>
    event.replace(/^message\..*/, 'message'),
  );
  const worked = [...eventVerbs(desk, { directory: nothing, history: nothing }).keys()];
  expect([...new Set(subscribed)].sort()).toEqual(worked.sort());
});

/** The Web API methods that the desk calls, as `chat.postMessage`. */
const used = [
  ...new Set(
    sourcesIn('src')
      .filter(({ path }) => /^src\/(slack|outbox|cli)\//.test(path))
      .flatMap(({ text }) =>
        [...text.matchAll(/\b(?:slack|client|web)\.((?:[a-z]+\.)+[a-zA-Z]+)\(/g)].map(([, method = '']) => method),
      )
      .filter((method) => method in methods),
  ),
].sort();

it('switches the Home tab on, which the desk publishes to and hears of', () => {
  expect(used).toContain('views.publish');
  expect(manifest.features.app_home.home_tab_enabled).toBe(true);
});

it('asks for a scope for everything the desk calls and hears', () => {
  expect(used).toContain('chat.postMessage');
  const granted = new Set(manifest.oauth_config.scopes.bot);
  const lacking = used.filter((method) => {
    const { accepts = [], token } = methods[method] as (typeof methods)[string];
    return token === undefined && accepts.length > 0 && !accepts.some((scope) => granted.has(scope));
  });
  expect(lacking).toEqual([]);
  const unheard = manifest.settings.event_subscriptions.bot_events.filter((event) => {
    const scopes = scopesOfEvent(event);
    return scopes !== undefined && !scopes.some((scope) => granted.has(scope));
  });
  expect(unheard).toEqual([]);
});

it('asks for no scope that nothing needs', () => {
  const needed = new Set([
    'commands',
    ...used.flatMap((method) => methods[method]?.accepts ?? []),
    ...manifest.settings.event_subscriptions.bot_events.flatMap((event) => scopesOfEvent(event) ?? []),
  ]);
  expect(manifest.oauth_config.scopes.bot.filter((scope) => !needed.has(scope))).toEqual([]);
});

it("keeps Slack's lengths", () => {
  const { name = '', description = '', long_description: long = '' } = manifest.display_information;
  expect(name.length).toBeLessThanOrEqual(35);
  expect(description.length).toBeLessThanOrEqual(140);
  expect(long.length).toBeGreaterThanOrEqual(175);
});

function scopesOfEvent(event: string): string[] | undefined {
  const kind = { 'message.channels': 'public', 'message.groups': 'private' }[event];
  return eventRules[event.startsWith('message.') ? 'message' : event]?.scopes(kind ? ({ kind } as never) : undefined);
}
