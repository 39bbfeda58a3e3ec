import type { Policy } from '../policy/policy.ts';
import { section } from '../slack/blocks.ts';
import { choiceInput, personInput, textInput } from '../slack/ids.ts';
import { join, md } from '../slack/text.ts';
import * as ids from './ids.ts';
import { LENGTH } from './ids.ts';
import { type Ticket, ticketKey } from './ticket.ts';

/** A form that is about one ticket. */
type TicketModal = ReturnType<typeof ids.assignForm.view>;

export const assignModal = (ticket: Ticket): TicketModal =>
  ids.assignForm.view(
    { ticketId: ticket.id },
    {
      title: `Assign ${ticketKey(ticket.id)}`,
      submit: 'Assign',
      blocks: [personInput('to', { label: 'Who takes it?', ...(ticket.assignee ? { initial: ticket.assignee } : {}) })],
    },
  );

export const holdModal = (ticket: Ticket, policy: Policy): TicketModal =>
  ids.holdForm.view(
    { ticketId: ticket.id },
    {
      title: `Hold ${ticketKey(ticket.id)}`,
      submit: 'Put on hold',
      blocks: [
        choiceInput('reason', {
          label: 'What are we waiting for?',
          options: policy.holdReasons.map((reason) => ({ label: reason.label, value: reason.key })),
        }),
        textInput('note', {
          label: 'What exactly?',
          hint: 'The customer reads this when we wait for them.',
          optional: true,
          lines: true,
          max: LENGTH.note,
        }),
      ],
    },
  );

export const resolveModal = (ticket: Ticket): TicketModal =>
  ids.resolveForm.view(
    { ticketId: ticket.id },
    {
      title: `Resolve ${ticketKey(ticket.id)}`,
      submit: 'Resolve',
      blocks: [
        textInput('note', {
          label: 'Note to the customer',
          hint: 'Posted in their thread: what it was, and what was done.',
          lines: true,
          max: LENGTH.note,
        }),
      ],
    },
  );

/** `others` are the tickets it could go into, those first that are due first. */
export const mergeModal = (ticket: Ticket, others: Ticket[]): TicketModal =>
  ids.mergeForm.view(
    { ticketId: ticket.id },
    {
      title: `Merge ${ticketKey(ticket.id)}`,
      submit: 'Merge',
      blocks: [
        choiceInput('into', {
          label: 'Into which ticket of this customer?',
          options: others.map(({ id, summary }) => ({ label: `${ticketKey(id)} ${summary}`, value: String(id) })),
        }),
        section(
          join(
            [
              md`*${ticketKey(ticket.id)}* ends, and its thread tells the customer where you go on. What they are still promised counts from the earlier of both messages; what was late stays late.`,
              ticket.help ? md`The call for help ends with it; ask again in the other ticket.` : null,
              md`This can't be undone.`,
            ],
            ' ',
          ),
        ),
      ],
    },
  );
