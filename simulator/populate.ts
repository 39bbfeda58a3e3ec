import { channelFor } from './announce.ts';
import { archive, changeId, changePerson, rename, share, unshare } from './membership.ts';
import { change } from './messages.ts';
import {
  addChannel,
  addPerson,
  addTeam,
  addUserGroup,
  type NewChannel,
  type NewPerson,
  type NewTeam,
} from './population.ts';
import type { Channel, Person, Team, UserGroup } from './protocol.ts';
import type { StoredChannel, Workspace } from './workspace.ts';

/** Who and what is in the workspace, and what happens to it without a person at a client. Channels by id or `#name`. */
export interface Population {
  addTeam(team: NewTeam): Team;
  addPerson(person: NewPerson): Person;
  addChannel(channel: NewChannel): Channel;
  addUserGroup(group: { id?: string; handle: string; name?: string; users: string[] }): UserGroup;
  /** Lets only admins change user groups, which keeps the app out, or nobody have any, as on a free plan. */
  limitUserGroups(to: Workspace['userGroupsFor']): void;
  /** Changes what is known of a person; people of our own workspace cause `user_change`. */
  changePerson(person: string, patch: Partial<Omit<Person, 'id' | 'team' | 'bot'>>): Person;
  archive(channel: string, by: string): void;
  unarchive(channel: string, by: string): void;
  rename(channel: string, name: string, by: string): void;
  /** Shares with another organisation; with `newId` the channel gets another id at the same moment. */
  share(channel: string, team: string, newId?: string): Channel;
  /** Ends a share. When the other organisation was the host, our copy goes on under a new id. */
  unshare(channel: string, team: string): Channel;
  changeChannelId(channel: string, id: string): Channel;
  /** A `message_changed` nobody caused: Slack unfurled a link, or detected a language (the text stays the same). */
  touch(channel: string, ts: string, attachments?: Record<string, unknown>[]): void;
}

export function population(ws: Workspace): Population {
  const find = (ref: string) => channelNamed(ws, ref);
  const shown = (channel: StoredChannel) => channelFor(ws, channel, ws.app.botUserId);
  const personNamed = (id: string) => {
    const person = ws.people.get(id);
    if (!person) throw new Error(`There is no person ${id}.`);
    return person;
  };
  return {
    addTeam: (team) => addTeam(ws, team),
    addPerson: (person) => addPerson(ws, person),
    addChannel: (channel) => shown(addChannel(ws, channel)),
    addUserGroup: (group) => addUserGroup(ws, group),
    limitUserGroups(to) {
      ws.userGroupsFor = to;
    },
    changePerson(id, patch) {
      const person = personNamed(id);
      changePerson(ws, person, patch);
      return person;
    },
    archive: (ref, by) => archive(ws, find(ref), by, true),
    unarchive: (ref, by) => archive(ws, find(ref), by, false),
    rename: (ref, name, by) => rename(ws, find(ref), name, by),
    share: (ref, team, newId) => shown(share(ws, find(ref), team, newId)),
    unshare: (ref, team) => shown(unshare(ws, find(ref), team)),
    changeChannelId(ref, id) {
      const channel = find(ref);
      changeId(ws, channel, id);
      return shown(channel);
    },
    touch(ref, ts, attachments) {
      change(ws, find(ref), ts, attachments ? { attachments } : {});
    },
  };
}

/** A channel by id or `#name`; throws when there is none. */
export function channelNamed(ws: Workspace, ref: string): StoredChannel {
  const channel = ws.channels.get(ref) ?? [...ws.channels.values()].find((one) => one.name && `#${one.name}` === ref);
  if (!channel) throw new Error(`There is no channel ${ref}.`);
  return channel;
}
