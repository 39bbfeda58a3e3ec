import { announceWorld } from '../announce.ts';
import { emit } from '../events.ts';
import { userGroupObject, userObject } from '../objects.ts';
import type { UserGroup } from '../protocol.ts';
import { isExternal, seconds, type Workspace } from '../workspace.ts';
import { page } from './arguments.ts';
import { ApiError, type Call, type MethodTable, needs } from './method.ts';

export const peopleMethods: MethodTable = {
  'users.info': {
    tier: 't4',
    json: false,
    ...needs('users:read'),
    args: { user: 'string!', include_locale: 'boolean' },
    run({ ws, args }) {
      const person = ws.people.get(String(args.user));
      if (!person) throw new ApiError('user_not_found');
      const locale = args.include_locale === true && !isExternal(ws, person.id) ? { locale: 'en-US' } : {};
      return { user: { ...userObject(ws, person), ...locale } };
    },
  },
  'users.list': {
    tier: 't2',
    json: false,
    ...needs('users:read'),
    args: { cursor: 'string', limit: 'integer', include_locale: 'boolean', team_id: 'string' },
    run({ ws, args }) {
      const own = [...ws.people.values()].filter((person) => !isExternal(ws, person.id));
      const { items, cursor } = page(own, args, { standard: 1_000, most: 1_000 });
      return {
        members: items.map((person) => userObject(ws, person)),
        cache_ts: seconds(ws),
        response_metadata: { next_cursor: cursor },
      };
    },
  },
  'users.lookupByEmail': {
    tier: 't3',
    json: false,
    ...needs('users:read.email'),
    args: { email: 'string!' },
    run({ ws, args }) {
      const person = [...ws.people.values()].find(
        (one) => one.email === args.email && !isExternal(ws, one.id) && !one.deleted && !one.bot,
      );
      if (!person) throw new ApiError('users_not_found');
      return { user: userObject(ws, person) };
    },
  },
  'usergroups.list': {
    tier: 't2',
    json: false,
    ...needs('usergroups:read'),
    args: { include_count: 'boolean', include_disabled: 'boolean', include_users: 'boolean', team_id: 'string' },
    run({ ws, args }) {
      paidFor(ws);
      const groups = [...ws.userGroups.values()];
      return { usergroups: groups.map((group) => userGroupObject(ws, group, args.include_users === true)) };
    },
  },
  'usergroups.users.list': {
    tier: 't2',
    json: false,
    ...needs('usergroups:read'),
    args: { usergroup: 'string!', include_disabled: 'boolean', team_id: 'string' },
    run: ({ ws, args }) => ({ users: groupNamed(ws, args.usergroup).users }),
  },
  'usergroups.users.update': {
    tier: 't2',
    json: true,
    ...needs('usergroups:write'),
    args: { usergroup: 'string!', users: 'list!', include_count: 'boolean', team_id: 'string' },
    run: updateGroup,
  },
  'team.info': {
    tier: 't3',
    json: true,
    ...needs('team:read'),
    args: { team: 'string', domain: 'string' },
    run({ ws, args }) {
      const team = ws.teams.get(String(args.team ?? ws.app.team));
      if (!team) throw new ApiError('team_not_found');
      const url = `https://${team.domain}.slack.com/`;
      const email_domain = team.home ? `${team.domain}.example` : '';
      return { team: { id: team.id, name: team.name, domain: team.domain, url, email_domain, icon: {} } };
    },
  },
  'bots.info': {
    tier: 't3',
    json: false,
    ...needs('users:read'),
    args: { bot: 'string', team_id: 'string' },
    run({ ws, args }) {
      if (args.bot !== ws.app.botId) throw new ApiError('bot_not_found');
      const { id: app_id, name, botUserId: user_id, botId: id } = ws.app;
      return { bot: { id, deleted: false, name, updated: 0, app_id, user_id, icons: {} } };
    },
  },
};

/** User groups come with a paid plan. */
function paidFor(ws: Workspace): void {
  if (ws.userGroupsFor === 'nobody') throw new ApiError('plan_upgrade_required');
}

function groupNamed(ws: Workspace, id: unknown): UserGroup {
  paidFor(ws);
  const group = ws.userGroups.get(String(id));
  if (!group) throw new ApiError('no_such_subteam');
  return group;
}

function updateGroup({ ws, args }: Call) {
  const group = groupNamed(ws, args.usergroup);
  if (ws.userGroupsFor === 'admins') throw new ApiError('permission_denied');
  const users = [...new Set((args.users as string[]).filter((user) => user !== ''))];
  if (users.length === 0) throw new ApiError('no_users_provided');
  const refused = users.filter((user) => ws.people.get(user)?.deleted !== false || isExternal(ws, user));
  if (refused.length > 0) throw new ApiError('invalid_users');
  const before = group.users;
  group.users = users;
  announceWorld(ws);
  const subteam = { ...userGroupObject(ws, group, true), date_update: seconds(ws), updated_by: ws.app.botUserId };
  emit(ws, { type: 'subteam_updated', subteam, event_ts: `${seconds(ws)}.000100` });
  const added = users.filter((user) => !before.includes(user));
  const removed = before.filter((user) => !users.includes(user));
  if (added.length + removed.length > 0) {
    emit(ws, {
      type: 'subteam_members_changed',
      subteam_id: group.id,
      team_id: ws.app.team,
      date_previous_update: 0,
      date_update: seconds(ws),
      added_users: added,
      added_users_count: added.length,
      removed_users: removed,
      removed_users_count: removed.length,
      event_ts: `${seconds(ws)}.000200`,
    });
  }
  return { usergroup: subteam };
}
