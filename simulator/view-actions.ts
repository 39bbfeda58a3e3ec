import { isObject } from './blocks/check.ts';
import { checkInputs, type StateValues } from './blocks/inputs.ts';
import { validateView } from './blocks/view.ts';
import { ClientRefusal, type Control, chosen, controlsIn, withEntered } from './controls.ts';
import { viewEnd } from './interactions.ts';
import type { FieldValue, Outcome } from './protocol.ts';
import type { Receipt } from './transport.ts';
import { closeViews, openView, replaceView, stackOf, viewObject } from './views.ts';
import type { OpenView, Workspace } from './workspace.ts';

export type Interact = (payload: Record<string, unknown>) => Promise<Receipt>;

/** The form a person looks at; throws when none is open. */
export function topView(ws: Workspace, user: string): OpenView {
  const view = stackOf(ws, user).at(-1);
  if (!view) throw new ClientRefusal('No form is open.');
  return view;
}

/** Enters values by action id or block id, as a person does; throws when the form has no such field or option. */
export function fill(ws: Workspace, view: OpenView, fields: Record<string, FieldValue>): void {
  for (const [name, value] of Object.entries(fields)) {
    const controls = controlsIn(view.blocks).filter(
      ({ block, element }) => element.action_id === name || block.block_id === name,
    );
    const [control] = controls;
    if (!control) throw new ClientRefusal(`The form “${view.title?.text}” has no field ${name}.`);
    if (controls.length > 1) throw new ClientRefusal(`The form “${view.title?.text}” has several fields ${name}.`);
    enter(ws, view, control, value);
  }
}

/** Puts one value into a view. */
export function enter(ws: Workspace, view: OpenView, control: Control, value: FieldValue): void {
  const whole = chosen(ws, view.user, control, value);
  view.state.values = withEntered(view.state.values as StateValues, control, whole);
}

/** Enters values by block id, then action id. */
export function fillExactly(ws: Workspace, view: OpenView, values: Record<string, Record<string, FieldValue>>): void {
  for (const [blockId, actions] of Object.entries(values)) {
    for (const [actionId, value] of Object.entries(actions)) {
      const control = controlsIn(view.blocks).find(
        ({ block, element }) => block.block_id === blockId && element.action_id === actionId,
      );
      if (!control) throw new ClientRefusal(`The form “${view.title?.text}” has no field ${blockId}/${actionId}.`);
      enter(ws, view, control, value);
    }
  }
}

/** Sends the topmost form and does what the answer says: close, update, push, clear, or errors next to fields. */
export async function submit(ws: Workspace, user: string, interact: Interact): Promise<Outcome> {
  const view = topView(ws, user);
  if (!view.submit) throw new ClientRefusal(`The form “${view.title?.text}” has no button to send it.`);
  const missing = checkInputs(viewObject(view), view.state.values as StateValues);
  if (Object.keys(missing).length > 0) return { acknowledged: false, errors: missing };
  const receipt = await interact(viewEnd(ws, 'view_submission', user, viewObject(view)));
  if (!receipt.acknowledged) return unanswered(receipt);
  return obey(ws, view, isObject(receipt.body) ? receipt.body : {});
}

function obey(ws: Workspace, view: OpenView, body: Record<string, unknown>): Outcome {
  const invalid = (detail: string): Outcome => ({ acknowledged: true, body, error: 'invalid_response', detail });
  switch (body.response_action) {
    case undefined:
      closeViews(ws, view.user, [view.id]);
      return { acknowledged: true };
    case 'clear':
      closeViews(ws, view.user, familyOf(ws, view));
      return { acknowledged: true, body };
    case 'errors': {
      const errors = isObject(body.errors) ? (body.errors as Record<string, string>) : {};
      const inputs = view.blocks.filter((block) => block.type === 'input').map((block) => block.block_id);
      const unknown = Object.keys(errors).filter((id) => !inputs.includes(id));
      if (Object.keys(errors).length === 0) return invalid('The answer names no errors.');
      if (unknown.length > 0) return invalid(`There is no input block ${unknown.join(', ')} in the form.`);
      return { acknowledged: true, body, errors };
    }
    case 'update':
    case 'push': {
      const refusal = validateView(body.view, 'modal');
      if (refusal) return invalid([refusal.error, ...(refusal.response_metadata?.messages ?? [])].join(' '));
      const given = body.view as Record<string, unknown>;
      const done =
        body.response_action === 'push' ? openView(ws, view.user, given, true) : replaceView(ws, view, given);
      return typeof done === 'string' ? invalid(done) : { acknowledged: true, body };
    }
    default:
      return invalid(`There is no response_action ${String(body.response_action)}.`);
  }
}

/** The views stacked on the same root as `view`. */
function familyOf(ws: Workspace, view: OpenView): string[] {
  return stackOf(ws, view.user)
    .filter((one) => one.root_view_id === view.root_view_id)
    .map((one) => one.id);
}

/** Closes the topmost form, or with `all` the whole stack; the app hears of it only if it asked to. */
export async function close(ws: Workspace, user: string, interact: Interact, all: boolean): Promise<Outcome> {
  const top = topView(ws, user);
  const family = familyOf(ws, top);
  const everything = all || top.clear_on_close;
  const told = everything ? stackOf(ws, user).find((view) => view.id === top.root_view_id) : top;
  closeViews(ws, user, everything ? family : [top.id]);
  if (!told?.notify_on_close) return { acknowledged: true };
  const payload = { ...viewEnd(ws, 'view_closed', user, viewObject(told)), is_cleared: everything };
  const receipt = await interact(payload);
  return receipt.acknowledged ? { acknowledged: true } : unanswered(receipt);
}

/** What a person sees when the app does not answer. */
export function unanswered(receipt: Receipt): Outcome {
  if (receipt.acknowledged) return { acknowledged: true };
  const late = receipt.reason === 'timeout' || receipt.reason === 'http_timeout';
  return { acknowledged: false, error: late ? 'operation_timeout' : 'dispatch_failed' };
}
