import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dueAt, type GroupState, groupsOf, isNews, type Outcome, sameMembers, stateAfter } from './usergroup.ts';

const fresh: GroupState = { handle: 'support', users: null, problem: null, refused: null, tries: 0, notBefore: 0 };
const DAY = 24 * 3_600_000;

it('collects the rotations that feed a group', () => {
  const rotation = (key: string, userGroup: string | null) => ({ key, userGroup });
  const rotations = { a: rotation('a', 'team'), b: rotation('b', null), c: rotation('c', 'team') };
  expect(groupsOf({ rotations } as never)).toEqual(new Map([['team', ['a', 'c']]]));
});

describe('what Slack is owed', () => {
  it('is nothing once it confirmed the same people, in whatever order', () => {
    const settled = stateAfter(fresh, { kind: 'settled', users: ['UBO', 'UCY'] }, 1);
    expect(dueAt(fresh, ['UBO'])).toBe(0);
    expect(dueAt(settled, ['UCY', 'UBO'])).toBeNull();
    expect(dueAt(settled, ['UCY'])).toBe(0);
    expect(sameMembers(['UBO', 'UBO'], ['UBO', 'UCY'])).toBe(false);
  });

  it('is never an empty group', () => {
    expect(dueAt(fresh, [])).toBeNull();
  });

  it('waits a day after a refusal, whoever comes on meanwhile', () => {
    const refused = stateAfter(fresh, { kind: 'refused', problem: 'permission_denied', users: ['UBO'] }, 5);
    expect(dueAt(refused, ['UBO'])).toBe(5 + DAY);
    expect(dueAt(refused, ['UCY'])).toBe(5 + DAY);
  });

  it('waits for no day where Slack refused people and others are on now', () => {
    const refused = stateAfter(fresh, { kind: 'refused', problem: 'invalid_users', users: ['UBO'] }, 5);
    expect(dueAt(refused, ['UBO'])).toBe(5 + DAY);
    expect(dueAt(refused, ['UCY'])).toBe(0);
  });

  it('is tried less and less often while trouble lasts, at least every ten minutes, and as late as Slack says', () => {
    let state = fresh;
    const waits = Array.from({ length: 12 }, () => {
      state = stateAfter(state, { kind: 'again', wait: null }, 0);
      return state.notBefore;
    });
    expect(waits.slice(0, 4)).toEqual([5_000, 10_000, 20_000, 40_000]);
    expect(waits.at(-1)).toBe(600_000);
    expect(stateAfter(fresh, { kind: 'again', wait: 30_000 }, 7).notBefore).toBe(30_007);
  });
});

it('keeps a problem until the group works again, whatever happens in between', () => {
  const outcome: fc.Arbitrary<Outcome> = fc.oneof(
    fc.constant<Outcome>({ kind: 'again', wait: null }),
    fc.constantFrom('a', 'b').map((problem): Outcome => ({ kind: 'refused', problem, users: [] })),
    fc.constant<Outcome>({ kind: 'settled', users: ['UBO'] }),
  );
  fc.assert(
    fc.property(fc.array(outcome, { maxLength: 12 }), (outcomes) => {
      const state = outcomes.reduce((before, each, now) => stateAfter(before, each, now), fresh);
      const since = outcomes.slice(outcomes.findLastIndex(({ kind }) => kind === 'settled') + 1);
      const last = since.findLast((each) => each.kind === 'refused');
      expect(state.problem).toBe(last?.kind === 'refused' ? last.problem : null);
    }),
  );
});

it('is news when people are refused, once for the same ones, and when another problem comes up', () => {
  const refuse = (before: GroupState, problem: string, ...users: string[]) => {
    const state = stateAfter(before, { kind: 'refused', problem, users }, 5);
    return { state, news: isNews(before, state) };
  };
  const bo = refuse(fresh, 'invalid_users', 'UBO');
  const works = stateAfter(bo.state, { kind: 'settled', users: ['UCY'] }, 6);
  expect([bo.news, refuse(works, 'invalid_users', 'UBO').news, refuse(works, 'invalid_users', 'UFAY').news]).toEqual([
    true,
    false,
    true,
  ]);
  const denied = refuse(works, 'permission_denied', 'UBO');
  expect([denied.news, refuse(denied.state, 'permission_denied', 'UCY').news]).toEqual([true, false]);
});
