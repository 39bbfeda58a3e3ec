import { cut, type Mrkdwn, md } from '../slack/text.ts';
import type { Entry } from '../timeline/entry.ts';
import { ticketKey } from './ticket.ts';

/** What happened, in half a sentence for staff; null for what isn't worth a line. */
export function sayEntry(entry: Entry, name: (user: string) => string): Mrkdwn | null {
  const who = entry.by.kind === 'desk' ? 'Firstline' : name(entry.by.user);
  switch (entry.kind) {
    case 'opened':
      return md`opened by ${who}`;
    case 'customer_wrote':
      return md`${who} wrote`;
    case 'staff_replied':
      return md`${who} answered`;
    case 'acknowledged':
      return md`${who} acknowledged`;
    case 'noted':
      return md`${who} made a note`;
    case 'details_added':
      return md`${who} added details`;
    case 'assigned':
      if (entry.data.to === null) return md`${who} gave it back to the queue`;
      return entry.by.kind !== 'desk' && entry.data.to === entry.by.user
        ? md`claimed by ${who}`
        : md`${who} assigned it to ${name(entry.data.to)}`;
    case 'priority_changed':
      return md`${who} changed the priority from ${entry.data.from} to ${entry.data.to}${entry.data.why ? md` (${entry.data.why})` : null}`;
    case 'priority_kept':
      return md`${who} kept the priority`;
    case 'held':
      return md`${who} put it on hold`;
    case 'resumed':
      return md`${who} resumed it`;
    case 'resolved':
      return md`resolved by ${who}`;
    case 'reopened':
      return md`reopened by ${who}`;
    case 'closed':
      return md`closed by ${who}`;
    case 'merged_into':
      return md`${who} merged it into ${ticketKey(entry.data.ticket)}`;
    case 'merged_in':
      return md`${who} merged ${ticketKey(entry.data.ticket)} into it`;
    case 'escalated':
      return md`${who} asked for help: ${cut(entry.data.reason, 150)}`;
    case 'paged':
      return entry.data.user ? md`called ${name(entry.data.user)}` : md`nobody to call`;
    case 'page_accepted':
      return md`${name(entry.data.user)} took it over`;
    case 'page_declined':
      return md`${name(entry.data.user)} could not take it`;
    case 'handed_over':
      return entry.data.to ? md`handed over to ${name(entry.data.to)}` : null;
    case 'lowering_offered':
    case 'request_type_changed':
    case 'tier_changed':
    case 'policy_changed':
    case 'reminded':
      return null;
  }
}
