import type { IncomingMessage, ServerResponse } from 'node:http';
import { act } from './act.ts';
import type { Actor } from './actor.ts';
import { worldOf } from './announce.ts';
import { readBody } from './api/request.ts';
import { ClientRefusal } from './controls.ts';
import { snapshotFor } from './inspect.ts';
import type { Act, Change, FaultOrder, MoveTime } from './protocol.ts';
import { type ControlRoute, sendJson } from './server.ts';
import type { Sockets } from './sockets.ts';
import type { Faults } from './start.ts';
import type { Traffic } from './traffic.ts';
import type { Watchers } from './watch.ts';
import type { Workspace } from './workspace.ts';

interface Given {
  ws: Workspace;
  as: (person: string) => Actor;
  faults: Faults;
  sockets: Sockets;
  traffic: Traffic;
  watching: Watchers;
}

/** The control API of `protocol.ts`. */
export function controlRoute(given: Given): ControlRoute {
  const { ws, as, faults, sockets, traffic, watching } = given;
  const posted: Record<string, (body: never) => Promise<[number, unknown]>> = {
    act: async (body: Act) => [200, await act(as(body.as), body)],
    time: async (body: MoveTime) => {
      if (!ws.clock.moveTo) return [409, { error: 'The workspace runs on real time, which cannot be moved.' }];
      ws.clock.moveTo('to' in body ? body.to : ws.clock.now() + body.byMs);
      watching.tell({ kind: 'time', now: ws.clock.now() }, () => true);
      return [200, { now: ws.clock.now() }];
    },
    faults: async (body: FaultOrder) => {
      order(body, faults, sockets);
      return [200, { ok: true }];
    },
  };
  const shown: Record<string, (url: URL) => unknown> = {
    world: () => worldOf(ws, sockets.count),
    snapshot: (url) => snapshotFor(ws, personOf(url, ws)),
    traffic: (url) => traffic.entries.slice(-Number(url.searchParams.get('last') ?? 100)),
  };

  return async (request, response, url) => {
    const name = url.pathname.split('/')[2] ?? '';
    const show = request.method === 'GET' ? shown[name] : undefined;
    const post = request.method === 'POST' ? posted[name] : undefined;
    const streams = request.method === 'GET' && name === 'changes';
    if (!show && !post && !streams)
      return sendJson(response, 404, { error: `There is no ${request.method} ${url.pathname}.` });
    try {
      if (streams) return stream(watching, personOf(url, ws), response, request);
      if (show) return sendJson(response, 200, show(url));
      const body = JSON.parse((await readBody(request)).toString() || '{}') as never;
      if (post) sendJson(response, ...(await post(body)));
    } catch (error) {
      if (!(error instanceof ClientRefusal || error instanceof SyntaxError)) throw error;
      sendJson(response, 400, { error: error.message });
    }
  };
}

function personOf(url: URL, ws: Workspace): string {
  const person = url.searchParams.get('as') ?? '';
  if (!ws.people.has(person)) throw new ClientRefusal(`There is nobody with the id ${person} in this workspace.`);
  return person;
}

/** Server-sent events of everything one person can see. */
function stream(watching: Watchers, person: string, response: ServerResponse, request: IncomingMessage): void {
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache',
    connection: 'keep-alive',
  });
  response.write(':\n\n');
  const stop = watching.add((change: Change, sees) => {
    if (sees(person)) response.write(`data: ${JSON.stringify(change)}\n\n`);
  });
  request.on('close', stop);
}

function order(body: FaultOrder, faults: Faults, sockets: Sockets): void {
  switch (body.fault) {
    case 'call':
      faults.next(body.method, body.with, {
        ...(body.times ? { times: body.times } : {}),
        ...(body.channel ? { channel: body.channel } : {}),
      });
      break;
    case 'repeat_event':
      faults.repeatEvent(body.times);
      break;
    case 'hold_events':
      faults.holdEvents();
      break;
    case 'release_events':
      faults.releaseEvents(body.order);
      break;
    case 'cut_sockets':
      sockets.cut();
      break;
    case 'refuse_sockets':
      sockets.refuse(body.on);
      break;
    case 'disconnect_sockets':
      sockets.disconnect(body.reason);
      break;
    case 'clear':
      faults.clear();
      faults.releaseEvents();
      faults.delayEvents(0);
      sockets.refuse(false);
      break;
  }
}
