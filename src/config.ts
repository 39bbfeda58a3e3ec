import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { z } from 'zod';
import { invalid } from './errors.ts';

const optional = z
  .string()
  .trim()
  .transform((value) => value || undefined)
  .optional();

const PORTS = 'must be a port, a number from 0 to 65535';
const port = z.coerce.number(PORTS).int(PORTS).min(0, PORTS).max(65_535, PORTS);
const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

function isPlainUrl(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : null;
  return url !== null && /^https?:$/.test(url.protocol) && !/[?#@\s]/.test(text);
}

/** An address of the one kind of database there is, or a plain path. */
export const isDatabaseUrl = (url: string): boolean => !/^(?!file:)[a-z]+:\/\//i.test(url);

/** Every setting of the program, from the environment or from `.env`; the descriptions are its documentation. */
export const settings = z.object({
  SLACK_BOT_TOKEN: z
    .string('is missing: copy the Bot User OAuth Token of your app, OAuth & Permissions')
    .regex(/^xoxb-/, 'must be a bot token: it starts with xoxb-')
    .describe('The bot token of the installed app (OAuth & Permissions → Bot User OAuth Token).'),
  SLACK_APP_TOKEN: optional
    .refine((value) => !value || value.startsWith('xapp-'), 'must be an app-level token: it starts with xapp-')
    .describe('The app-level token with connections:write, for Socket Mode (the default way to connect).'),
  SLACK_SIGNING_SECRET: optional.describe(
    'With this set (and no SLACK_APP_TOKEN), Slack calls us over HTTP at /slack/events; every request is verified.',
  ),
  SLACK_API_URL: z
    .url('must be a URL')
    .default('https://slack.com/api/')
    .transform((url) => (url.endsWith('/') ? url : `${url}/`))
    .describe("Where Slack's Web API is; other values serve GovSlack and simulated workspaces."),
  DATABASE_URL: optional
    .refine((value) => !value || isDatabaseUrl(value), 'must be file:/path/to/desk.db: only SQLite files are supported')
    .describe('The database: file:/path/to/desk.db. Default: desk.db in the data folder.'),
  REDIS_URL: optional
    .refine((value) => !value || /^rediss?:\/\/./.test(value), 'must be a URL that starts with redis:// or rediss://')
    .describe('A Redis or Valkey server, redis://…. Without it the program starts a private one in the data folder.'),
  FIRSTLINE_POLICY: z.string().default('policies/starter.yml').describe('The policy file.'),
  FIRSTLINE_DATA_DIR: z.string().default('data').describe('Folder for the database and the private Redis.'),
  HOST: z
    .string()
    .default('127.0.0.1')
    .describe('The address the HTTP server listens on; 0.0.0.0 in a container or behind a proxy on another machine.'),
  PORT: port
    .default(3000)
    .describe('Port of the HTTP server: Slack requests in HTTP mode, /health and calendar feeds always.'),
  PUBLIC_URL: optional
    .refine((value) => !value || isPlainUrl(value), 'must be a URL like https://desk.example.com, without ? and #')
    .transform((url) => url?.replace(/\/+$/, ''))
    .describe(
      'Where people reach the HTTP server from outside, https://desk.example.com; calendar links begin with it. Without it there are none.',
    ),
  LOG_LEVEL: z
    .enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`)
    .default('info')
    .describe('How much is logged.'),
});

export interface Config {
  botToken: string;
  appToken: string | undefined;
  signingSecret: string | undefined;
  apiUrl: string;
  databaseUrl: string;
  redisUrl: string | undefined;
  policyPath: string;
  dataDir: string;
  host: string;
  port: number;
  publicUrl: string | undefined;
  logLevel: string;
}

/** Settings as far as they are right: what is wrong or missing is undefined in `config` and stands in `faults`. */
export interface Reading {
  config: Where & { [K in Exclude<keyof Config, keyof Where>]: Config[K] | undefined };
  /** One line each, naming the setting. */
  faults: string[];
}

/** Where the desk's own things are; these settings are never missing. */
export type Where = Pick<Config, 'databaseUrl' | 'policyPath' | 'dataDir'>;

/** Reads every setting by itself, so that one fault hides no other. */
export function readSettings(env: Record<string, string | undefined>): Reading {
  const faults: string[] = [];
  const read = Object.entries(settings.shape).map(([name, setting]) => {
    const { data, error } = setting.safeParse(env[name] || undefined);
    if (error) faults.push(`${name} ${error.issues[0]?.message}`);
    return [name, data];
  });
  if (!env.SLACK_APP_TOKEN && !env.SLACK_SIGNING_SECRET) {
    faults.push(
      'SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP) is needed, so that Slack can reach the desk: both are in Basic Information of your app',
    );
  }
  return { config: configOf(Object.fromEntries(read)), faults };
}

/** The settings out of an environment. Throws `invalid` with every fault at once, one line each, naming the setting. */
export function readConfig(env: Record<string, string | undefined>): Config {
  const { config, faults } = readSettings(env);
  if (faults.length > 0) throw invalid(faults.join('\n'));
  return config as Config;
}

type Settings = z.output<typeof settings>;

function configOf(s: Partial<Settings> & Pick<Settings, 'FIRSTLINE_DATA_DIR' | 'FIRSTLINE_POLICY'>): Reading['config'] {
  const dataDir = resolve(s.FIRSTLINE_DATA_DIR);
  return {
    botToken: s.SLACK_BOT_TOKEN,
    appToken: s.SLACK_APP_TOKEN,
    signingSecret: s.SLACK_SIGNING_SECRET,
    apiUrl: s.SLACK_API_URL,
    databaseUrl: s.DATABASE_URL ?? `file:${join(dataDir, 'desk.db')}`,
    redisUrl: s.REDIS_URL,
    policyPath: resolve(s.FIRSTLINE_POLICY),
    dataDir,
    host: s.HOST,
    port: s.PORT,
    publicUrl: s.PUBLIC_URL,
    logLevel: s.LOG_LEVEL,
  };
}

/** The environment of this process over what stands in `.env` of the working folder. Throws `invalid` for a file that can't be read. */
export function environment(folder = process.cwd()): Record<string, string | undefined> {
  const file = join(folder, '.env');
  return { ...(existsSync(file) ? parseEnv(textOf(file)) : {}), ...process.env };
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw invalid(`${file} can't be read (${error instanceof Error ? error.message : error}). See who may read it.`);
  }
}
