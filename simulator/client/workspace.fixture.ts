import type { Channel, Person } from '../protocol.ts';
import type { Workspace } from './workspace.ts';

export const person = (id: string, name: string, realName: string, team = 'T1'): Person => ({
  id,
  team,
  name,
  realName,
  tz: 'UTC',
  email: '',
  admin: false,
  deleted: false,
  restricted: false,
  bot: false,
});

const channel: Channel = {
  id: 'C1',
  name: 'acme-support',
  kind: 'public',
  archived: false,
  shared: true,
  teams: ['T1', 'T2'],
  members: ['U1'],
  botIsMember: true,
};

/** A small workspace, seen by its first person. */
export function workspaceWith({ people, external = false }: { people: Person[]; external?: boolean }): Workspace {
  const [me = person('U1', 'ana', 'Ana')] = people;
  return {
    world: {
      now: 0,
      movable: true,
      held: true,
      teams: [
        { id: 'T1', name: 'Home', domain: 'home', home: true },
        { id: 'T2', name: 'Acme', domain: 'acme', home: false },
      ],
      people,
      userGroups: [{ id: 'S1', handle: 'sre', name: 'SRE', users: ['U2'] }],
      app: {
        id: 'A1',
        name: 'Firstline',
        botUserId: 'UB',
        homeEnabled: true,
        messagesEnabled: true,
        commands: [
          { command: '/ticket', description: 'Tickets', usageHint: '[list]' },
          { command: '/oncall', description: 'Who is on', usageHint: '' },
        ],
        messageShortcuts: [],
        globalShortcuts: [],
        connections: 1,
      },
    },
    seen: { now: 0, me, external, channels: [channel], messages: {}, ephemerals: [], home: null, views: [] },
    traffic: [],
    activity: [],
  };
}
