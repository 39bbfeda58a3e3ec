import { DateTime } from 'luxon';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { home, type RotationDesk, rotationDesk } from '../../test/fixtures/rotation-desk.ts';
import { openLog } from '../log.ts';
import type { NoticeKind } from '../policy/policy.ts';
import { keepPerson } from '../slack/people.ts';
import { timerDueAt } from '../timers/timers.ts';
import { lookAtNotices } from './jobs.ts';
import { look, planNotices } from './service.ts';

const berlin = (local: string) => DateTime.fromISO(local, { zone: 'Europe/Berlin' }).toMillis();

let d: RotationDesk;
const begin = async (notices: NoticeKind[]) => {
  d = await rotationDesk('2026-01-05T08:00', { 'ops-duty': ['UANA', 'UBO'], support: ['UELI', 'UCY'] }, { notices });
};
const deskOf = () => ({ policy: d.policy, log: openLog('silent') });
const dueAt = () => timerDueAt(d.db.reader, lookAtNotices, { since: 0 });

beforeEach(() => begin(['shift_start', 'day_before']));
afterEach(() => d.close());

describe('the next look', () => {
  it('comes when something is to be told, and planning it again changes nothing', async () => {
    d.clock.moveTo(berlin('2026-01-05T14:00'));
    await d.transact((tx) => planNotices(deskOf(), tx));
    expect(await dueAt()).toBe(berlin('2026-01-05T15:00'));
    await d.transact((tx) => planNotices(deskOf(), tx));
    expect(await dueAt()).toBe(berlin('2026-01-05T15:00'));
  });

  it('that was missed is not planned away: it still comes, and catches up', async () => {
    d.clock.moveTo(berlin('2026-01-05T14:00'));
    await d.transact((tx) => planNotices(deskOf(), tx));
    d.clock.moveTo(berlin('2026-01-05T16:00'));
    await d.transact((tx) => planNotices(deskOf(), tx));
    expect(await dueAt()).toBe(berlin('2026-01-05T15:00'));
  });
});

it('after weeks tells who is on now of a start, and nobody of what is over or has begun', async () => {
  d.clock.moveTo(berlin('2026-01-20T12:00'));
  await d.transact((tx) => look(deskOf(), tx, berlin('2026-01-05T09:00')));
  expect(await d.told()).toEqual([['UANA', 'You are on *Ops duty* now, until Mon 08:00, after bo.']]);
});

it('is told to everybody in the zone of the policy whose own one this computer does not know', async () => {
  await d.close();
  await begin(['shift_start', 'day_before', 'absence', 'gap']);
  for (const [id, name] of Object.entries({ UCY: 'cy', UELI: 'eli' }))
    await d.transact((tx) => keepPerson(tx, { id, name, team_id: 'T1', tz: 'Mars/Olympus' }, home));
  d.clock.moveTo(berlin('2026-01-05T15:00'));
  await d.transact((tx) => look(deskOf(), tx, berlin('2026-01-05T14:00')));
  expect(await d.told()).toContainEqual([
    'UCY',
    'You are on *Weekday support* from Tue 08:00 to Tue 18:00, after eli.',
  ]);
});

it('looks at the times of the policy, with those of most desks where it names none', async () => {
  const policy = { ...d.policy, noticeTimes: { dayBefore: '17:30', morning: '07:15', evening: '20:00' } };
  const lookAt = async (at: string, of = policy) => {
    d.clock.moveTo(berlin(at));
    await d.transact((tx) => look({ ...deskOf(), policy: of }, tx, berlin(at)));
    return DateTime.fromMillis((await dueAt()) ?? 0, { zone: 'Europe/Berlin' }).toFormat('ccc HH:mm');
  };
  expect(await lookAt('2026-01-06T07:00')).toBe('Tue 07:15');
  expect(await lookAt('2026-01-06T14:00')).toBe('Tue 17:30');
  expect(await lookAt('2026-01-06T14:00', d.policy as typeof policy)).toBe('Tue 15:00');
  expect(await lookAt('2026-01-06T16:00', d.policy as typeof policy)).toBe('Wed 09:00');
});

it('tells a reminder once, also when it is looked again over the same time', async () => {
  await d.close();
  await begin(['day_before']);
  d.clock.moveTo(berlin('2026-01-05T15:00'));
  await d.transact((tx) => look(deskOf(), tx, berlin('2026-01-05T14:00')));
  await d.transact((tx) => look(deskOf(), tx, berlin('2026-01-05T14:00')));
  expect(await d.told()).toEqual([['UCY', 'You are on *Weekday support* from Tue 08:00 to Tue 18:00, after eli.']]);
});
