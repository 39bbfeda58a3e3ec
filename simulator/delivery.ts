import { lifetimes, rateLimits } from './limits.ts';
import type { Traffic } from './traffic.ts';
import type { Receipt, Transport } from './transport.ts';
import { type OutgoingEvent, seconds, type Workspace } from './workspace.ts';

type Envelope = Record<string, unknown> & { event_id: string; event: { type: string; subtype?: unknown } };

/** Brings events and interactions to the app: events again until acknowledged, interactions once. */
export interface Delivery {
  event(outgoing: OutgoingEvent): void;
  interaction(type: 'interactive' | 'slash_commands', payload: Record<string, unknown>): Promise<Receipt>;
  use(transport: Transport): void;
  /** The next event is delivered so many times in all, with `retry_attempt` 0 each. */
  repeatEvent(times: number): void;
  hold(): void;
  release(order: 'kept' | 'reversed' | 'shuffled'): void;
  /** Real time that every event waits before its first delivery. */
  delay(ms: number): void;
  /** Deliveries that wait for an acknowledgement, and retries whose time has come; later ones are not counted. */
  readonly underWay: number;
  stop(): void;
}

export function startDelivery(ws: Workspace, traffic: Traffic, first: Transport): Delivery {
  let transport = first;
  let copies = 1;
  let delayMs = 0;
  let held: Envelope[] | undefined;
  let underWay = 0;
  let stopped = false;
  const hour = { from: Number.NEGATIVE_INFINITY, sent: 0, toldAt: Number.NEGATIVE_INFINITY };
  const retries = new Set<{ at: number; cancel: () => void }>();

  const attempt = async (envelope: Envelope, number: number, reason: string) => {
    if (stopped) return;
    underWay += 1;
    const end = traffic.start({ kind: 'event', name: nameOf(envelope.event), request: envelope, retry: number });
    const receipt = await transport.deliver({
      type: 'events_api',
      payload: envelope,
      retry: { attempt: number, reason },
    });
    underWay -= 1;
    end(receipt.acknowledged ? { answer: receipt.body ?? {} } : { error: receipt.reason });
    if (receipt.acknowledged || receipt.final || stopped) return;
    const wait = lifetimes.eventRetries[number];
    if (wait === undefined) return;
    const reasonOut = receipt.reason === 'no_connection' ? 'connection_failed' : receipt.reason;
    const retry = { at: ws.clock.now() + wait, cancel: () => {} };
    retries.add(retry);
    retry.cancel = ws.clock.at(retry.at, () => {
      retries.delete(retry);
      void attempt(envelope, number + 1, reasonOut);
    });
  };

  const start = (envelope: Envelope) => {
    if (held) {
      held.push(envelope);
      return;
    }
    if (delayMs === 0) void attempt(envelope, 0, '');
    else setTimeout(() => void attempt(envelope, 0, ''), delayMs).unref();
  };

  /** Beyond the hourly limit events are dropped, and the app is told once a minute. */
  const overLimit = (): boolean => {
    const now = ws.clock.now();
    if (now - hour.from >= 3_600_000) Object.assign(hour, { from: now, sent: 0 });
    hour.sent += 1;
    if (hour.sent <= rateLimits.eventsPerHour) return false;
    if (now - hour.toldAt >= 60_000) {
      hour.toldAt = now;
      const notice = { token: ws.tokens.verification, type: 'app_rate_limited', team_id: ws.app.team };
      const minute = Math.floor(now / 60_000) * 60;
      const payload = { ...notice, minute_rate_limited: minute, api_app_id: ws.app.id };
      void transport.deliver({ type: 'events_api', payload });
    }
    return true;
  };

  return {
    event(outgoing) {
      if (overLimit()) return;
      const envelope = envelopeOf(ws, outgoing);
      const times = copies;
      copies = 1;
      for (let copy = 0; copy < times; copy += 1) start(envelope);
    },
    async interaction(type, payload) {
      underWay += 1;
      const name = String(payload.command ?? payload.type);
      const end = traffic.start({ kind: 'interaction', name, request: payload });
      const receipt = await transport.deliver({ type, payload });
      underWay -= 1;
      end(receipt.acknowledged ? { answer: receipt.body ?? {} } : { error: receipt.reason });
      return receipt;
    },
    use(next) {
      transport = next;
    },
    repeatEvent(times) {
      copies = times;
    },
    hold() {
      held ??= [];
    },
    release(order) {
      const waiting = held ?? [];
      held = undefined;
      if (order === 'reversed') waiting.reverse();
      if (order === 'shuffled') shuffle(waiting, (below) => ws.ids.pick('shuffle', below));
      for (const envelope of waiting) start(envelope);
    },
    delay(ms) {
      delayMs = ms;
    },
    get underWay() {
      return underWay + [...retries].filter(({ at }) => at <= ws.clock.now()).length;
    },
    stop() {
      stopped = true;
      for (const { cancel } of retries) cancel();
    },
  };
}

function envelopeOf(ws: Workspace, outgoing: OutgoingEvent): Envelope {
  const { event, ...about } = outgoing;
  return {
    token: ws.tokens.verification,
    ...about,
    context_enterprise_id: null,
    api_app_id: ws.app.id,
    event: JSON.parse(JSON.stringify(event)),
    type: 'event_callback',
    event_id: ws.ids.id('Ev'),
    event_time: seconds(ws),
    authorizations: [
      {
        enterprise_id: null,
        team_id: ws.app.team,
        user_id: ws.app.botUserId,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    event_context: `4-${ws.ids.word('context', 40)}`,
  };
}

function nameOf(event: Envelope['event']): string {
  return typeof event.subtype === 'string' ? `${event.type}.${event.subtype}` : event.type;
}

function shuffle<T>(items: T[], pick: (below: number) => number): void {
  for (let i = items.length - 1; i > 0; i -= 1) {
    const j = pick(i + 1);
    [items[i], items[j]] = [items[j] as T, items[i] as T];
  }
}
