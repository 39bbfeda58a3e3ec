import type { Instant } from '../clock.ts';
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
import { refreshHomes } from './jobs.ts';
import { customerHome } from './public-views.ts';
import * as store from './store.ts';
import { type Everybody, staffHome } from './views.ts';

/** Homes of people who did not look for longer are brought up to date when they look again: over a weekend they are kept. */
const KEPT_CURRENT = 3 * DAY;
/** What changes without anybody's doing is noticed this late at most. */
const LOOK_AGAIN = HOUR;
const OWN_SHIFTS = 3;

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

/** Brings the homes of all who looked lately up to date; those that show the same as before are not published again. */
export async function refresh(desk: Desk, tx: Tx): Promise<void> {
  const users = await store.openedSince(tx, tx.now - KEPT_CURRENT);
  if (users.length === 0) return;
  const [everybody, supported] = [await everybodyAt(desk, tx), await customers(tx)];
  for (const user of users) await show(desk, tx, user, everybody, supported);
  await setTimer(tx, refreshHomes, {}, nextChange(everybody, tx.now));
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
