import { expect, it } from 'vitest';
import { openUserGroups } from '../../src/slack/usergroups.ts';
import { manifest, refusal, socketApp, testWorld } from './slack-world.ts';

it('lists groups with their members and replaces the members, told by events', async () => {
  await using w = await testWorld();
  const group = w.slack.addUserGroup({ handle: 'support-oncall', users: [w.bo] });
  const heard: unknown[] = [];
  await using _ = await socketApp(w.slack, (app) => {
    app.event('subteam_updated', async ({ event }) => void heard.push(event.subteam.users));
  });
  const groups = openUserGroups(w.web);
  expect(await groups.all()).toEqual([{ id: group.id, handle: 'support-oncall', users: [w.bo] }]);
  await groups.setMembers(group.id, [w.cy, w.bo]);
  expect((await w.web.usergroups.users.list({ usergroup: group.id })).users).toEqual([w.cy, w.bo]);
  await w.slack.settled();
  expect(heard).toEqual([[w.cy, w.bo]]);
});

it('refuses nobody, strangers, deactivated people and unknown groups, as Slack does', async () => {
  await using w = await testWorld();
  const { id } = w.slack.addUserGroup({ handle: 'support-oncall', users: [w.bo] });
  const gone = w.slack.addPerson({ name: 'gus', deleted: true }).id;
  const update = async (usergroup: string, users: string) =>
    (await refusal(w.web.usergroups.users.update({ usergroup, users }))).error;
  expect(await update(id, '')).toBe('no_users_provided');
  expect(await update(id, `${w.bo},${w.ana}`)).toBe('invalid_users');
  expect(await update(id, gone)).toBe('invalid_users');
  expect(await update('S0', w.bo)).toBe('no_such_subteam');
  expect((await w.web.usergroups.users.list({ usergroup: id })).users).toEqual([w.bo]);
});

it('has no groups on a free plan, and lets nobody but admins change them where the workspace says so', async () => {
  await using w = await testWorld();
  const { id } = w.slack.addUserGroup({ handle: 'support-oncall', users: [w.bo] });
  const update = w.web.usergroups.users.update;
  w.slack.limitUserGroups('admins');
  expect((await refusal(update({ usergroup: id, users: w.cy }))).error).toBe('permission_denied');
  expect((await w.web.usergroups.list()).usergroups).toHaveLength(1);
  w.slack.limitUserGroups('nobody');
  expect((await refusal(w.web.usergroups.list())).error).toBe('plan_upgrade_required');
  expect((await refusal(update({ usergroup: id, users: w.cy }))).error).toBe('plan_upgrade_required');
});

it('asks for both scopes', async () => {
  await using w = await testWorld({ grantedScopes: ['chat:write'], manifest });
  const { id } = w.slack.addUserGroup({ handle: 'support-oncall', users: [w.bo] });
  expect((await refusal(w.web.usergroups.list())).needed).toBe('usergroups:read');
  expect((await refusal(w.web.usergroups.users.update({ usergroup: id, users: w.cy }))).needed).toBe(
    'usergroups:write',
  );
});

it('allows 20 calls a minute', async () => {
  await using w = await testWorld();
  for (let i = 0; i < 20; i += 1) await w.web.usergroups.list();
  await expect(w.web.usergroups.list()).rejects.toMatchObject({ retryAfter: expect.any(Number) });
});
