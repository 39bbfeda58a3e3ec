import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import { passTime } from '../../test/fixtures/pass-time.ts';
import { type Fault, ScriptedSlack } from '../../test/fixtures/scripted-slack.ts';
import { MovableClock } from '../clock.ts';
import { inTransaction } from '../db/database.ts';
import { openDatabase } from '../db/open.ts';
import { keepTeamCard, tellTeam } from './outbox.ts';
import { type Sender, startSender } from './sender.ts';
import { slackSending } from './slack-sending.ts';

const channel = fc.constantFrom('C1', 'C2');
const fault: fc.Arbitrary<Fault> = fc.constantFrom<Fault>(
  { cut: 'before' },
  { cut: 'after' },
  { status: 500 },
  { status: 429, retryAfter: 7 },
  { error: 'rate_limited' },
  { error: 'internal_error' },
);
const method = fc.constantFrom('chat.postMessage', 'chat.update', 'conversations.history', 'auth.test');

type Step =
  | { do: 'tell'; channel: string }
  | { do: 'card'; channel: string }
  | { do: 'fault'; method: string; fault: Fault; times: number }
  | { do: 'pass'; ms: number }
  | { do: 'restart' };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('tell' as const), channel }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('card' as const), channel }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('fault' as const), method, fault, times: fc.integer({ min: 1, max: 3 }) }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('pass' as const), ms: fc.integer({ min: 0, max: 8000 }) }) },
  { weight: 1, arbitrary: fc.constant({ do: 'restart' as const }) },
);

it('delivers every message once and in order, and every card in its last state, whatever goes wrong meanwhile', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
      const folder = mkdtempSync(join(tmpdir(), 'sender-any-'));
      const db = openDatabase(join(folder, 'desk.db'));
      const clock = new MovableClock({ at: Date.parse('2026-03-02T09:00:00Z'), held: true });
      const slack = new ScriptedSlack(() => clock.now());
      const sending = slackSending({ token: 'xoxb-1', apiUrl: await slack.start(), timeout: 5_000 });
      const start = (): Sender =>
        startSender({ db, clock, log: pino({ level: 'silent' }), slack: sending, directMessage: sending.openDirect });
      let sender = start();
      const pass = (ms: number) => passTime(clock, sender, ms);
      const told: Record<string, string[]> = { C1: [], C2: [] };
      const cards: Record<string, string> = {};
      try {
        for (const [n, now] of steps.entries()) {
          if (now.do === 'fault') slack.next(now.method, now.fault, { times: now.times });
          if (now.do === 'pass') await pass(now.ms);
          if (now.do === 'restart') {
            await sender.stop();
            sender = start();
          }
          if (now.do === 'tell') {
            told[now.channel]?.push(`told ${n}`);
            await inTransaction({ db, clock }, (tx) => tellTeam(tx, now, { text: `told ${n}` }, `told-${n}`));
          }
          if (now.do === 'card') {
            cards[now.channel] = `card ${n}`;
            await inTransaction({ db, clock }, (tx) =>
              keepTeamCard(tx, now, { text: `card ${n}` }, `card-${now.channel}`),
            );
          }
        }
        slack.orders.length = 0;
        await pass(15 * 60_000);
        for (const name of ['C1', 'C2']) {
          expect(slack.in(name).filter((text) => text.startsWith('told'))).toEqual(told[name]);
          expect(slack.in(name).filter((text) => text.startsWith('card'))).toEqual(cards[name] ? [cards[name]] : []);
        }
        expect(await sender.health()).toMatchObject({ waiting: 0, parked: 0 });
      } finally {
        await sender.stop();
        await db.close();
        await slack.stop();
        rmSync(folder, { recursive: true });
      }
    }),
    { numRuns: 40 },
  );
}, 60_000);
