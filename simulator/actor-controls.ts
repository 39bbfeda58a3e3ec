import { channelSeen, messageSeen, offeredHere } from './client-sight.ts';
import { commandText } from './command-text.ts';
import {
  actionOf,
  blocksOf,
  ClientRefusal,
  chosen,
  enterInMessage,
  findControl,
  isPressed,
  messageValues,
} from './controls.ts';
import type { Delivery } from './delivery.ts';
import { globalShortcut, messageAction, messageShortcut, slashCommand } from './interactions.ts';
import { openDirectMessage } from './population.ts';
import type { FieldValue, Outcome, Target } from './protocol.ts';
import { respond } from './respond.ts';
import type { Receipt } from './transport.ts';
import { unanswered } from './view-actions.ts';
import type { ResponseUrl, Workspace } from './workspace.ts';

/** A control by its action id, or by more. */
export type ControlName = string | (Target & { value?: string });

export const asTarget = (name: ControlName): Target & { value?: string } =>
  typeof name === 'string' ? { action_id: name } : name;

/** What a person does with the app's controls in messages, its commands and its shortcuts. */
export interface ControlActs {
  /** Presses a button of a message, also of an ephemeral one. `value` tells buttons of the same id apart. */
  click(channel: string, ts: string, button: ControlName): Promise<Outcome>;
  /** Uses any other control of a message: select, checkboxes, picker, dispatching input. Options are named by value. */
  select(channel: string, ts: string, control: ControlName, value: FieldValue): Promise<Outcome>;
  overflow(channel: string, ts: string, menu: ControlName, option: string): Promise<Outcome>;
  /** Enters a value into a message's control without sending it; it stands in the state of the next click. */
  enter(channel: string, ts: string, control: ControlName, value: FieldValue): void;
  /** Without a channel it is typed in the conversation with the app. */
  command(command: string, text?: string, options?: { channel?: string }): Promise<Outcome>;
  messageShortcut(callbackId: string, channel: string, ts: string): Promise<Outcome>;
  globalShortcut(callbackId: string): Promise<Outcome>;
}

export function controlActs(ws: Workspace, delivery: Delivery, id: string): ControlActs {
  const use = async (ref: string, ts: string, name: ControlName, value?: FieldValue): Promise<Outcome> => {
    interactive(ws);
    const channel = channelSeen(ws, id, ref);
    const { message, ephemeral } = messageSeen(ws, id, channel, ts);
    const control = findControl(blocksOf(message), asTarget(name));
    if (isPressed(control.element) !== (value === undefined)) {
      throw new ClientRefusal(`A ${control.element.type} is used by ${value === undefined ? 'choosing' : 'clicking'}.`);
    }
    const whole = value === undefined ? undefined : chosen(ws, id, control, value);
    if (value !== undefined) enterInMessage(ws, id, { channel: channel.id, message }, control, whole);
    const action = actionOf(control, whole);
    const values = messageValues(ws, id, channel.id, message);
    const payload = messageAction(ws, channel, message, ephemeral, { user: id, action, values });
    return seen(await delivery.interaction('interactive', payload));
  };

  const shortcut = (type: 'message' | 'global', callbackId: string) => {
    const known = ws.manifest.features?.shortcuts?.some((one) => one.type === type && one.callback_id === callbackId);
    if (!known || !offeredHere(ws, id)) throw new ClientRefusal(`There is no ${type} shortcut ${callbackId} here.`);
    interactive(ws);
  };

  return {
    click: (ref, ts, button) => use(ref, ts, button),
    select: (ref, ts, control, value) => use(ref, ts, control, value),
    overflow: (ref, ts, menu, option) => use(ref, ts, menu, option),
    enter(ref, ts, name, value) {
      const channel = channelSeen(ws, id, ref);
      const { message } = messageSeen(ws, id, channel, ts);
      const control = findControl(blocksOf(message), asTarget(name));
      enterInMessage(ws, id, { channel: channel.id, message }, control, chosen(ws, id, control, value));
    },
    async command(command, text = '', options = {}) {
      const known = ws.manifest.features?.slash_commands?.find((one) => one.command === command);
      if (!known || !offeredHere(ws, id)) throw new ClientRefusal(`${command} is not a valid command`);
      const channel = options.channel ? channelSeen(ws, id, options.channel) : openDirectMessage(ws, id);
      const sent = commandText(ws, text, known.should_escape ?? false);
      const payload = slashCommand(ws, id, channel, command, sent);
      const receipt = await delivery.interaction('slash_commands', payload);
      if (!receipt.acknowledged || !holdsMessage(receipt.body)) return seen(receipt);
      const error = respond(ws, answerTo(id, channel.id), receipt.body);
      const outcome = seen(receipt);
      return error ? { ...outcome, error: 'invalid_response', detail: error } : outcome;
    },
    async messageShortcut(callbackId, ref, ts) {
      shortcut('message', callbackId);
      const channel = channelSeen(ws, id, ref);
      const { message, ephemeral } = messageSeen(ws, id, channel, ts);
      if (ephemeral) throw new ClientRefusal('A message that only you can see has no shortcuts.');
      const payload = messageShortcut(ws, id, callbackId, channel, message);
      return seen(await delivery.interaction('interactive', payload));
    },
    async globalShortcut(callbackId) {
      shortcut('global', callbackId);
      return seen(await delivery.interaction('interactive', globalShortcut(ws, id, callbackId)));
    },
  };
}

export function interactive(ws: Workspace): void {
  if (ws.manifest.settings?.interactivity?.is_enabled) return;
  throw new ClientRefusal('This app is not configured to handle interactive responses.');
}

export function seen(receipt: Receipt): Outcome {
  if (!receipt.acknowledged) return unanswered(receipt);
  const { body } = receipt;
  const empty = !body || (typeof body === 'object' && Object.keys(body).length === 0);
  return empty ? { acknowledged: true } : { acknowledged: true, body };
}

function holdsMessage(body: unknown): boolean {
  return typeof body === 'object' && body !== null && Object.keys(body).length > 0;
}

/** The acknowledgement of a command may hold a message; it is shown as one sent to its response URL. */
function answerTo(user: string, channel: string): ResponseUrl {
  return { kind: 'commands', user, channel, message: undefined, expiresAt: Number.POSITIVE_INFINITY, uses: 0 };
}
