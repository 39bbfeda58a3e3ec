import { expect, it } from 'vitest';
import { rotationDesk } from '../../test/fixtures/rotation-desk.ts';
import { HOUR, MINUTE } from '../time/duration.ts';
import { timerDueAt } from '../timers/timers.ts';
import { lookAtGroups } from './jobs.ts';
import { followGroups, groupsToTell, noteOutcomes } from './service.ts';

it('looks again soon at a group that is due, in case whoever was to tell Slack has ended, and seldom once it is settled', async () => {
  const desk = await rotationDesk('2026-03-02T09:00', { support: ['UANA', 'UBO'] }, { userGroup: 'team' });
  try {
    const { db, clock, policy, transact } = desk;
    const nextLook = async () => ((await timerDueAt(db.reader, lookAtGroups, {})) ?? 0) - clock.now();
    await transact((tx) => followGroups({ policy }, tx));
    expect(await nextLook()).toBe(10 * MINUTE);

    const [wanted] = await groupsToTell(db.reader, policy, clock.now());
    expect(wanted?.users).toEqual(['UANA']);
    const outcomes = new Map([['team', { kind: 'settled' as const, users: wanted?.users ?? [] }]]);
    await transact((tx) => noteOutcomes({ policy } as never, tx, outcomes));
    expect(await groupsToTell(db.reader, policy, clock.now())).toEqual([]);
    expect(await nextLook()).toBeGreaterThan(HOUR);
  } finally {
    await desk.close();
  }
});
