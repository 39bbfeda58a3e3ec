import type { IncomingMessage, ServerResponse } from 'node:http';

/** How the parts are, for a health check and for people. */
export interface Health {
  ok: boolean;
  /** Open connections to Slack. */
  slack: number;
  inbox: { due: number; parked: number };
  outbox: { waiting: number; parked: number };
  timers: { redis: string; pending: number; overdue: number; parked: number; oldestOverdueMs: number };
  /** What a change of the policy has left to do in the background. */
  policy: { version: string; ticketsToRecompute: number; cardsToRefresh: number };
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
