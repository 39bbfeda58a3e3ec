import { describe, expect, it } from 'vitest';
import type { Slack } from '../../simulator/start.ts';
import { berlin, startWorld, type World } from '../world/world.ts';

/** The handle of a group for a rotation of the policy. */
const feeding = (groups: Record<string, string>) => (policy: string) =>
  Object.entries(groups).reduce(
    (text, [label, handle]) =>
      text.replace(`label: ${label}\n    role:`, `label: ${label}\n    user_group: ${handle}\n    role:`),
    policy,
  );

const withGroup =
  (...handles: string[]) =>
  (slack: Slack) => {
    for (const handle of handles) slack.addUserGroup({ handle, users: ['UDEE'] });
  };

const membersOf = (w: World, handle: string) =>
  w.slack
    .snapshot()
    .world.userGroups.find((group) => group.handle === handle)
    ?.users.toSorted();

const calls = (w: World, method: string) =>
  w.slack.traffic.filter(({ kind, name }) => kind === 'call' && name === method).length;

const cover = (w: World, rotation: string, user: string, from: string, to: string) => {
  const seconds = (reading: string) => berlin(reading) / 1000;
  return w.submits('dee', { rotation, user, from: seconds(from), to: seconds(to) });
};

describe('a user group', () => {
  it('follows each hand-off, and whoever carries the night', async () => {
    await using w = await startWorld({
      at: '2026-03-02T09:00',
      editPolicy: feeding({ 'Weekday support': 'support' }),
      prepare: withGroup('support'),
    });
    w.ignorePosts();
    expect(membersOf(w, 'support')).toEqual(['UBO']);
    await w.until('2026-03-02T18:01');
    expect(membersOf(w, 'support')).toEqual(['UELI']);
    await w.until('2026-03-03T08:01');
    expect(membersOf(w, 'support')).toEqual(['UFAY']);
    expect(calls(w, 'usergroups.users.update')).toBe(3);
  });

  it('follows a cover at once, and its end', async () => {
    await using w = await startWorld({
      at: '2026-03-02T09:00',
      editPolicy: feeding({ 'Weekday support': 'support' }),
      prepare: withGroup('support'),
    });
    w.ignorePosts();
    await w.types('dee', '/oncall cover');
    await cover(w, 'support', 'UCY', '2026-03-02T09:00', '2026-03-02T12:00');
    expect(membersOf(w, 'support')).toEqual(['UCY']);
    await w.until('2026-03-02T12:01');
    expect(membersOf(w, 'support')).toEqual(['UBO']);
  });

  it('holds everybody who is on in the rotations that feed it', async () => {
    await using w = await startWorld({
      at: '2026-03-02T09:00',
      editPolicy: feeding({ 'Weekday support': 'team', 'Ops duty': 'team', 'On-call': 'nights' }),
      prepare: withGroup('team', 'nights'),
    });
    w.ignorePosts();
    expect(membersOf(w, 'team')).toEqual(['UBO', 'UCY']);
    expect(membersOf(w, 'nights')).toEqual(['UELI']);
    await w.until('2026-03-03T08:01');
    expect(membersOf(w, 'team')).toEqual(['UCY', 'UFAY']);
  });

  it('holds those of every layer', async () => {
    await using w = await startWorld({
      at: '2026-03-02T09:00',
      editPolicy: (text) =>
        feeding({ 'On-call': 'nights' })(text).replace(
          'user_group: nights\n',
          'user_group: nights\n    layers: [primary, secondary]\n',
        ),
      prepare: withGroup('nights'),
    });
    expect(membersOf(w, 'nights')).toEqual(['UELI', 'UFAY']);
  });

  it('keeps the last ones where nobody is on, since Slack has no empty groups', async () => {
    await using w = await startWorld({
      at: '2026-03-02T09:00',
      editPolicy: (text) => feeding({ 'Weekday support': 'support' })(text).replace('    night: on-call\n', ''),
      prepare: withGroup('support'),
    });
    w.ignorePosts();
    await w.until('2026-03-02T19:00');
    expect(membersOf(w, 'support')).toEqual(['UBO']);
    expect(calls(w, 'usergroups.users.update')).toBe(1);
    await w.until('2026-03-03T08:01');
    expect(membersOf(w, 'support')).toEqual(['UFAY']);
  });

  it('leaves out whose account is deactivated, whom Slack would refuse', async () => {
    await using w = await startWorld({
      at: '2026-03-02T09:00',
      editPolicy: feeding({ 'Weekday support': 'team', 'Ops duty': 'team' }),
      prepare: (slack) => {
        withGroup('team')(slack);
        slack.changePerson('UCY', { deleted: true });
      },
    });
    expect(membersOf(w, 'team')).toEqual(['UBO']);
  });

  it('is left alone while it is right, also by a restart, and put right when somebody changed it by hand', async () => {
    await using w = await startWorld({
      at: '2026-03-02T09:00',
      editPolicy: feeding({ 'Weekday support': 'support' }),
      prepare: withGroup('support'),
    });
    await w.restart();
    expect(calls(w, 'usergroups.users.update')).toBe(1);
    await w.restart(() => {
      const group = w.slack.snapshot().world.userGroups[0];
      if (group) group.users = ['UCY'];
    });
    expect(membersOf(w, 'support')).toEqual(['UBO']);
  });

  it('catches up after a restart over a hand-off', async () => {
    await using w = await startWorld({
      at: '2026-03-02T17:00',
      editPolicy: feeding({ 'Weekday support': 'support' }),
      prepare: withGroup('support'),
    });
    w.ignorePosts();
    await w.restart(() => w.clock.moveTo(berlin('2026-03-02T19:00')));
    expect(membersOf(w, 'support')).toEqual(['UELI']);
  });

  it('follows an import that another process made', async () => {
    await using w = await startWorld({
      at: '2026-03-02T09:00',
      editPolicy: feeding({ 'Ops duty': 'ops' }),
      prepare: withGroup('ops'),
    });
    await w.importPeople((text) => text.replace('ops-duty: [UCY]', 'ops-duty: [UFAY]'));
    await w.until('2026-03-09T08:01');
    w.ignorePosts();
    expect(membersOf(w, 'ops')).toEqual(['UFAY']);
  });
});

describe('a group that Slack refuses', () => {
  it.each([
    ['nobody', 'has no user groups'],
    ['admins', 'lets only some people change user groups'],
  ] as const)('is told to the lead once, naming all it stands against (%s)', async (whom, why) => {
    await using w = await startWorld({
      at: '2026-03-02T09:00',
      editPolicy: feeding({ 'Weekday support': 'support', 'Ops duty': 'ops' }),
      prepare: (slack) => {
        withGroup('support', 'ops')(slack);
        slack.limitUserGroups(whom);
      },
    });
    w.dm('dee').expect(['@support, @ops', why, 'everything else works as before']);
    const before = calls(w, 'usergroups.list') + calls(w, 'usergroups.users.update');
    await w.until('2026-03-02T18:05');
    expect(calls(w, 'usergroups.list') + calls(w, 'usergroups.users.update')).toBe(before);
    await w.until('2026-03-05T09:30');
    expect(calls(w, 'usergroups.users.update')).toBeLessThanOrEqual(4);
    await w.restart();
    w.in('#handover').expect('Weekday support: Bo → Eli');
    expect(w.dm('dee').count('user groups')).toBe(1);
    w.ignorePosts();
    w.slack.limitUserGroups('everybody');
    await w.restart();
    expect(membersOf(w, 'support')).toEqual(['UFAY']);
    w.slack.limitUserGroups(whom);
    await w.until('2026-03-06T08:01');
    expect(w.dm('dee').count('user groups')).toBe(2);
  });

  it('later on is told once for every group, also for those that were right till then', async () => {
    await using w = await startWorld({
      at: '2026-03-02T09:00',
      editPolicy: feeding({ 'Weekday support': 'support', 'On-call': 'nights' }),
      prepare: withGroup('support', 'nights'),
    });
    w.ignorePosts();
    w.slack.limitUserGroups('admins');
    await w.until('2026-03-02T18:01');
    w.dm('dee').expect('@support, @nights');
    await w.until('2026-03-06T09:00');
    expect(w.dm('dee').count('user groups')).toBe(1);
  });

  it('at night is told when the hours of the lead begin, if it still stands then', async () => {
    await using w = await startWorld({
      at: '2026-03-02T19:00',
      editPolicy: (text) =>
        feeding({ 'On-call': 'nights' })(text).replace(/(label: On-call\n.*\n.*\n.*at: )08:00/, '$102:30'),
      prepare: withGroup('nights'),
    });
    w.ignorePosts();
    const heard = () => w.slack.dm('UDEE').filter(({ text }) => text.includes('@nights'));
    w.slack.limitUserGroups('admins');
    await w.until('2026-03-03T06:59');
    expect(heard()).toEqual([]);
    await w.restart();
    await w.until('2026-03-03T07:00');
    expect(heard()).toHaveLength(1);
    w.slack.limitUserGroups('everybody');
    await w.restart();
    w.slack.limitUserGroups('admins');
    await w.until('2026-03-04T03:00');
    w.slack.limitUserGroups('everybody');
    await w.restart();
    await w.until('2026-03-04T12:00');
    expect(heard()).toHaveLength(1);
  });

  it('is not taken for mended because the people in it happen to be right', async () => {
    await using w = await startWorld({
      at: '2026-03-02T09:00',
      editPolicy: feeding({ 'On-call': 'nights' }),
      prepare: (slack) => {
        slack.addUserGroup({ handle: 'nights', users: ['UFAY'] });
        slack.limitUserGroups('admins');
      },
    });
    w.ignorePosts();
    await w.until('2026-03-07T09:00');
    expect(w.dm('dee').count('user group')).toBe(1);
  });

  it('because nobody made it yet is told, and tried again after a day', async () => {
    await using w = await startWorld({
      at: '2026-03-02T09:00',
      editPolicy: feeding({ 'Weekday support': 'support', 'Ops duty': 'ops' }),
      prepare: withGroup('ops'),
    });
    w.dm('dee').expect(['*@support*', 'no active user group with this handle']);
    w.ignorePosts();
    expect(membersOf(w, 'ops')).toEqual(['UCY']);
    w.slack.addUserGroup({ handle: 'support', users: ['UDEE'] });
    await w.until('2026-03-03T09:30');
    expect(membersOf(w, 'support')).toEqual(['UFAY']);
    expect(w.dm('dee').count('user group')).toBe(1);
  });

  it('because of somebody in it names them, and follows whoever comes next', async () => {
    await using w = await startWorld({
      at: '2026-03-02T09:00',
      editPolicy: feeding({ 'Weekday support': 'support' }),
      prepare: (slack) => {
        withGroup('support')(slack);
        slack.faults.next('usergroups.users.update', { error: 'invalid_users' });
      },
    });
    w.dm('dee').expect(['*@support*', "Slack won't have Bo in it (invalid_users)"]);
    w.ignorePosts();
    await w.until('2026-03-02T18:01');
    expect(membersOf(w, 'support')).toEqual(['UELI']);
  });

  it('for want of a scope says how to get it', async () => {
    await using w = await startWorld({
      editPolicy: feeding({ 'Ops duty': 'ops' }),
      prepare: (slack) => {
        withGroup('ops')(slack);
        slack.faults.next('usergroups.users.update', { error: 'missing_scope' });
      },
    });
    w.dm('dee').expect(['@ops', 'Install the app again with its current manifest']);
  });
});

describe('trouble that passes', () => {
  it('is tried again a little later each time, without telling anybody', async () => {
    await using w = await startWorld({
      at: '2026-03-02T09:00',
      editPolicy: feeding({ 'Ops duty': 'ops' }),
      prepare: (slack) => {
        withGroup('ops')(slack);
        slack.faults.next('usergroups.list', { status: 503 }, { times: 3 });
      },
    });
    expect(membersOf(w, 'ops')).toEqual(['UDEE']);
    await w.advance({ seconds: 40 });
    expect(membersOf(w, 'ops')).toEqual(['UCY']);
    expect(calls(w, 'usergroups.list')).toBe(4);
  });

  it('keeps away as long as Slack asks, for all groups', async () => {
    await using w = await startWorld({
      at: '2026-03-02T09:00',
      editPolicy: feeding({ 'Weekday support': 'support', 'Ops duty': 'ops' }),
      prepare: (slack) => {
        withGroup('support', 'ops')(slack);
        slack.faults.next('usergroups.users.update', { status: 429, retryAfter: 30 });
      },
    });
    await w.advance({ seconds: 29 });
    expect(calls(w, 'usergroups.users.update')).toBe(1);
    await w.advance({ seconds: 2 });
    expect([membersOf(w, 'support'), membersOf(w, 'ops')]).toEqual([['UBO'], ['UCY']]);
  });

  it('with a lost answer is no harm: the next look finds it done', async () => {
    await using w = await startWorld({
      at: '2026-03-02T09:00',
      editPolicy: feeding({ 'Ops duty': 'ops' }),
      prepare: (slack) => {
        withGroup('ops')(slack);
        slack.faults.next('usergroups.users.update', { loseAnswer: true });
      },
    });
    await w.advance({ seconds: 10 });
    expect(membersOf(w, 'ops')).toEqual(['UCY']);
    expect(calls(w, 'usergroups.users.update')).toBe(1);
  });
});
