import { isObject } from './blocks/check.ts';
import { emptyState, inputValue, type StateValues } from './blocks/inputs.ts';
import { blocksIn, elementsOf } from './blocks/payload.ts';
import type { Block, FieldValue, Message, Target } from './protocol.ts';
import type { Workspace } from './workspace.ts';

/** Something a person tried that no Slack client would have let them do. The message is a sentence for them. */
export class ClientRefusal extends Error {
  override name = 'ClientRefusal';
}

export interface Control {
  block: Record<string, unknown>;
  element: Record<string, unknown>;
}

/** Every control shown by blocks, in reading order; those inside attachments come with `attachmentBlocks`. */
export function controlsIn(blocks: readonly Block[]): Control[] {
  return blocksIn(blocks, '').flatMap((located) =>
    elementsOf(located)
      .filter(({ value }) => typeof value.action_id === 'string')
      .map(({ value }) => ({ block: located.value, element: value })),
  );
}

export function blocksOf(message: Message): Block[] {
  const attached = (message.attachments ?? []).flatMap((one) => (Array.isArray(one.blocks) ? one.blocks : []));
  return [...(message.blocks ?? []), ...(attached as Block[])];
}

/** Finds one control by action id, or by the words on it; `value` tells buttons of the same id apart. */
export function findControl(blocks: readonly Block[], target: Target & { value?: unknown }): Control {
  const all = controlsIn(blocks);
  const fitting = all.filter(
    ({ block, element }) =>
      (target.action_id === undefined || element.action_id === target.action_id) &&
      (target.block_id === undefined || block.block_id === target.block_id) &&
      (target.text === undefined || labelOf(element) === target.text),
  );
  const exact = fitting.filter(({ element }) => element.type !== 'button' || element.value === target.value);
  const found = fitting.length > 1 && target.value !== undefined ? exact : fitting;
  const [control] = found;
  const wanted = target.action_id ?? target.text ?? target.block_id;
  if (!control) {
    const offered = all.map(({ element }) => `${labelOf(element) || '–'} (${String(element.action_id)})`).join(', ');
    throw new ClientRefusal(`There is no “${wanted}” to use here; there is ${offered || 'no control at all'}.`);
  }
  if (found.length > 1) throw new ClientRefusal(`There are several “${wanted}” here; say which by block_id or value.`);
  return control;
}

function labelOf(element: Record<string, unknown>): string {
  const label = isObject(element.text) ? element.text : element.placeholder;
  return isObject(label) ? String(label.text) : '';
}

/** The entry of `actions[]` when a control is used; selects and inputs take the new value. */
export function actionOf({ block, element }: Control, value: unknown): Record<string, unknown> {
  const common = { type: element.type, action_id: element.action_id, block_id: block.block_id };
  if (isPressed(element)) {
    const { text, value: carried, url, style, icon, workflow } = element;
    return withoutUndefined({ ...common, text, value: carried, url, style, icon, workflow });
  }
  const { placeholder, initial_option, initial_options } = element;
  const state = entered(element, value ?? null);
  return withoutUndefined({ ...common, ...state, placeholder, initial_option, initial_options });
}

export function isPressed(element: Record<string, unknown>): boolean {
  return ['button', 'icon_button', 'feedback_buttons', 'workflow_button'].includes(String(element.type));
}

function entered(element: Record<string, unknown>, value: unknown) {
  try {
    return inputValue(element, value);
  } catch (error) {
    throw new ClientRefusal(error instanceof Error ? error.message : String(error));
  }
}

const offerKey = (user: string, { block, element }: Control) => `${user} ${block.block_id} ${element.action_id}`;

/** Keeps the options the app has just offered a person for an external select. */
export function rememberOptions(ws: Workspace, user: string, control: Control, answer: unknown): void {
  if (!isObject(answer)) return;
  const groups = Array.isArray(answer.option_groups) ? answer.option_groups : [answer];
  const options = groups.flatMap((group) => (isObject(group) && Array.isArray(group.options) ? group.options : []));
  const key = offerKey(user, control);
  ws.offered.set(key, [...options.filter(isObject), ...(ws.offered.get(key) ?? [])]);
}

/** The value as the element holds it: an external select holds whole options, of which a person names the value. */
export function chosen(ws: Workspace, user: string, control: Control, value: FieldValue): unknown {
  const { element } = control;
  if (!String(element.type).endsWith('external_select')) return value;
  const initial = [element.initial_option, element.initial_options].flat().filter(isObject);
  const known = [...(ws.offered.get(offerKey(user, control)) ?? []), ...initial];
  const whole = (name: string | number) => {
    const option = known.find((one) => one.value === name);
    if (!option) throw new ClientRefusal(`The app has not offered ${name} here; ask for suggestions first.`);
    return option;
  };
  if (value === null || value === '') return null;
  return Array.isArray(value) ? value.map(whole) : whole(value);
}

/** The values with one more entered. */
export function withEntered(values: StateValues, { block, element }: Control, value: unknown): StateValues {
  const id = String(block.block_id);
  return { ...values, [id]: { ...values[id], [String(element.action_id)]: entered(element, value) } };
}

const keyOf = (user: string, channel: string, ts: string) => `${user} ${channel} ${ts}`;

/** What one person has entered into the controls of a message. */
export function messageValues(ws: Workspace, user: string, channel: string, message: Message): StateValues {
  const known = ws.entered.get(keyOf(user, channel, message.ts)) ?? {};
  const values = emptyState(blocksOf(message));
  for (const [block, actions] of Object.entries(known)) values[block] = { ...values[block], ...actions };
  return values;
}

export function enterInMessage(
  ws: Workspace,
  user: string,
  where: { channel: string; message: Message },
  control: Control,
  value: unknown,
): void {
  const values = messageValues(ws, user, where.channel, where.message);
  ws.entered.set(keyOf(user, where.channel, where.message.ts), withEntered(values, control, value));
}

function withoutUndefined(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
