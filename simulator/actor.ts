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
  if (!ws.people.has(id)) throw new ClientRefusal(`There is no person ${id}.`);
  return { id, ...messageActs(ws, id), ...controlActs(ws, delivery, id), ...formActs(ws, delivery, id) };
}
