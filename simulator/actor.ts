import { type ControlActs, controlActs } from './actor-controls.ts';
import { type FormActs, formActs } from './actor-forms.ts';
import { type MessageActs, messageActs } from './actor-messages.ts';
import { ClientRefusal } from './controls.ts';
import type { Delivery } from './delivery.ts';
import type { Workspace } from './workspace.ts';

/**
 * A person at a Slack client. What a client would not let them do throws `ClientRefusal` with a sentence; everything
 * that asks the app resolves, once the app has acknowledged or failed to, with what the person sees. Channels are named
 * by id or by `#name`, controls by action id or by what is written on them.
 */
export interface Actor extends MessageActs, ControlActs, FormActs {
  readonly id: string;
}

export function actorFor(ws: Workspace, delivery: Delivery, id: string): Actor {
  const person = ws.people.get(id);
  if (!person || person.bot) throw new ClientRefusal(`There is nobody with the id ${id} in this workspace.`);
  if (person.deleted) throw new ClientRefusal(`The account of ${person.name} is deactivated.`);
  return { id, ...messageActs(ws, id), ...controlActs(ws, delivery, id), ...formActs(ws, delivery, id) };
}
