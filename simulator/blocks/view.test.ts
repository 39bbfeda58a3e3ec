import { describe, expect, it } from 'vitest';
import { validateView } from './view.ts';

const words = (text: string) => ({ type: 'plain_text', text });
const section = (text = 'hello') => ({ type: 'section', text: words(text) });
const input = (element: object = {}) => ({
  type: 'input',
  label: words('Title'),
  element: { type: 'plain_text_input', ...element },
});
const modal = (more: object = {}) => ({ type: 'modal', title: words('Ticket'), blocks: [section()], ...more });
const home = (more: object = {}) => ({ type: 'home', blocks: [section()], ...more });
const told = (view: unknown, kind: 'modal' | 'home' = 'modal') => validateView(view, kind)?.response_metadata?.messages;

const wholeView = '[ERROR] failed to match all allowed schemas [json-pointer:/view]';
const tooLong = (name: string) => [
  wholeView,
  `[ERROR] failed to match all allowed schemas [json-pointer:/view/${name}]`,
  `[ERROR] must be less than 25 characters [json-pointer:/view/${name}/text]`,
];

describe('views', () => {
  it('takes a modal with every field at its limit', () => {
    const view = modal({
      title: words('x'.repeat(24)),
      submit: words('🎫'.repeat(24)),
      close: words('x'.repeat(24)),
      private_metadata: 'x'.repeat(3000),
      callback_id: 'x'.repeat(255),
      external_id: 'x'.repeat(255),
      clear_on_close: true,
      notify_on_close: true,
      blocks: [input({ focus_on_load: true }), section()],
    });
    expect(validateView(view, 'modal')).toBeNull();
  });

  it('takes a home tab with an input and no submit', () => {
    expect(validateView(home({ private_metadata: '', callback_id: 'home', blocks: [input()] }), 'home')).toBeNull();
  });

  it('answers as invalid arguments, with messages only', () => {
    const blocks = [section(), { type: 'section', text: words('t'), accessory: { type: 'image', alt_text: 'a' } }];
    const missing = { ...blocks[1], accessory: { type: 'image', image_url: 'https://e.example' } };
    expect(validateView(home({ blocks: [section(), missing] }), 'home')).toEqual({
      error: 'invalid_arguments',
      response_metadata: {
        messages: [wholeView, '[ERROR] missing required field: alt_text [json-pointer:/view/blocks/1/accessory]'],
      },
    });
  });

  it.each(['title', 'submit', 'close'])('refuses a %s of 25 characters', (name) => {
    expect(told(modal({ [name]: words('x'.repeat(25)) }))).toEqual(tooLong(name));
  });

  it.each([
    ['private_metadata', 3000],
    ['callback_id', 255],
    ['external_id', 255],
  ])('refuses a %s over %d characters', (name, max) => {
    const message = `[ERROR] must be less than ${max + 1} characters [json-pointer:/view/${name}]`;
    expect(told(modal({ [name]: 'x'.repeat(max + 1) }))).toEqual([wholeView, message]);
    expect(told(home({ [name]: 'x'.repeat(max + 1) }), 'home')).toEqual([wholeView, message]);
  });

  it('refuses a modal without title', () => {
    expect(told({ type: 'modal', blocks: [] })).toEqual([
      wholeView,
      '[ERROR] missing required field: title [json-pointer:/view]',
    ]);
  });

  it('refuses a title on a home tab', () => {
    expect(told(home({ title: words('t') }), 'home')).toEqual([
      wholeView,
      '[ERROR] invalid additional property: title [json-pointer:/view]',
    ]);
  });

  it('refuses a home tab where a modal belongs', () => {
    expect(told(home())).toEqual([wholeView, '[ERROR] unsupported type: home [json-pointer:/view/type]']);
  });

  it('refuses null as submit', () => {
    expect(told(modal({ submit: null }))).toEqual([
      wholeView,
      '[ERROR] failed to match all allowed schemas [json-pointer:/view/submit]',
      '[ERROR] must provide an object [json-pointer:/view/submit]',
    ]);
  });

  it('refuses an input in a modal without submit', () => {
    expect(told(modal({ blocks: [section(), input()] }))).toEqual([
      '[ERROR] must define `submit` to use an `input` block in modals [json-pointer:/view/blocks/1/input]',
    ]);
  });

  it('refuses a second element that takes the focus', () => {
    const blocks = [input({ focus_on_load: true }), input({ focus_on_load: true })];
    expect(told(modal({ submit: words('Save'), blocks }))).toEqual([
      '[ERROR] only one element can have `focus_on_load` set to true [json-pointer:/view/blocks/1/element/focus_on_load]',
    ]);
  });

  it('refuses a block_id used twice', () => {
    const block = { ...section(), block_id: 'a' };
    expect(told(modal({ blocks: [block, block] }))).toEqual([
      '[ERROR] `block_id` "a" already exists [json-pointer:/view/blocks/1/block_id]',
    ]);
  });

  it('refuses more than 100 blocks', () => {
    expect(told(modal({ blocks: Array(101).fill(section()) }))).toEqual([
      wholeView,
      '[ERROR] no more than 100 items allowed [json-pointer:/view/blocks]',
    ]);
  });

  it('refuses a view over 250 kB, counted in bytes', () => {
    const sized = (last: string) => modal({ blocks: [...Array(82).fill(section('€'.repeat(990))), section(last)] });
    const room = 250_000 - Buffer.byteLength(JSON.stringify(sized('')));
    expect(validateView(sized('x'.repeat(room)), 'modal')).toBeNull();
    expect(validateView(sized('x'.repeat(room + 1)), 'modal')).toEqual({ error: 'view_too_large' });
  });

  it('refuses what is no object', () => {
    expect(told('modal')).toEqual([wholeView, '[ERROR] must provide an object [json-pointer:/view]']);
    expect(told(undefined)).toEqual([wholeView, '[ERROR] must provide an object [json-pointer:/view]']);
  });
});
