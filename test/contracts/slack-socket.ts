import { WebSocket } from 'ws';
import type { Slack } from '../../simulator/start.ts';

export interface Envelope {
  envelope_id: string;
  type: 'events_api' | 'slash_commands' | 'interactive';
  payload: Record<string, unknown> & { event?: Record<string, unknown>; event_id?: string };
  accepts_response_payload: boolean;
  retry_attempt?: number;
  retry_reason?: string;
}

/** A socket without any SDK: it answers nothing by itself. */
export interface RawSocket extends AsyncDisposable {
  hello: Record<string, unknown>;
  /** Everything received after `hello`, in order. */
  envelopes: Envelope[];
  disconnects: Record<string, unknown>[];
  pings: number;
  closed: boolean;
  ack(envelope: Envelope, payload?: unknown): void;
  /** The first envelope that fits, now or as soon as it comes. */
  next(fits?: (envelope: Envelope) => boolean): Promise<Envelope>;
}

/** Opens a socket the way an app does: a ticket from `apps.connections.open`, then `hello`. */
export async function rawSocket(slack: Slack, options: { ackEvents?: boolean } = {}): Promise<RawSocket> {
  const headers = { authorization: `Bearer ${slack.appToken}` };
  const answer = await fetch(`${slack.apiUrl}apps.connections.open`, { method: 'POST', headers });
  const { url, error } = (await answer.json()) as { url?: string; error?: string };
  if (!url) throw new Error(`No connection: ${error}`);
  return openSocket(url, options);
}

/** Connects to an address of `apps.connections.open`; rejects when the connection is refused. */
export function openSocket(url: string, options: { ackEvents?: boolean } = {}): Promise<RawSocket> {
  const ws = new WebSocket(url);
  const heard = new Set<() => void>();
  const envelopes: Envelope[] = [];
  const disconnects: Record<string, unknown>[] = [];

  return new Promise((resolve, reject) => {
    const socket: RawSocket = {
      hello: {},
      envelopes,
      disconnects,
      pings: 0,
      closed: false,
      ack: (envelope, payload) => ws.send(JSON.stringify({ envelope_id: envelope.envelope_id, payload })),
      next: (fits = () => true) =>
        new Promise((found) => {
          const look = () => {
            const envelope = envelopes.find(fits);
            if (!envelope) return;
            heard.delete(look);
            found(envelope);
          };
          heard.add(look);
          look();
        }),
      async [Symbol.asyncDispose]() {
        ws.terminate();
      },
    };
    ws.on('error', reject);
    ws.on('ping', () => {
      socket.pings += 1;
    });
    ws.on('close', () => {
      socket.closed = true;
    });
    ws.on('message', (data) => {
      const message = JSON.parse(String(data));
      if (message.type === 'disconnect') disconnects.push(message);
      if (message.type === 'disconnect' && Object.keys(socket.hello).length === 0) resolve(socket);
      if (message.type === 'hello') {
        socket.hello = message;
        resolve(socket);
      }
      if (!message.envelope_id) return;
      envelopes.push(message);
      if (options.ackEvents && message.type === 'events_api') socket.ack(message);
      for (const look of [...heard]) look();
    });
  });
}

/** The events among envelopes, by `type` or `type.subtype`. */
export function eventsNamed(envelopes: Envelope[], name: string): Record<string, unknown>[] {
  const nameOf = (event: Record<string, unknown>) => (event.subtype ? `${event.type}.${event.subtype}` : event.type);
  return envelopes.flatMap(({ payload }) => (payload.event && nameOf(payload.event) === name ? [payload.event] : []));
}

export const isEvent = (name: string) => (envelope: Envelope) => eventsNamed([envelope], name).length > 0;
