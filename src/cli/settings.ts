import { z } from 'zod';
import { settings } from '../config.ts';

interface Setting {
  name: string;
  help: string;
  /** As it would be written; undefined where there is none. */
  default: string | undefined;
  needed: boolean;
}

/** Every setting with its help and default, out of the schema that reads them. */
export function settingsList(): Setting[] {
  const { properties = {}, required = [] } = z.toJSONSchema(settings, { io: 'input' });
  return Object.entries(properties).map(([name, property]) => {
    const { description = '', default: value } = property as z.core.JSONSchema.BaseSchema;
    return {
      name,
      help: description,
      default: value === undefined ? undefined : String(value),
      needed: required.includes(name),
    };
  });
}

/** For people at a terminal. */
export const asText = (list: Setting[]): string =>
  list.map((each) => `${each.name}${worth(each)}\n    ${each.help}\n`).join('');

function worth(each: Setting): string {
  if (each.needed) return ' (needed)';
  return each.default === undefined ? '' : ` (default: ${each.default})`;
}

/** A table for the documentation. */
export const asMarkdown = (list: Setting[]): string =>
  [
    '# Settings',
    '',
    'Settings come from the environment or from `.env` in the working folder; the environment wins. `firstline settings` prints',
    'this list, and `firstline doctor` checks what is set. This page is made by `npm run -s firstline -- settings --markdown`.',
    '',
    '| setting | default | what it is |',
    '|---|---|---|',
    ...list.map((each) => `| \`${each.name}\` | ${each.needed ? 'needed' : cell(each.default)} | ${each.help} |`),
    '',
  ].join('\n');

const cell = (value: string | undefined): string => (value === undefined ? '' : `\`${value}\``);

/** A file to copy to `.env`: what must be filled in stands free, the rest is commented out with its default. */
export const asEnvFile = (list: Setting[]): string =>
  [
    '# Copy this file to .env and fill in the tokens of your Slack app. What is commented out has its default.',
    ...list.map((each) => {
      const free = each.needed || each.name === 'SLACK_APP_TOKEN';
      return `\n# ${each.help}\n${free ? '' : '#'}${each.name}=${each.default ?? ''}`;
    }),
    '',
  ].join('\n');
