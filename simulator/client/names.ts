import type { Channel, Message, Person, World } from '../protocol.ts';

export const personOf = (world: World, id: string | undefined): Person | undefined =>
  world.people.find((person) => person.id === id);

/** How a person is called in lists and mentions. */
export function nameOf(world: World, id: string | undefined): string {
  if (id === 'USLACKBOT') return 'Slackbot';
  if (id === world.app.botUserId) return world.app.name;
  const person = personOf(world, id);
  return person ? person.realName || person.name : (id ?? 'Somebody');
}

/** Who a message shows as its author. */
export const authorOf = (world: World, message: Message): string =>
  message.username ?? (message.user ? nameOf(world, message.user) : world.app.name);

/** The organisation of a person who is not of the home workspace. */
export function foreignTeam(world: World, person: Person | undefined): string | undefined {
  const team = world.teams.find((one) => one.id === person?.team);
  return team && !team.home ? team.name : undefined;
}

/** A conversation as one person sees it: `#name`, or the name of the other side. */
export const titleOf = (world: World, channel: Channel): string =>
  channel.kind === 'im' ? nameOf(world, channel.with) : `#${channel.name}`;

export const initials = (name: string): string =>
  name
    .split(/\s+/)
    .filter(Boolean)
    .slice(0, 2)
    .map((word) => [...word][0]?.toUpperCase() ?? '')
    .join('');

/** A hue from 0 to 359 that stays the same for an id. */
export const hueOf = (id: string): number => [...id].reduce((sum, char) => (sum * 31 + char.charCodeAt(0)) % 360, 7);
