import type { KnownBlock, ModalView } from '@slack/types';
import { type PublicContent, publicContent } from '../outbox/post.ts';
import { type Policy, priorityOf, priorityWithWorkaround, type Tier } from '../policy/policy.ts';
import { actions, content, context, section } from '../slack/blocks.ts';
import { choiceInput, textInput } from '../slack/ids.ts';
import { firstLine, join, type Mrkdwn, md, mention } from '../slack/text.ts';
import { LENGTH } from '../tickets/ids.ts';
import { sayPromise } from '../time/hours.ts';
import * as ids from './ids.ts';

/** Asks a customer whether their message should become a ticket; `on` is the message in the thread that asked for one. */
export function offer(
  policy: Policy,
  message: { channel: string; ts: string; user: string; on?: string },
): PublicContent {
  const about = { channel: message.channel, ts: message.ts };
  const [before = '', after = ''] = policy.texts.offer.split('{person}');
  const question = md`${before}${mention(message.user)}${after}`;
  return publicContent(
    content(question, [
      section(question),
      ...actions(
        ids.openTicket.button('Open a ticket', { ...about, on: message.on }, { style: 'primary' }),
        ids.justAsking.button('Just asking', about),
      ),
    ]),
  );
}

/** The offer once it was answered. */
export const answeredOffer = (key: string | null): PublicContent =>
  publicContent(
    content(key ? md`Ticket *${key}* was opened.` : md`All right, no ticket. Mention me here if you change your mind.`),
  );

export interface TicketForm {
  about: { channel: string | null; ts: string | null; on?: string | undefined };
  /** Customers to choose from; only where staff start without a message. */
  customers: { id: string; name: string }[];
  tier: Tier | null;
  text: string;
  /** What is chosen at the moment, to say what it promises. */
  chosen: { priority: string; workaround: boolean };
}

/** The form "Open a ticket", prefilled from the message. */
export function ticketModal(policy: Policy, form: TicketForm): ModalView {
  const blocks: KnownBlock[] = [
    ...(form.customers.length > 0
      ? [
          choiceInput('customer', {
            label: 'Customer',
            options: form.customers.map((c) => ({ label: c.name, value: c.id })),
          }),
        ]
      : []),
    textInput('summary', { label: 'Summary', max: LENGTH.summary, initial: firstLine(form.text) }),
    textInput('description', { label: 'What happens?', max: LENGTH.text, lines: true, initial: form.text }),
    choiceInput('priority', {
      label: 'How bad is it?',
      live: ids.ticketForm.live,
      initial: form.chosen.priority,
      options: policy.priorities.map((p) => ({
        label: `${p.emoji} ${p.label}`,
        value: p.key,
        description: p.description,
      })),
    }),
    choiceInput('type', {
      label: 'Kind',
      initial: (policy.requestTypes.find((type) => type.default) ?? policy.requestTypes[0])?.key ?? '',
      options: policy.requestTypes.map((type) => ({
        label: type.label,
        value: type.key,
        description: type.description,
      })),
    }),
    ...(policy.environments.length > 0
      ? [
          choiceInput('environment', {
            label: 'Environment',
            optional: true,
            options: policy.environments.map((e) => ({ label: e.label, value: e.key })),
          }),
        ]
      : []),
    choiceInput('workaround', {
      label: 'Is there a workaround?',
      live: ids.ticketForm.live,
      initial: form.chosen.workaround ? 'yes' : 'no',
      options: [
        { label: 'No', value: 'no' },
        policy.workaround === 'one_step_down'
          ? { label: 'Yes', value: 'yes', description: 'Then we treat it one step lower.' }
          : { label: 'Yes', value: 'yes' },
      ],
    }),
    ...promise(policy, form),
  ];
  return ids.ticketForm.view(form.about, { title: 'Open a ticket', submit: 'Open', blocks });
}

/** What the chosen priority means and promises, in the customer's terms. */
function promise(policy: Policy, { tier, chosen }: TicketForm): KnownBlock[] {
  const priority = priorityOf(policy, priorityWithWorkaround(policy, chosen.priority, chosen.workaround));
  const promised = tier?.targets[priority.key]?.first_response;
  const lines: Mrkdwn[] = [
    join([md`*${priority.label}*`, priority.description ? md`: ${priority.description}` : null], ''),
    ...(promised ? [md`First answer within ${sayPromise(promised.target, promised.calendar)}.`] : []),
  ];
  return [context(join(lines, ' '))];
}
