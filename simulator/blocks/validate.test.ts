import { describe, expect, it } from 'vitest';
import { actions, button, input, marked, told, words, x } from './expectations.ts';
import { everywhere, inMessagesOnly, outsideModals } from './samples.ts';
import type { Surface } from './schema.ts';
import { validateBlocks } from './validate.ts';

describe('blocks that Slack takes', () => {
  const surfaces: Surface[] = ['message', 'modal', 'home'];
  it.each(Object.entries(everywhere))('%s is taken on every surface', (_, block) => {
    for (const surface of surfaces) expect(told(block, surface)).toEqual([]);
  });
  it.each(Object.entries(outsideModals))('%s is taken in messages and on Home, and refused in modals', (_, block) => {
    expect(told(block, 'message')).toEqual([]);
    expect(told(block, 'home')).toEqual([]);
    expect(told(block, 'modal')).toEqual([`unsupported type: ${block.type} @ /blocks/0/type`]);
  });
  it.each(Object.entries(inMessagesOnly))('%s is taken in messages and refused in views', (_, block) => {
    expect(told(block, 'message')).toEqual([]);
    expect(told(block, 'home')).toEqual([`unsupported type: ${block.type} @ /blocks/0/type`]);
    expect(told(block, 'modal')).toEqual([`unsupported type: ${block.type} @ /blocks/0/type`]);
  });
  it('charts are taken in messages and refused in views', () => {
    const pie = { type: 'pie', segments: [{ label: 'met', value: 9 }] };
    const series = [{ name: 'met', data: [{ label: 'Mon', value: 1 }] }];
    const bar = { type: 'bar', series, axis_config: { categories: ['Mon'], x_label: 'day' } };
    for (const chart of [pie, bar]) {
      const block = { type: 'data_visualization', title: 'SLA', chart };
      expect(told(block)).toEqual([]);
      expect(told(block, 'modal')).toEqual(['unsupported type: data_visualization @ /blocks/0/type']);
    }
  });
  it('an alert is taken in modals and refused elsewhere', () => {
    const alert = { type: 'alert', text: marked('Careful'), level: 'warning' };
    expect(told(alert, 'modal')).toEqual([]);
    expect(told(alert, 'message')).toEqual(['unsupported type: alert @ /blocks/0/type']);
    expect(told(alert, 'home')).toEqual(['unsupported type: alert @ /blocks/0/type']);
  });
  it('a file block is refused everywhere', () => {
    const file = { type: 'file', source: 'remote', external_id: 'x' };
    for (const surface of surfaces) expect(told(file, surface)).toEqual(['unsupported type: file @ /blocks/0/type']);
  });
  it('a file input is taken in modals and refused in messages', () => {
    const file = input({ type: 'file_input', filetypes: ['pdf'], max_files: 10 });
    expect(told(file, 'modal')).toEqual([]);
    expect(told(file)).toEqual(['unsupported type: file_input @ /blocks/0/element/type']);
  });
  it('an emoji counts as one character', () => {
    expect(told({ type: 'header', text: words('🎫'.repeat(150)) })).toEqual([]);
    expect(told({ type: 'header', text: words('🎫'.repeat(151)) })).toHaveLength(2);
  });
});

describe('blocks that Slack refuses together', () => {
  it('the 51st block of a message and the 101st of a view are refused', () => {
    const dividers = (count: number) => Array(count).fill({ type: 'divider' });
    expect(validateBlocks(dividers(50), 'message')).toEqual([]);
    expect(validateBlocks(dividers(51), 'message')).toEqual([
      { message: 'no more than 50 items allowed', pointer: '/blocks' },
    ]);
    expect(validateBlocks(dividers(100), 'home')).toEqual([]);
    expect(validateBlocks(dividers(101), 'modal')).toEqual([
      { message: 'no more than 100 items allowed', pointer: '/blocks' },
    ]);
  });
  it('a block_id used twice is refused, also inside a container', () => {
    const divider = { type: 'divider', block_id: 'a' };
    const container = { type: 'container', title: words('t'), child_blocks: [divider] };
    expect(validateBlocks([divider, divider], 'message')).toEqual([
      { message: '`block_id` "a" already exists', pointer: '/blocks/1/block_id' },
    ]);
    expect(validateBlocks([divider, container], 'message')).toEqual([
      { message: '`block_id` "a" already exists', pointer: '/blocks/1/child_blocks/0/block_id' },
    ]);
  });
  it('an action_id may return in another block', () => {
    expect(
      validateBlocks([actions(button({ action_id: 'a' })), actions(button({ action_id: 'a' }))], 'message'),
    ).toEqual([]);
  });
  it('every fault is told, in the order of the blocks', () => {
    const faults = validateBlocks(
      [
        { type: 'header', text: words(x(151)) },
        { type: 'divider', text: 1 },
      ],
      'message',
    );
    expect(faults.map(({ pointer }) => pointer)).toEqual(['/blocks/0/text', '/blocks/0/text/text', '/blocks/1']);
  });
  it('blocks that are no list are refused', () => {
    expect(validateBlocks({}, 'message')).toEqual([{ message: 'must provide an array', pointer: '/blocks' }]);
  });
});
