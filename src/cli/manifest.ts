import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** What the doctor compares the installed app with. */
export interface Manifest {
  features: { bot_user: { display_name: string } };
  oauth_config: { scopes: { bot: string[] } };
}

/** The manifest that comes with this version of the program. */
export const readManifest = (): Manifest =>
  parse(readFileSync(new URL('../../manifest.yml', import.meta.url), 'utf8')) as Manifest;
