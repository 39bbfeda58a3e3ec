import { announceChannels, announceWorld } from './announce.ts';
import type { Person, Team, UserGroup } from './protocol.ts';
import { directMessage, newChannel, type StoredChannel, type Workspace } from './workspace.ts';

export interface NewTeam {
  id?: string;
  name: string;
  domain: string;
}

export interface NewPerson {
  id?: string;
  /** Team id; the workspace of the app unless told. */
  team?: string;
  /** Login name. */
  name: string;
  realName?: string;
  tz?: string;
  email?: string;
  admin?: boolean;
  deleted?: boolean;
  restricted?: boolean;
}

export interface NewChannel {
  id?: string;
  /** Without `#`. */
  name: string;
  private?: boolean;
  /** Team ids, the host first; only the workspace of the app unless told. */
  teams?: string[];
  /** User ids. */
  members: string[];
  /** True unless told. */
  botIsMember?: boolean;
}

export function addTeam(ws: Workspace, given: NewTeam): Team {
  const team: Team = { id: given.id ?? ws.ids.id('T'), name: given.name, domain: given.domain, home: false };
  ws.teams.set(team.id, team);
  announceWorld(ws);
  return team;
}

export function addPerson(ws: Workspace, given: NewPerson): Person {
  const team = given.team ?? ws.app.team;
  const domain = ws.teams.get(team)?.domain;
  if (!domain) throw new Error(`There is no team ${team}; add it before its people.`);
  const person: Person = {
    id: given.id ?? ws.ids.id('U'),
    team,
    name: given.name,
    realName: given.realName ?? given.name,
    tz: given.tz ?? 'Europe/Berlin',
    email: given.email ?? `${given.name}@${domain}.example`,
    admin: given.admin ?? false,
    deleted: given.deleted ?? false,
    restricted: given.restricted ?? false,
    bot: false,
  };
  ws.people.set(person.id, person);
  announceWorld(ws);
  return person;
}

export function addChannel(ws: Workspace, given: NewChannel): StoredChannel {
  const teams = given.teams ?? [ws.app.team];
  for (const team of teams) if (!ws.teams.has(team)) throw new Error(`There is no team ${team}.`);
  for (const member of given.members) {
    const person = ws.people.get(member);
    if (!person) throw new Error(`There is no person ${member}; add people before their channels.`);
    if (!teams.includes(person.team)) throw new Error(`${person.name} belongs to none of the channel's teams.`);
  }
  const withBot = given.botIsMember ?? true;
  const channel = newChannel(ws, {
    id: given.id ?? ws.ids.id('C'),
    name: given.name,
    kind: given.private ? 'private' : 'public',
    teams,
    members: [...given.members, ...(withBot ? [ws.app.botUserId] : [])],
    creator: given.members[0] ?? ws.app.botUserId,
  });
  announceChannels(ws, channel);
  return channel;
}

export function addUserGroup(
  ws: Workspace,
  given: { id?: string; handle: string; name?: string; users: string[] },
): UserGroup {
  const group: UserGroup = {
    id: given.id ?? ws.ids.id('S'),
    handle: given.handle,
    name: given.name ?? given.handle,
    users: given.users,
  };
  ws.userGroups.set(group.id, group);
  announceWorld(ws);
  return group;
}

/** The conversation a person sees when they open the app's messages. */
export function openDirectMessage(ws: Workspace, user: string): StoredChannel {
  const known = ws.channels.size;
  const channel = directMessage(ws, user);
  if (ws.channels.size !== known) announceChannels(ws, channel);
  return channel;
}
