import { announceHome, announceViews } from './announce.ts';
import { isObject } from './blocks/check.ts';
import { emptyState, type StateValues } from './blocks/inputs.ts';
import { normaliseBlocks } from './blocks/normalise.ts';
import { blocksIn, elementsOf } from './blocks/payload.ts';
import { callLimits } from './limits.ts';
import type { Block, View } from './protocol.ts';
import { type OpenView, seconds, type Workspace } from './workspace.ts';

/** A validated view as the app gave it. */
export type GivenView = Record<string, unknown>;

/** The forms a person has open, the bottom first. */
export function stackOf(ws: Workspace, user: string): OpenView[] {
  return ws.stacks.get(user) ?? [];
}

/** Finds an open form or a published home view by id or external id. */
export function findView(ws: Workspace, by: { id?: unknown; externalId?: unknown }): OpenView | undefined {
  const fits = (view: OpenView) => (by.id ? view.id === by.id : !!by.externalId && view.external_id === by.externalId);
  return [...[...ws.stacks.values()].flat(), ...ws.homes.values()].find(fits);
}

/** Opens a form on top of what is open; pushing joins the stack below it. Answers Slack's error name when it cannot. */
export function openView(ws: Workspace, user: string, given: GivenView, push: boolean): OpenView | string {
  if (isTaken(ws, given.external_id)) return 'duplicate_external_id';
  const stack = stackOf(ws, user);
  const below = push ? stack.at(-1) : undefined;
  if (push && !below) return 'not_found';
  if (below && stack.filter((view) => view.root_view_id === below.root_view_id).length >= callLimits.viewStack) {
    return 'push_limit_reached';
  }
  const view = newView(ws, user, 'modal', given, below);
  ws.stacks.set(user, [...stack, view]);
  announceViews(ws, user);
  return view;
}

/** Replaces what a view shows. Entered values stay where block id and action id stay. */
export function replaceView(ws: Workspace, view: OpenView, given: GivenView): OpenView | string {
  if (given.external_id && given.external_id !== view.external_id && isTaken(ws, given.external_id)) {
    return 'duplicate_external_id';
  }
  const kept = { id: view.id, root_view_id: view.root_view_id, previous_view_id: view.previous_view_id };
  const fresh = { ...newView(ws, view.user, view.type, given), ...kept };
  fresh.state = {
    values: keepEntered(fresh.blocks, fresh.state.values as StateValues, view.state.values as StateValues),
  };
  if (view.type === 'home') {
    ws.homes.set(view.user, fresh);
    announceHome(ws, fresh);
    return fresh;
  }
  ws.stacks.set(
    view.user,
    stackOf(ws, view.user).map((open) => (open.id === view.id ? fresh : open)),
  );
  announceViews(ws, view.user);
  return fresh;
}

export function publishHome(ws: Workspace, user: string, given: GivenView): OpenView | string {
  const published = ws.homes.get(user);
  if (published) return replaceView(ws, published, given);
  if (isTaken(ws, given.external_id)) return 'duplicate_external_id';
  const view = newView(ws, user, 'home', given);
  ws.homes.set(user, view);
  announceHome(ws, view);
  return view;
}

/** Takes forms off a person's screen. */
export function closeViews(ws: Workspace, user: string, ids: string[]): void {
  ws.stacks.set(
    user,
    stackOf(ws, user).filter((view) => !ids.includes(view.id)),
  );
  announceViews(ws, user);
}

/** A view as the API and payloads show it. */
export function viewObject(view: OpenView): View {
  const { user: _, ...rest } = view;
  return structuredClone(rest);
}

function newView(ws: Workspace, user: string, type: 'modal' | 'home', given: GivenView, below?: OpenView): OpenView {
  const blocks = normaliseBlocks(given.blocks as unknown[], () => ws.ids.word('block', 5)) as Block[];
  const id = ws.ids.id('V');
  const text = (value: unknown) => (isObject(value) ? ({ emoji: true, ...value } as View['title']) : null);
  return {
    id,
    user,
    team_id: type === 'modal' ? (ws.people.get(user)?.team ?? ws.app.team) : ws.app.team,
    type,
    blocks,
    private_metadata: String(given.private_metadata ?? ''),
    callback_id: String(given.callback_id ?? ''),
    state: { values: emptyState(blocks) },
    hash: `${seconds(ws)}.${ws.ids.word('hash', 8)}`,
    title: type === 'modal' ? text(given.title) : { type: 'plain_text', text: 'View Title', emoji: true },
    clear_on_close: given.clear_on_close === true,
    notify_on_close: given.notify_on_close === true,
    close: text(given.close),
    submit: text(given.submit),
    previous_view_id: below?.id ?? null,
    root_view_id: below?.root_view_id ?? id,
    app_id: ws.app.id,
    external_id: String(given.external_id ?? ''),
    app_installed_team_id: ws.app.team,
    bot_id: ws.app.botId,
  };
}

function isTaken(ws: Workspace, externalId: unknown): boolean {
  return !!externalId && findView(ws, { externalId }) !== undefined;
}

function keepEntered(blocks: Block[], fresh: StateValues, entered: StateValues): StateValues {
  const kept: StateValues = structuredClone(fresh);
  for (const located of blocksIn(blocks, '')) {
    for (const { value: element } of elementsOf(located)) {
      const block = String(located.value.block_id);
      const action = String(element.action_id);
      const old = entered[block]?.[action];
      if (old && old.type === element.type) kept[block] = { ...kept[block], [action]: old };
    }
  }
  return kept;
}
