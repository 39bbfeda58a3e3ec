import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** The parts of a Slack app manifest that change how Slack behaves towards the app. */
export interface Manifest {
  display_information: { name: string };
  features?: {
    bot_user?: { display_name: string };
    app_home?: {
      home_tab_enabled?: boolean;
      messages_tab_enabled?: boolean;
      messages_tab_read_only_enabled?: boolean;
    };
    shortcuts?: { name: string; type: 'message' | 'global'; callback_id: string; description: string }[];
    slash_commands?: { command: string; description: string; usage_hint?: string; should_escape?: boolean }[];
  };
  oauth_config?: { scopes?: { bot?: string[]; bot_optional?: string[] } };
  settings?: {
    event_subscriptions?: { bot_events?: string[] };
    interactivity?: { is_enabled: boolean };
    socket_mode_enabled?: boolean;
  };
}

/** Takes a manifest as it is, or reads it from a YAML or JSON file. */
export function readManifest(given: Manifest | string): Manifest {
  return typeof given === 'string' ? (parse(readFileSync(given, 'utf8')) as Manifest) : given;
}

/** Every bot scope the manifest asks for, optional ones included. */
export function askedScopes(manifest: Manifest): string[] {
  const { bot = [], bot_optional = [] } = manifest.oauth_config?.scopes ?? {};
  return [...new Set([...bot, ...bot_optional])];
}
