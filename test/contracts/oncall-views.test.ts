import { expect, it } from 'vitest';
import { validateBlocks } from '../../simulator/blocks/validate.ts';
import type { Coming } from '../../src/oncall/board.ts';
import * as views from '../../src/oncall/views.ts';
import { readPolicy } from '../../src/policy/read.ts';
import { coverNotice } from '../../src/rotations/telling.ts';

const policy = readPolicy('policies/stakater.yml');
const [terms] = Object.values(policy.rotations) as [Coming['terms']];
const now = 1_772_000_000_000;
const say = { name: (user: string) => `${user} ${'x'.repeat(80)}`, zone: policy.timezone, now };
const duty = { user: 'ana', from: now, until: now + 3_600_000, why: { kind: 'outside_windows' as const } };
const kept = { id: 1, rotation: terms.key, from: now, to: now + 1, user: 'ana', createdAt: now, createdBy: 'bo' };

const many = <T>(value: T): T[] => Array.from({ length: 60 }, () => value);

it.each([
  [
    'the board',
    views.board({ lines: many({ terms, duty, next: { user: 'bo', label: 'On-call' } }), leads: many('dee') }, say),
  ],
  ['the board of a policy without rotations', views.board({ lines: [], leads: [] }, say)],
  ['my shifts', views.own(many({ terms, now: duty, next: duty }), say)],
  ['what comes next', views.coming(many({ terms, now: 'ana', shifts: many({ ...kept }), covers: many(kept) }), say)],
  ['the notice of a cover', coverNotice(kept, { ...say, label: terms.label })],
  ['the help', views.help('x'.repeat(5000))],
])('%s keeps within the limits of a message, however much there is', (_, { text, blocks }) => {
  expect(text).not.toBe('');
  expect(validateBlocks(blocks ?? [], 'message')).toEqual([]);
});

it.each([
  ['cover', views.coverModal(policy)],
  ['order', views.orderModal(terms, ['U012ABCDEF'])],
  ['order of nobody', views.orderModal(terms, [])],
])('the form for a %s is a valid modal', (_, modal) => {
  expect(validateBlocks(modal.blocks, 'modal')).toEqual([]);
  expect([...modal.title.text].length).toBeLessThanOrEqual(24);
});
