import { announceEphemeral, announceEphemeralGone } from './announce.ts';
import { isObject } from './blocks/check.ts';
import { validateMessage } from './blocks/message.ts';
import { normaliseBlocks } from './blocks/normalise.ts';
import { remove } from './deletion.ts';
import { lifetimes } from './limits.ts';
import { change, type Draft, post } from './messages.ts';
import { botProfile } from './objects.ts';
import type { Block, Ephemeral } from './protocol.ts';
import { nextTs, type ResponseUrl, type StoredChannel, type Workspace } from './workspace.ts';

/** How the app appears as an author. */
export function appAuthor(ws: Workspace): { user: string; author: Record<string, unknown> } {
  return {
    user: ws.app.botUserId,
    author: { bot_id: ws.app.botId, app_id: ws.app.id, bot_profile: botProfile(ws) },
  };
}

/** Shows a message to one person; it is kept outside every history. */
export function showEphemeral(ws: Workspace, channel: StoredChannel, to: string, draft: Draft): Ephemeral {
  const { user, author } = appAuthor(ws);
  const message: Ephemeral = {
    type: 'message',
    ...author,
    user,
    text: draft.text,
    ts: nextTs(ws, channel),
    team: ws.app.team,
    channel: channel.id,
    to,
    is_ephemeral: true,
    ...(draft.blocks?.length ? { blocks: normalised(ws, draft.blocks) } : {}),
    ...(draft.attachments?.length ? { attachments: draft.attachments } : {}),
    ...(draft.thread ? { thread_ts: draft.thread } : {}),
  };
  ws.ephemerals.push(message);
  announceEphemeral(ws, message);
  return message;
}

function normalised(ws: Workspace, blocks: unknown[]): Block[] {
  return normaliseBlocks(blocks, () => ws.ids.word('block', 5)) as Block[];
}

/** A post to a response URL: HTTP status and body. Dead after five uses or thirty minutes. */
export function useResponseUrl(ws: Workspace, path: string, body: unknown): { status: number; body: unknown } {
  const target = ws.responseUrls.get(path);
  if (!target) return { status: 404, body: { ok: false, error: 'invalid_url' } };
  if (ws.clock.now() > target.expiresAt) return { status: 404, body: { ok: false, error: 'expired_url' } };
  if (target.uses >= lifetimes.responseUrlUses) return { status: 404, body: { ok: false, error: 'used_url' } };
  target.uses += 1;
  const error = respond(ws, target, body);
  return error ? { status: 400, body: { ok: false, error } } : { status: 200, body: { ok: true } };
}

/** Does what an answer to an interaction asks for; answers Slack's error name when it cannot. */
export function respond(ws: Workspace, target: ResponseUrl, body: unknown): string | null {
  if (!isObject(body)) return 'invalid_payload';
  const channel = ws.channels.get(target.channel);
  if (!channel) return 'channel_not_found';
  const { message } = target;
  if (body.delete_original === true) {
    if (message) deleteOriginal(ws, channel, message, target.user);
    return null;
  }
  const refusal = validateMessage(body, 'chat.postMessage');
  if (refusal && refusal.error !== 'msg_blocks_too_long') return refusal.error;
  const draft: Draft = {
    text: typeof body.text === 'string' ? body.text : '',
    ...(Array.isArray(body.blocks) ? { blocks: body.blocks as Block[] } : {}),
    ...(Array.isArray(body.attachments) ? { attachments: body.attachments } : {}),
    ...(typeof body.thread_ts === 'string' ? { thread: body.thread_ts } : {}),
  };
  if (body.replace_original === true && message) return replaceOriginal(ws, channel, message, target.user, draft);
  if (body.response_type === 'in_channel') post(ws, channel, { ...draft, ...appAuthor(ws) });
  else showEphemeral(ws, channel, target.user, draft);
  return null;
}

type Original = NonNullable<ResponseUrl['message']>;

function deleteOriginal(ws: Workspace, channel: StoredChannel, original: Original, user: string): void {
  if (original.ephemeral) {
    const gone = ephemeral(ws, channel, original.ts, user);
    ws.ephemerals = ws.ephemerals.filter((one) => one !== gone);
    if (gone) announceEphemeralGone(ws, gone);
  } else if (channel.messages.get(original.ts)?.app_id === ws.app.id) {
    remove(ws, channel, original.ts, ws.app.botUserId);
  }
}

function replaceOriginal(
  ws: Workspace,
  channel: StoredChannel,
  original: Original,
  user: string,
  draft: Draft,
): string | null {
  const blocks = draft.blocks?.length ? normalised(ws, draft.blocks) : undefined;
  if (!original.ephemeral) {
    if (channel.messages.get(original.ts)?.app_id !== ws.app.id) return 'cant_update_message';
    change(ws, channel, original.ts, { text: draft.text, blocks }, { editor: ws.app.botUserId, marked: !blocks });
    return null;
  }
  const shown = ephemeral(ws, channel, original.ts, user);
  if (!shown) return 'message_not_found';
  const { blocks: _, ...bare } = shown;
  const next: Ephemeral = { ...bare, text: draft.text, ...(blocks ? { blocks } : {}) };
  ws.ephemerals = ws.ephemerals.map((one) => (one === shown ? next : one));
  announceEphemeral(ws, next);
  return null;
}

function ephemeral(ws: Workspace, channel: StoredChannel, ts: string, user: string): Ephemeral | undefined {
  return ws.ephemerals.find((one) => one.channel === channel.id && one.ts === ts && one.to === user);
}
