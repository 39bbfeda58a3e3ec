import { type Actor, actorFor } from './actor.ts';
import { announceWorld } from './announce.ts';
import { callLimiter } from './api/limiter.ts';
import { movableClock, type SlackClock } from './clock.ts';
import { controlRoute } from './control.ts';
import { type Delivery, startDelivery } from './delivery.ts';
import { type CallFaults, callFaults } from './faults.ts';
import { seededIds } from './ids.ts';
import { type Inspection, inspection } from './inspect.ts';
import { type Installation, installationOf, newWorkspace } from './installation.ts';
import { type Manifest, readManifest } from './manifest.ts';
import { type Population, population } from './populate.ts';
import { requestUrl } from './request-url.ts';
import { createSlackServer, listen } from './server.ts';
import { openSockets, type Sockets } from './sockets.ts';
import { recordTraffic, type Traffic } from './traffic.ts';
import type { Transport } from './transport.ts';
import { type Watchers, watchers } from './watch.ts';

export type DeliveryMode = { mode: 'socket' } | { mode: 'http'; requestUrl: string };

export interface SlackOptions {
  /** Real time that can be moved, unless told. */
  clock?: SlackClock;
  /** Any free port unless told. */
  port?: number;
  manifest: Manifest | string;
  delivery?: DeliveryMode;
  /** Ids and random choices follow from it; 1 unless told. */
  seed?: number;
  /** Keep what goes over the wire in `traffic`; true unless told. */
  recordTraffic?: boolean;
  /** Scopes given at installation; all the manifest asks for unless told. */
  grantedScopes?: string[];
  /** The workspace that installs the app. */
  team?: { id?: string; name: string; domain: string };
  /** The folder of the built page. */
  clientDir?: string;
}

/** What goes wrong on purpose. */
export interface Faults extends Omit<CallFaults, 'take'> {
  /** The next event is delivered so many times in all. */
  repeatEvent(times: number): void;
  /** Real time every event waits before its first delivery; 0 ends it. */
  delayEvents(ms: number): void;
  holdEvents(): void;
  releaseEvents(order?: 'kept' | 'reversed' | 'shuffled'): void;
  /** Whether rate limits are enforced; they are unless told. */
  enforceRateLimits(on: boolean): void;
}

/** A running stand-in for Slack: where it listens, who is in it, what they do, what it saw. */
export interface Slack extends Installation, Population, Inspection, AsyncDisposable {
  /** `http://127.0.0.1:port` */
  url: string;
  /** For `slackApiUrl` of the SDK. */
  apiUrl: string;
  clock: SlackClock;
  as(person: string): Actor;
  faults: Faults;
  sockets: Pick<Sockets, 'count' | 'cut' | 'refuse' | 'disconnect'>;
  traffic: Traffic['entries'];
  onChange: Watchers['add'];
  until: Watchers['until'];
  /** Resolves when every delivery has been acknowledged or given up, retries on the clock not counted. */
  settled(): Promise<void>;
  setDelivery(delivery: DeliveryMode): void;
  stop(): Promise<void>;
}

/** Starts a workspace with the app installed and nobody in it yet. */
export async function startSlack(options: SlackOptions): Promise<Slack> {
  const clock = options.clock ?? movableClock();
  const ids = seededIds(options.seed ?? 1);
  const watching = watchers();
  const manifest = readManifest(options.manifest);
  const ws = newWorkspace({ ...options, clock, ids, manifest });
  const traffic = recordTraffic(
    () => clock.now(),
    options.recordTraffic ?? true,
    (entry) => watching.tell({ kind: 'traffic', entry }, () => true),
  );
  const sockets = openSockets({ ids, appId: ws.app.id, traffic, changed: () => announceWorld(ws) });
  const transport = (delivery: DeliveryMode): Transport =>
    delivery.mode === 'socket'
      ? sockets
      : requestUrl(delivery.requestUrl, ws.tokens.signingSecret, ws.tokens.verification);
  const delivery = startDelivery(ws, traffic, transport(options.delivery ?? { mode: 'socket' }));
  ws.announce = watching.tell;
  ws.send = delivery.event;
  ws.connections = () => sockets.count;

  const calls = callFaults();
  const limiter = callLimiter(() => clock.now());
  const faults = faultsOf(calls, delivery, limiter.enforce);
  const as = (person: string) => actorFor(ws, delivery, person);
  const control = controlRoute({ ws, as, faults, sockets, traffic, watching });
  const server = createSlackServer({ ws, sockets, traffic, faults: calls, limiter }, control, options.clientDir);
  ws.url = `http://127.0.0.1:${await listen(server, options.port ?? 0)}`;

  let held = clock.held ?? false;
  const forgetJumps = clock.onJump?.(() => {
    watching.tell({ kind: 'time', now: clock.now() }, () => true);
    if (held !== (clock.held ?? false)) announceWorld(ws);
    held = clock.held ?? false;
  });

  const stop = async () => {
    forgetJumps?.();
    delivery.stop();
    sockets.stop();
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  };

  return {
    ...installationOf(ws),
    ...population(ws),
    ...inspection(ws),
    url: ws.url,
    apiUrl: `${ws.url}/api/`,
    clock,
    as,
    faults,
    sockets,
    traffic: traffic.entries,
    onChange: watching.add,
    until: watching.until,
    settled: () => watching.until(() => delivery.underWay === 0 || undefined).then(() => undefined),
    setDelivery: (next) => delivery.use(transport(next)),
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

function faultsOf(calls: CallFaults, delivery: Delivery, enforce: (on: boolean) => void): Faults {
  return {
    next: calls.next,
    clear: calls.clear,
    get waiting() {
      return calls.waiting;
    },
    repeatEvent: delivery.repeatEvent,
    delayEvents: delivery.delay,
    holdEvents: delivery.hold,
    releaseEvents: (order = 'kept') => delivery.release(order),
    enforceRateLimits: enforce,
  };
}
