import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DAY, HOUR } from '../time/duration.ts';
import type { Override } from './override.ts';
import { type Rotation, whoIsOn } from './rotation.ts';
import type { RotationRule } from './rule.ts';
import { serving } from './serving.ts';

const monday = Date.parse('2026-01-05T08:00+01:00');
const people = fc.constantFrom('ana', 'bo', 'cy');

const rule = (windows: boolean, every: 'day' | 'week'): RotationRule => ({
  timezone: 'Europe/Berlin',
  anchor: '2026-01-05T08:00',
  handoff: { every, interval: 1, at: '08:00' },
  ...(windows ? { windows: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '08:00', to: '18:00' }] } : {}),
});

const override: fc.Arbitrary<Override> = fc
  .record({ from: fc.integer({ min: 0, max: 20 * 24 }), hours: fc.integer({ min: 1, max: 60 }), user: people })
  .map(({ from, hours, user }) => ({
    from: monday + from * HOUR,
    to: monday + (from + hours) * HOUR,
    user,
    createdAt: monday,
  }));

it('answers what is worked out anew, whatever was asked before and whoever came or went meanwhile', () => {
  const step = fc.record({
    users: fc.uniqueArray(people, { minLength: 1 }),
    overrides: fc.array(override, { maxLength: 3 }),
    hours: fc.array(fc.integer({ min: -2 * 24, max: 20 * 24 }), { minLength: 1, maxLength: 12 }),
  });
  fc.assert(
    fc.property(fc.boolean(), fc.constantFrom('day', 'week'), fc.array(step), (windows, every, steps) => {
      const own = rule(windows, every);
      let last = monday;
      for (const { users, overrides, hours } of steps) {
        const rotation: Rotation = { rule: own, members: [{ from: monday, users }], overrides };
        for (const at of [last, ...hours.map((hour) => monday + hour * HOUR)]) {
          const { user, until } = whoIsOn(rotation, at);
          expect(serving(rotation, at)).toMatchObject({ user, until });
          last = at;
        }
      }
    }),
    { numRuns: 30 },
  );
});

it('sees in time that somebody else comes on at the far end of the year', () => {
  const leaves = monday + 400 * DAY;
  const rotation: Rotation = {
    rule: rule(false, 'week'),
    members: [{ from: monday, users: ['ana'] }],
    overrides: [{ from: leaves, to: leaves + DAY, user: 'bo', createdAt: monday }],
  };
  const justBeyondSight = leaves - 367 * DAY;
  expect(serving(rotation, justBeyondSight).until).toBeNull();
  expect(serving(rotation, justBeyondSight + HOUR).until).toBeNull();
  expect(serving(rotation, leaves - 365 * DAY).until).toBe(leaves);
});
