import { lifetimes } from './limits.ts';
import type { ResponseUrl, Trigger, Workspace } from './workspace.ts';

/** Makes a trigger id: three seconds on the workspace clock, one use. `view` is the form it came from. */
export function issueTrigger(ws: Workspace, user: string, view?: string): string {
  const id = `${ws.ids.pick('trigger', 1e13)}.${ws.ids.pick('trigger', 1e12)}.${ws.ids.word('trigger', 32).toLowerCase()}`;
  ws.triggers.set(id, { user, view, expiresAt: ws.clock.now() + lifetimes.triggerId, used: false });
  return id;
}

/** Uses up a trigger id, or says with Slack's error name why it cannot be used. */
export function useTrigger(ws: Workspace, id: unknown): Trigger | string {
  const trigger = typeof id === 'string' ? ws.triggers.get(id) : undefined;
  if (!trigger) return 'invalid_trigger_id';
  if (trigger.used) return 'exchanged_trigger_id';
  if (ws.clock.now() > trigger.expiresAt) return 'expired_trigger_id';
  trigger.used = true;
  return trigger;
}

/** Makes a response URL: thirty minutes on the workspace clock, five uses. */
export function issueResponseUrl(ws: Workspace, given: Omit<ResponseUrl, 'expiresAt' | 'uses'>): string {
  const path = `/${given.kind}/${ws.app.team}/${ws.ids.pick('response', 1e13)}/${ws.ids.word('response', 24)}`;
  ws.responseUrls.set(path, { ...given, expiresAt: ws.clock.now() + lifetimes.responseUrl, uses: 0 });
  return `${ws.url}${path}`;
}
