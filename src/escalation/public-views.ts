import type { ModalView } from '@slack/types';
import { textInput } from '../slack/ids.ts';
import { type Ticket, ticketKey } from '../tickets/ticket.ts';
import { escalateForm, maxLength } from './ids.ts';

/** Asks a customer why somebody must be called; without our inner words. */
export const customerEscalateModal = (ticket: Ticket, channel: string | null): ModalView =>
  escalateForm.view(
    { ticketId: ticket.id, channel },
    {
      title: `Escalate ${ticketKey(ticket.id)}`,
      submit: 'Call somebody',
      blocks: [
        textInput('reason', { label: 'What has become worse, or why can it not wait?', lines: true, max: maxLength }),
      ],
    },
  );
