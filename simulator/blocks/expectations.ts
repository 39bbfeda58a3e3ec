import type { Surface } from './schema.ts';
import { validateBlocks } from './validate.ts';

export const words = (text: string) => ({ type: 'plain_text', text }) as const;
export const marked = (text: string) => ({ type: 'mrkdwn', text }) as const;
export const x = (length: number) => 'x'.repeat(length);
export const button = (more: object = {}) => ({ type: 'button', text: words('Go'), ...more });
export const option = (value: string, more: object = {}) => ({ text: words(value), value, ...more });
export const options = (count: number) => Array.from({ length: count }, (_, index) => option(String(index)));
export const actions = (...elements: unknown[]) => ({ type: 'actions', elements });
export const section = (more: object) => ({ type: 'section', text: marked('hello'), ...more });
export const input = (element: object, more: object = {}) => ({
  type: 'input',
  label: words('Label'),
  element,
  ...more,
});
export const select = (more: object) => ({ type: 'static_select', ...more });
export const cell = (text: string) => ({ type: 'raw_text', text });

/** What is said about one block, as `message @ pointer`. */
export const told = (block: unknown, surface: Surface = 'message') =>
  validateBlocks([block], surface).map(({ message, pointer }) => `${message} @ ${pointer}`);

export const wrapped = (pointer: string, precise: string) => [
  `failed to match all allowed schemas @ ${pointer}`,
  precise,
];
export const tooLong = (pointer: string, max: number) =>
  wrapped(pointer, `must be less than ${max + 1} characters @ ${pointer}/text`);

/** A promise, the block that breaks it, and what is said. */
export type Refused = [promise: string, block: unknown, told: string[]];
