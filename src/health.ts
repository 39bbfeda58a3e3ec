import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How the parts are, for a health check and for people. */
export interface Health {
  ok: boolean;
  /** Open connections to Slack. */
  slack: number;
  inbox: { due: number; parked: number };
  outbox: { waiting: number; parked: number };
  timers: { redis: string; pending: number; overdue: number; parked: number; oldestOverdueMs: number };
}

/** Answers a health check: 200 when all is well, 503 with the same facts when something is not. */
export const answerHealth =
  (health: () => Promise<Health>) =>
  (_request: IncomingMessage, response: ServerResponse): void => {
    health().then(
      (facts) => {
        response.writeHead(facts.ok ? 200 : 503, { 'content-type': 'application/json' });
        response.end(JSON.stringify(facts));
      },
      () => {
        response.writeHead(503).end();
      },
    );
  };

/** Serves `/health` alone, for when Slack reaches us by socket and no other server runs. */
export async function serveHealth(
  at: { host: string; port: number },
  health: () => Promise<Health>,
): Promise<{ port: number; stop(): Promise<void> }> {
  const answer = answerHealth(health);
  const server = createServer((request, response) => {
    if (request.url === '/health') answer(request, response);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(at.port, at.host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
