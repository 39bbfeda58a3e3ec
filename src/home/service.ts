import { type Instant, stopwatch } from '../clock.ts';
import { openRequests } from '../cover-requests/service.ts';
import { type Customer, customers, roleOf } from '../customers/service.ts';
import type { Tx } from '../db/database.ts';
import type { Desk } from '../desk.ts';
import { boardAt, ownAt, weekAhead } from '../oncall/board.ts';
import { keepCustomerHome, keepStaffHome } from '../outbox/outbox.ts';
import { absencesOf } from '../rotations/away.ts';
import { comingShifts } from '../rotations/coming.ts';
import { labelOf } from '../rotations/rule.ts';
import { namesOf, personById, zoneOf } from '../slack/people.ts';
import { openSwaps } from '../swap-requests/service.ts';
import { DAY, HOUR } from '../time/duration.ts';
import { setTimer, timerDueAt } from '../timers/timers.ts';
import { type Refreshing, refreshHomes } from './jobs.ts';
import { customerHome } from './public-views.ts';
import * as store from './store.ts';
import { type Everybody, staffHome } from './views.ts';

/** Homes of people who did not look for longer are brought up to date when they look again: over a weekend they are kept. */
const KEPT_CURRENT = 3 * DAY;
/** What changes without anybody's doing is noticed this late at most. */
const LOOK_AGAIN = HOUR;
const OWN_SHIFTS = 3;
/** Nobody shall wait for homes: so many are shown in one transaction at most, and none begins after so much work. */
const MOST_AT_ONCE = 20;
const LONGEST_MS = 15;

/** Somebody looks at our Home tab: it is brought up to date now, and kept so for a while. */
export async function openHome(desk: Desk, tx: Tx, user: string): Promise<void> {
  await store.noteOpened(tx, user);
  const everybody = await everybodyAt(desk, tx);
  await show(desk, tx, user, everybody, await customers(tx));
  const [planned, next] = [await timerDueAt(tx, refreshHomes, {}), nextChange(everybody, tx.now)];
  if (planned === null || planned > next) await setTimer(tx, refreshHomes, {}, next);
}

/** Something that homes may show has changed: those of people who looked lately are brought up to date soon. Often is once. */
export const homesChanged = (tx: Tx): Promise<void> => setTimer(tx, refreshHomes, {}, tx.now);

/**
 * Brings the next homes of those who looked lately up to date, and goes on with the others in a transaction of their own: nobody waits for
 * it, and a kill loses nothing. Those that show the same as before are not published again.
 */
export async function refresh(desk: Desk, tx: Tx, { after = '', changesAt }: Refreshing = {}): Promise<void> {
  const spent = stopwatch();
  const users = await store.openedSince(tx, tx.now - KEPT_CURRENT, after, MOST_AT_ONCE);
  if (users.length === 0) return changesAt === undefined ? undefined : setTimer(tx, refreshHomes, {}, changesAt);
  const [everybody, supported] = [await everybodyAt(desk, tx), await customers(tx)];
  const next = Math.min(changesAt ?? Number.POSITIVE_INFINITY, nextChange(everybody, tx.now));
  let last = after;
  for (const user of users) {
    await showOne(desk, tx, user, everybody, supported);
    last = user;
    if (spent() > LONGEST_MS) break;
  }
  await setTimer(tx, refreshHomes, { after: last, changesAt: next }, tx.now);
}

/** One that can't be shown holds up none of the others. */
async function showOne(desk: Desk, tx: Tx, user: string, ...known: [Everybody, readonly Customer[]]): Promise<void> {
  try {
    await show(desk, tx, user, ...known);
  } catch (error) {
    desk.log.error({ user, err: error }, 'a home can not be brought up to date');
  }
}

async function everybodyAt({ policy }: Desk, tx: Tx): Promise<Everybody> {
  const known = {
    board: await boardAt(tx, policy, tx.now),
    coming: await comingShifts(tx, policy, tx.now),
    weeks: await weekAhead(tx, policy, tx.now),
    requests: await openRequests(tx),
    swaps: await openSwaps(tx),
    absences: await absencesOf(tx, tx.now),
  };
  return { ...known, name: await namesOf(tx, peopleIn(known)) };
}

const nextChange = ({ board }: Everybody, now: Instant): Instant =>
  Math.min(now + LOOK_AGAIN, ...board.lines.map(({ duty }) => duty.until ?? Number.POSITIVE_INFINITY));

async function show(
  desk: Desk,
  tx: Tx,
  user: string,
  everybody: Everybody,
  supported: readonly Customer[],
): Promise<void> {
  const role = await roleOf(tx, user);
  if (role === 'customer') {
    const person = await personById(tx, user);
    const theirs = supported.filter(({ contacts }) => contacts.includes(user));
    const channels = theirs.flatMap((customer) => customer.channels.map(({ id }) => id));
    return keepCustomerHome(tx, user, customerHome({ channels, ours: person?.external === false }));
  }
  const own = await ownAt(tx, desk.policy, user, tx.now, everybody, OWN_SHIFTS);
  const say = { name: everybody.name, zone: await zoneOf(tx, user, desk.policy.timezone), now: tx.now };
  const label = (rotation: string, layer: string | null) =>
    labelOf(desk.policy.rotations[rotation]?.label ?? rotation, layer);
  return keepStaffHome(tx, user, staffHome({ user, role, own, everybody, label, say }));
}

const peopleIn = ({
  board,
  weeks,
  requests,
  swaps,
  absences,
}: Omit<Everybody, 'name'>): (string | null | undefined)[] => [
  ...board.leads,
  ...board.lines.flatMap(({ duty, next }) => [duty.user, next?.user]),
  ...weeks.flatMap(({ stints }) => stints.map(({ user }) => user)),
  ...[...requests, ...absences].map(({ user }) => user),
  ...swaps.map(({ other }) => other),
];
