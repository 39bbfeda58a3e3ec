import { asTarget, type ControlName, interactive, seen } from './actor-controls.ts';
import { channelSeen, messageSeen } from './client-sight.ts';
import { actionOf, blocksOf, ClientRefusal, chosen, findControl, isPressed, rememberOptions } from './controls.ts';
import type { Delivery } from './delivery.ts';
import { emit } from './events.ts';
import { suggestion, viewAction } from './interactions.ts';
import { openDirectMessage } from './population.ts';
import type { FieldValue, Outcome, View } from './protocol.ts';
import { close, enter, fill, fillExactly, submit, topView } from './view-actions.ts';
import { stackOf, viewObject } from './views.ts';
import type { OpenView, Workspace } from './workspace.ts';

/** What a person does in forms and in the app's home. */
export interface FormActs {
  /** Open forms, the bottom first. */
  views(): View[];
  /** The topmost form; throws when none is open. */
  view(): View;
  /** Enters values into the topmost form, by action id or block id. */
  fill(fields: Record<string, FieldValue>): void;
  /** The same by block id, then action id. */
  fillExactly(values: Record<string, Record<string, FieldValue>>): void;
  /** Sends the topmost form, after entering `fields`. */
  submit(fields?: Record<string, FieldValue>): Promise<Outcome>;
  /** Cancels the topmost form. */
  close(): Promise<Outcome>;
  /** Closes the stack by the ×. */
  closeAll(): Promise<Outcome>;
  /** Uses a control of the topmost form; all but buttons take a value. */
  clickInView(control: ControlName, value?: FieldValue): Promise<Outcome>;
  /** Opens the app's home and returns what is published there now. */
  openHome(): View | null;
  clickHome(control: ControlName, value?: FieldValue): Promise<Outcome>;
  /** Asks the app for the options of an external select, in a message or in the topmost form. */
  suggest(control: ControlName, typed: string, where?: { channel: string; ts: string }): Promise<Outcome>;
}

export function formActs(ws: Workspace, delivery: Delivery, id: string): FormActs {
  const interact = (payload: Record<string, unknown>) => delivery.interaction('interactive', payload);

  const use = async (view: OpenView, name: ControlName, value?: FieldValue): Promise<Outcome> => {
    interactive(ws);
    const control = findControl(view.blocks, asTarget(name));
    if (isPressed(control.element) !== (value === undefined)) {
      throw new ClientRefusal(`A ${control.element.type} is used by ${value === undefined ? 'choosing' : 'clicking'}.`);
    }
    if (value !== undefined) enter(ws, view, control, value);
    const whole = value === undefined ? undefined : chosen(ws, id, control, value);
    const dispatches = control.block.type !== 'input' || control.block.dispatch_action === true;
    if (!dispatches) return { acknowledged: true };
    return seen(
      await interact(viewAction(ws, { ...viewObject(view) }, { user: id, action: actionOf(control, whole) })),
    );
  };

  const home = () => {
    const view = ws.homes.get(id);
    if (!view) throw new ClientRefusal('The app shows nothing in its home yet.');
    return view;
  };

  return {
    views: () => stackOf(ws, id).map(viewObject),
    view: () => viewObject(topView(ws, id)),
    fill: (fields) => fill(ws, topView(ws, id), fields),
    fillExactly: (values) => fillExactly(ws, topView(ws, id), values),
    async submit(fields = {}) {
      fill(ws, topView(ws, id), fields);
      return submit(ws, id, interact);
    },
    close: () => close(ws, id, interact, false),
    closeAll: () => close(ws, id, interact, true),
    async clickInView(name, value) {
      return use(topView(ws, id), name, value);
    },
    openHome() {
      if (!ws.manifest.features?.app_home?.home_tab_enabled) throw new ClientRefusal('This app has no home.');
      const channel = openDirectMessage(ws, id);
      const view = ws.homes.get(id);
      const shown = view ? { view: viewObject(view) } : {};
      const at = `${Math.floor(ws.clock.now() / 1000)}.000200`;
      emit(ws, { type: 'app_home_opened', user: id, channel: channel.id, tab: 'home', event_ts: at, ...shown });
      return view ? viewObject(view) : null;
    },
    async clickHome(name, value) {
      return use(home(), name, value);
    },
    async suggest(name, typed, where) {
      const channel = where ? channelSeen(ws, id, where.channel) : undefined;
      const message = channel && where ? messageSeen(ws, id, channel, where.ts).message : undefined;
      const view = message ? undefined : topView(ws, id);
      const control = findControl(message ? blocksOf(message) : (view?.blocks ?? []), asTarget(name));
      const { block, element } = control;
      if (!String(element.type).endsWith('external_select'))
        throw new ClientRefusal('Only external selects ask the app.');
      const asked = { action_id: element.action_id, block_id: block.block_id, value: typed };
      const place =
        channel && message
          ? { channel, message }
          : { view: { ...viewObject(view as OpenView) } as Record<string, unknown> };
      const receipt = await interact(suggestion(ws, id, asked, place));
      if (receipt.acknowledged) rememberOptions(ws, id, control, receipt.body);
      return seen(receipt);
    },
  };
}
