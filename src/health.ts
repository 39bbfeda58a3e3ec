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

/** What is asked how it is. */
export interface Parts {
  slack: { connected(): number };
  inbox: { health(): Promise<Health['inbox']> };
  outbox: { health(): Promise<Health['outbox']> };
  timers: { health(): Promise<Omit<Health['timers'], 'redis'> & { redis: { state: string } }> };
  policy: { version: string; left(): Promise<{ tickets: number; cards: number }> };
}

/** Asks all parts. What waits is no illness; without Slack or Redis the desk is not well. */
export async function healthOf({ slack, inbox, outbox, timers, policy }: Parts): Promise<Health> {
  const [kept, { waiting, parked }, rung, left] = await Promise.all([
    inbox.health(),
    outbox.health(),
    timers.health(),
    policy.left(),
  ]);
  const connections = slack.connected();
  const redis = rung.redis.state;
  return {
    ok: connections > 0 && redis === 'up',
    slack: connections,
    inbox: kept,
    outbox: { waiting, parked },
    timers: { ...rung, redis },
    policy: { version: policy.version, ticketsToRecompute: left.tickets, cardsToRefresh: left.cards },
  };
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
