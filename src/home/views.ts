import type { KnownBlock } from '@slack/types';
import { endAbsence, openAway } from '../absences/ids.ts';
import type { CoverRequest } from '../cover-requests/cover-request.ts';
import { takeShift, withdrawRequest } from '../cover-requests/ids.ts';
import type { Role } from '../customers/customer.ts';
import { openLinks } from '../feeds/ids.ts';
import type { Known, Own, Week } from '../oncall/board.ts';
import { openCover, openOrder } from '../oncall/ids.ts';
import { boardBlocks, boardLines, ownBlocks, type Saying, showing, weekText } from '../oncall/views.ts';
import type { Content } from '../outbox/post.ts';
import type { KeptAbsence } from '../rotations/absence.ts';
import { actions, context, divider, header, homeContent, section } from '../slack/blocks.ts';
import { type Mrkdwn, md, trusted } from '../slack/text.ts';
import { openSwap, withdrawSwap } from '../swap-requests/ids.ts';
import type { SwapRequest } from '../swap-requests/swap-request.ts';
import { sayStretch } from '../time/say.ts';

/** What is the same for everybody of staff at one instant. */
export interface Everybody extends Known {
  weeks: Week[];
  requests: CoverRequest[];
  swaps: SwapRequest[];
  absences: KeptAbsence[];
  name: (user: string) => string;
}

export interface StaffHome {
  user: string;
  role: Exclude<Role, 'customer'>;
  own: Own;
  everybody: Everybody;
  /** What people call a rotation by its key. */
  label: (rotation: string, layer: string | null) => string;
  say: Saying;
}

/** So many of a kind are listed at most: Slack takes 100 blocks, and `/oncall` lists the rest. */
const MOST = { requests: 8, swaps: 4, absences: 8, rotations: 25 };

/** What staff see: their own shifts first, then who is on, the week, and what waits for somebody. */
export function staffHome(home: StaffHome): Content {
  return homeContent([...mine(home), ...waiting(home), ...team(home), ...weeks(home), ...away(home)]);
}

function mine({ own, say }: StaffHome): KnownBlock[] {
  const shifts = ownBlocks(own, say);
  return [
    header('My shifts'),
    ...(shifts.length > 0 ? shifts : [section(md`You are in no rotation. A lead can add you.`)]),
    ...actions(
      openSwap.button('Swap…', {}),
      openAway.button("I'm away…", {}),
      openCover.button('Cover a shift…', {}),
      openLinks.button('Calendar', {}),
      showing('next', 'history', 'help'),
    ),
  ];
}

/** Requests of others to be answered, and one's own to be taken back. */
function waiting({ user, everybody, label, say }: StaffHome): KnownBlock[] {
  const stretch = (from: number, to: number) => sayStretch(from, to, say.zone);
  const { requests } = everybody;
  const swaps = everybody.swaps.filter((swap) => swap.user === user);
  if (requests.length + swaps.length === 0) return [];
  return [
    divider(),
    header('Who can take this?'),
    ...requests.slice(0, MOST.requests).map((request) => {
      const value = { requestId: request.id };
      const own = request.user === user;
      const who = own ? 'you ask' : `${say.name(request.user)} asks`;
      return section(
        md`*${label(request.rotation, request.layer)}* ${stretch(request.from, request.to)}: ${who}`,
        own
          ? withdrawRequest.button('Not needed any more', value)
          : takeShift.button("I'll take it", value, { style: 'primary' }),
      );
    }),
    ...more(requests.length - MOST.requests, 'asked for in the handover channel'),
    ...swaps
      .slice(0, MOST.swaps)
      .map((swap) =>
        section(
          md`*${label(swap.rotation, swap.layer)}* ${stretch(swap.mineFrom, swap.mineTo)} for ${stretch(swap.theirsFrom, swap.theirsTo)}: you asked ${say.name(swap.other)} to swap`,
          withdrawSwap.button('Take back', { requestId: swap.id }),
        ),
      ),
  ];
}

const team = ({ everybody, say }: StaffHome): KnownBlock[] => [
  divider(),
  header('On now'),
  ...boardBlocks(boardLines(everybody.board, say)),
];

function weeks({ everybody, role, say }: StaffHome): KnownBlock[] {
  if (everybody.weeks.length === 0) return [];
  return [
    divider(),
    header('The next seven days'),
    ...everybody.weeks
      .slice(0, MOST.rotations)
      .map((week) =>
        section(
          weekText(week, say),
          role === 'lead' ? openOrder.button('Order…', { rotation: week.terms.key }) : undefined,
        ),
      ),
    ...more(everybody.weeks.length - MOST.rotations, '`/oncall week` lists all'),
  ];
}

/** One's own absences can be ended, those of others are to be known. */
function away({ user, role, everybody, say }: StaffHome): KnownBlock[] {
  const absences = everybody.absences.toSorted((a, b) => Number(b.user === user) - Number(a.user === user));
  if (absences.length === 0) return [];
  const line = ({ from, to, note, user: who }: KeptAbsence): Mrkdwn =>
    md`${who === user ? 'You' : say.name(who)} ${sayStretch(from, to, say.zone)}${note ? md` · “${note}”` : null}`;
  return [
    divider(),
    header('Away'),
    ...absences
      .slice(0, MOST.absences)
      .map((each) =>
        section(
          line(each),
          each.user === user || role === 'lead' ? endAbsence.button('End', { absenceId: each.id }) : undefined,
        ),
      ),
    ...more(absences.length - MOST.absences, 'away'),
  ];
}

const more = (count: number, what: string): KnownBlock[] =>
  count > 0 ? [context(md`and ${count} more ${trusted(what)}`)] : [];
