import { expect, it } from 'vitest';
import { validateBlocks } from '../../simulator/blocks/validate.ts';
import type { ConcernKind } from '../../src/notices/concern.ts';
import * as views from '../../src/notices/views.ts';
import type { RotationRule } from '../../src/policy/policy.ts';
import { readPolicy } from '../../src/policy/read.ts';

const [terms] = Object.values(readPolicy('policies/stakater.yml').rotations) as [RotationRule];
const now = 1_772_000_000_000;
const say = {
  name: (user: string) => `${user} ${'<&> '.repeat(40)}`,
  zone: 'Europe/Berlin',
  label: () => 'x'.repeat(75),
};
const many = <T>(value: T): T[] => Array.from({ length: 60 }, () => value);
const start = {
  terms,
  holidays: [],
  layer: 'primary',
  user: 'ana',
  after: 'bo',
  from: now,
  to: now + 3_600_000,
  turnTo: now,
};
const stint = { user: 'ana', from: now, to: now + 86_400_000 };
const concern = (kind: ConcernKind) => ({ kind, rotation: 'support', user: 'ana', parts: many(stint) });

it.each([
  ['the start', views.startNotice(start, say)],
  ['the reminder of one shift', views.reminder([{ ...start, at: now }], say)],
  ['the reminder of many shifts', views.reminder(many({ ...start, at: now }), say)],
  [
    'the week ahead',
    views.weekAhead(
      many({ label: 'x'.repeat(75), layer: 'primary', zone: 'Europe/Berlin', served: many(stint), gaps: many(stint) }),
      many(stint),
      say,
    ),
  ],
  ...(['gap', 'empty', 'absence', 'gone'] as const).flatMap((kind): [string, ReturnType<typeof views.asked>][] => [
    [`the card of ${kind}`, views.concernCard(concern(kind), say, true)],
    [`the settled card of ${kind}`, views.settledCard(concern(kind), say)],
  ]),
  ['what is still empty', views.stillEmpty('support', say)],
])('%s keeps within the limits of a message, however much there is', (_, { text, blocks }) => {
  expect(text).not.toBe('');
  expect(validateBlocks(blocks ?? [], 'message')).toEqual([]);
});
