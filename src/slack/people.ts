import { eq, sql } from 'drizzle-orm';
import { type Reader, statement, type Tx, tablesOf } from '../db/database.ts';
import { isZone } from '../time/zone.ts';
import { slackTables } from './tables.ts';

const tables = tablesOf(slackTables);

export interface Person {
  id: string;
  teamId: string | null;
  name: string;
  timezone: string | null;
  external: boolean;
  bot: boolean;
  deleted: boolean;
  fetchedAt: number;
  direct: string | null;
}

/** The parts of Slack's user object that we read. */
export interface SlackUser {
  id?: string;
  team_id?: string;
  name?: string;
  real_name?: string;
  tz?: string;
  deleted?: boolean;
  is_bot?: boolean;
  is_stranger?: boolean;
  profile?: { display_name?: string; real_name?: string };
  enterprise_user?: { enterprise_id?: string };
}

/** Our own workspace, out of `auth.test`. */
export interface Home {
  teamId: string;
  enterpriseId: string | null;
  botUserId: string;
  botId: string;
  /** `https://example.slack.com/`, where links to messages begin. */
  url: string;
}

/**
 * Whether somebody belongs to another organisation. There is no single mark for it: strangers share no channel with us,
 * others carry another team, and on an enterprise grid people of sister workspaces are our own.
 */
export function isExternal(user: SlackUser, home: Home): boolean {
  if (user.is_stranger) return true;
  if (home.enterpriseId && user.enterprise_user?.enterprise_id === home.enterpriseId) return false;
  return user.team_id !== undefined && user.team_id !== home.teamId;
}

/** What people call them. */
export const nameOf = (user: SlackUser): string =>
  user.profile?.display_name || user.real_name || user.profile?.real_name || user.name || 'somebody';

/** Keeps what Slack told us of a person. */
export async function keepPerson(tx: Tx, user: SlackUser, home: Home): Promise<void> {
  if (!user.id) return;
  const { people } = tables(tx);
  const known = {
    teamId: user.team_id ?? null,
    name: nameOf(user),
    timezone: user.tz ?? null,
    external: isExternal(user, home),
    bot: Boolean(user.is_bot) || user.id === 'USLACKBOT',
    deleted: Boolean(user.deleted),
    fetchedAt: tx.now,
  };
  await tx.sql
    .insert(people)
    .values({ id: user.id, ...known, direct: null })
    .onConflictDoUpdate({ target: people.id, set: known });
}

const byId = statement((on) => {
  const { people } = tables(on);
  return on.sql
    .select()
    .from(people)
    .where(eq(people.id, sql.placeholder('id')))
    .prepare();
});

export const personById = async (on: Reader, id: string): Promise<Person | null> =>
  (await byId(on).execute({ id }))[0] ?? null;

/** The people among `ids` that we know. */
export async function peopleById(on: Reader, ids: Iterable<string>): Promise<Map<string, Person>> {
  const known = new Map<string, Person>();
  for (const id of new Set(ids)) {
    const person = await personById(on, id);
    if (person) known.set(id, person);
  }
  return known;
}

/** How to name people without calling them: their names where we know them. */
export async function namesOf(on: Reader, ids: Iterable<string | null | undefined>): Promise<(id: string) => string> {
  const known = await peopleById(
    on,
    [...ids].filter((id): id is string => Boolean(id)),
  );
  return (id) => known.get(id)?.name ?? 'somebody';
}

/** The zones people live in, as their Slack profiles have them; `fallback` where that is none we know. */
export async function zonesOf(
  on: Reader,
  users: Iterable<string>,
  fallback: string,
): Promise<(user: string) => string> {
  const known = await peopleById(on, users);
  return (user) => {
    const zone = known.get(user)?.timezone;
    return zone && isZone(zone) ? zone : fallback;
  };
}

/** The same for one of them. */
export const zoneOf = async (on: Reader, user: string, fallback: string): Promise<string> =>
  (await zonesOf(on, [user], fallback))(user);

/** Remembers a person's direct-message channel. */
export async function keepDirect(tx: Tx, user: string, direct: string): Promise<void> {
  const { people } = tables(tx);
  await tx.sql
    .insert(people)
    .values({
      id: user,
      teamId: null,
      name: 'somebody',
      timezone: null,
      external: true,
      bot: false,
      deleted: false,
      fetchedAt: 0,
      direct,
    })
    .onConflictDoUpdate({ target: people.id, set: { direct: sql`excluded.direct` } });
}
