import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Ids } from './ids.ts';
import { lifetimes, rateLimits } from './limits.ts';
import type { Traffic } from './traffic.ts';
import type { Parcel, Receipt, Transport } from './transport.ts';

/** The Socket Mode side: tickets, up to ten sockets, each parcel to one of them, three seconds to acknowledge. */
export interface Sockets extends Transport {
  /** A ticket for one connection, as `apps.connections.open` hands it out. */
  ticket(): string;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Sockets that have been greeted and are still open. */
  readonly count: number;
  /** Drops every connection without a word. */
  cut(): void;
  /** While on, no new connection comes about. */
  refuse(on: boolean): void;
  /** Announces the end of every connection; a warned one closes some seconds later. */
  disconnect(reason: 'warning' | 'refresh_requested' | 'link_disabled'): void;
  stop(): void;
}

const debugConnectionMs = 360_000;

export function openSockets(given: { ids: Ids; appId: string; traffic: Traffic; changed: () => void }): Sockets {
  const { ids, appId, traffic, changed } = given;
  const server = new WebSocketServer({ noServer: true });
  const tickets = new Set<string>();
  const open = new Set<WebSocket>();
  const timers = new Set<NodeJS.Timeout>();
  const waiting = new Map<string, (receipt: Receipt) => void>();
  let refusing = false;

  const note = (name: string, request: unknown = {}) => traffic.start({ kind: 'socket', name, request })({});
  const later = (ms: number, run: () => void) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      run();
    }, ms);
    timers.add(timer);
    return timer;
  };
  const sayGoodbye = (socket: WebSocket, reason: string) => {
    socket.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'applink-1' } }));
    note('disconnect', { reason });
    later(reason === 'warning' ? lifetimes.socketWarning : 0, () => socket.close(1000));
  };

  const greet = (socket: WebSocket, debug: boolean) => {
    if (open.size >= rateLimits.sockets) {
      sayGoodbye(socket, 'too_many_websockets');
      return;
    }
    open.add(socket);
    socket.send(
      JSON.stringify({
        type: 'hello',
        connection_info: { app_id: appId },
        num_connections: open.size,
        debug_info: {
          host: 'applink-1',
          build_number: 1,
          approximate_connection_time: debug ? debugConnectionMs / 1000 : 18_060,
        },
      }),
    );
    note('hello', { num_connections: open.size });
    const pings = setInterval(() => socket.ping(`Ping from simulator (${open.size})`), lifetimes.socketPing);
    const end = debug ? later(debugConnectionMs, () => sayGoodbye(socket, 'refresh_requested')) : undefined;
    socket.on('message', (data) => acknowledge(String(data)));
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      clearInterval(pings);
      clearTimeout(end);
      open.delete(socket);
      // An acknowledgement may come over any connection; with the last one gone, none can come.
      if (open.size === 0)
        for (const settle of [...waiting.values()]) settle({ acknowledged: false, reason: 'no_connection' });
      note('close', { left: open.size });
      changed();
    });
    changed();
  };

  const acknowledge = (text: string) => {
    let said: { envelope_id?: unknown; payload?: unknown };
    try {
      said = JSON.parse(text);
    } catch {
      note('unreadable', { text });
      return;
    }
    const settle = typeof said.envelope_id === 'string' ? waiting.get(said.envelope_id) : undefined;
    if (!settle) note('unknown_envelope', said);
    settle?.({ acknowledged: true, body: said.payload });
  };

  return {
    ticket() {
      const ticket = ids.uuid('ticket');
      tickets.add(ticket);
      return ticket;
    },
    upgrade(request, socket, head) {
      const url = new URL(request.url ?? '/', 'http://localhost');
      const ticket = url.searchParams.get('ticket') ?? '';
      const valid = url.pathname === '/link/' && tickets.delete(ticket) && !refusing;
      if (!valid) {
        note('refused', { path: url.pathname });
        socket.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
        return;
      }
      const debug = url.searchParams.get('debug_reconnects') === 'true';
      server.handleUpgrade(request, socket, head, (ws) => greet(ws, debug));
    },
    deliver(parcel) {
      const ready = [...open].filter((socket) => socket.readyState === socket.OPEN);
      const socket = ready[ids.pick('socket', Math.max(ready.length, 1))];
      if (!socket) return Promise.resolve({ acknowledged: false, reason: 'no_connection' });
      const envelope = envelopeOf(parcel, ids.uuid('envelope'));
      return new Promise<Receipt>((resolve) => {
        const settle = (receipt: Receipt) => {
          clearTimeout(timer);
          timers.delete(timer);
          waiting.delete(envelope.envelope_id);
          resolve(receipt);
        };
        const timer = later(lifetimes.acknowledgement, () => settle({ acknowledged: false, reason: 'timeout' }));
        waiting.set(envelope.envelope_id, settle);
        socket.send(JSON.stringify(envelope));
      });
    },
    get count() {
      return open.size;
    },
    cut() {
      note('cut', { sockets: open.size });
      for (const socket of open) socket.terminate();
    },
    refuse(on) {
      refusing = on;
    },
    disconnect(reason) {
      for (const socket of open) sayGoodbye(socket, reason);
    },
    stop() {
      for (const timer of timers) clearTimeout(timer);
      for (const settle of [...waiting.values()]) settle({ acknowledged: false, reason: 'no_connection' });
      for (const socket of server.clients) socket.terminate();
      server.close();
    },
  };
}

function envelopeOf(parcel: Parcel, envelopeId: string) {
  const retry = { retry_attempt: parcel.retry?.attempt ?? 0, retry_reason: parcel.retry?.reason ?? '' };
  return {
    envelope_id: envelopeId,
    type: parcel.type,
    payload: parcel.payload,
    accepts_response_payload: parcel.type !== 'events_api',
    ...(parcel.type === 'events_api' ? retry : {}),
  };
}
