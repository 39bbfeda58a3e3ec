import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CallFaults } from '../faults.ts';
import type { Fault } from '../protocol.ts';
import type { Sockets } from '../sockets.ts';
import type { Traffic } from '../traffic.ts';
import type { Workspace } from '../workspace.ts';
import { readArguments } from './arguments.ts';
import type { Limiter } from './limiter.ts';
import { type Answer, ApiError, type Call, type Method } from './method.ts';
import { methods } from './methods.ts';
import { type ApiRequest, readBody, readFields } from './request.ts';

export interface Api {
  ws: Workspace;
  sockets: Sockets;
  traffic: Traffic;
  faults: CallFaults;
  limiter: Limiter;
}

interface Reply {
  status: number;
  headers?: Record<string, string>;
  body: Answer;
}

/** Answers one Web API call as Slack does: errors with status 200, limits with 429, both scope headers on every answer. */
export async function answerCall(api: Api, name: string, request: IncomingMessage, response: ServerResponse) {
  const body = await readBody(request);
  const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
  const read = readFields(request, body, method?.json ?? true);
  const end = api.traffic.start({ kind: 'call', name, request: read.fields });
  const fault = api.faults.take(name, text(read.fields.channel));
  if (fault && 'hang' in fault) return end({ error: 'hang' });
  if (fault && 'delayMs' in fault) await sleep(fault.delayMs, undefined, { ref: false });
  const reply = faulty(fault) ?? (await perform(api, name, method, read));
  if (fault && 'loseAnswer' in fault) {
    end({ answer: reply.body, error: 'answer_lost' });
    request.socket.destroy();
    return;
  }
  const error = reply.body.ok === true ? {} : { error: String(reply.body.error) };
  end({ answer: reply.body, status: reply.status, ...error });
  response.writeHead(reply.status, {
    'content-type': 'application/json; charset=utf-8',
    'x-oauth-scopes': [...api.ws.scopes].join(','),
    'x-accepted-oauth-scopes': (method?.accepts ?? []).join(','),
    ...reply.headers,
  });
  response.end(JSON.stringify(reply.body));
}

function faulty(fault: Fault | undefined): Reply | undefined {
  if (fault && 'error' in fault) return { status: 200, body: { ok: false, error: fault.error } };
  if (!fault || !('status' in fault)) return undefined;
  const headers: Record<string, string> =
    fault.retryAfter === undefined ? {} : { 'retry-after': String(fault.retryAfter) };
  const error = fault.status === 429 ? 'ratelimited' : 'internal_error';
  return { status: fault.status, headers, body: { ok: false, error } };
}

async function perform(api: Api, name: string, method: Method | undefined, read: ApiRequest): Promise<Reply> {
  const warned = (answer: Answer): Answer => (read.warning ? withWarning(answer, read.warning) : answer);
  try {
    if (!method) throw new ApiError('unknown_method', { req_method: name });
    authenticate(api.ws, method, read.token);
    const wait = api.limiter.check(name, method.tier, text(read.fields.channel));
    if (wait > 0) {
      const headers = { 'retry-after': String(wait) };
      return { status: 429, headers, body: { ok: false, error: 'ratelimited' } };
    }
    const call: Call = { ws: api.ws, sockets: api.sockets, args: readArguments(method, read.fields) };
    checkScopes(api.ws, method, call);
    return { status: 200, body: warned({ ok: true, ...(await method.run(call)) }) };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { status: 200, body: warned({ ok: false, error: error.code, ...error.more }) };
  }
}

function authenticate(ws: Workspace, method: Method, token: string | undefined): void {
  if (method.token === 'none') return;
  if (!token) throw new ApiError('not_authed');
  if (token !== ws.tokens.bot && token !== ws.tokens.app) throw new ApiError('invalid_auth');
  const wanted = method.token === 'app' ? ws.tokens.app : ws.tokens.bot;
  if (token !== wanted) throw new ApiError('not_allowed_token_type');
}

/** Every group of scopes must be met by one that was granted. */
function checkScopes(ws: Workspace, method: Method, call: Call): void {
  const missing = method.scopes?.(call).find((group) => !group.some((scope) => ws.scopes.has(scope)));
  if (!missing) return;
  throw new ApiError('missing_scope', { needed: missing.join(','), provided: [...ws.scopes].join(',') });
}

function withWarning(answer: Answer, warning: string): Answer {
  const known = answer.response_metadata as { warnings?: string[] } | undefined;
  const warnings = [...(known?.warnings ?? []), warning];
  return { ...answer, warning: warnings.join(','), response_metadata: { ...known, warnings } };
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
