import { createHmac } from 'node:crypto';
import { expect, it, vi } from 'vitest';
import { freePort } from '../../demo/free-port.ts';
import type { Slack } from '../../simulator/start.ts';
import { startWorld } from '../world/world.ts';

const overHttp = async (slack: Slack) => {
  const port = await freePort();
  slack.setDelivery({ mode: 'http', requestUrl: `http://127.0.0.1:${port}/slack/events` });
  return { appToken: undefined, signingSecret: slack.signingSecret, port };
};

it('does its whole job over signed requests', async () => {
  await using w = await startWorld({ at: '2026-03-02T09:00', settings: overHttp });
  const message = await w.opensTicket('ana', '#acme-support', 'checkout returns 502', { priority: 'critical' });
  await w.until('2026-03-02T09:35');
  w.dm('bo').expect(['SUP-1', 'first response due']);
  await w.says('bo', '#acme-support', 'Looking into it.', message.ts);
  w.in('#acme-support').expect(['SUP-1', 'Bo answered'], { thread: message.ts });
  expect(await w.as('bo').command('/ticket', 'list')).toMatchObject({ acknowledged: true });
  expect(w.slack.ephemerals('UBO')).toHaveLength(1);
  w.ignorePosts();
  await w.clicks('bo', w.in('#triage').expect(['SUP-1', 'Resolve…']), 'Resolve…');
  await w.submits('bo', { note: 'Rolled back.' });
  w.in('#acme-support').expect(['SUP-1', 'Resolved by Bo'], { thread: message.ts });
  expect(w.slack.traffic.filter(({ kind, error }) => kind !== 'call' && error)).toEqual([]);
});

it('handles once what is written while it is away for a minute, and for an hour', async () => {
  await using w = await startWorld({ at: '2026-03-02T09:00', settings: overHttp });
  w.ignorePosts();
  await w.restart(async () => {
    w.as('ana').say('#acme-support', 'checkout returns 502');
    await w.slack.settled();
  });
  await w.advance({ minutes: 2 });
  expect(w.in('#acme-support').count('Shall I open')).toBe(1);
  await w.restart(async () => {
    w.as('ana').say('#acme-support', 'and the login is slow');
    w.clock.moveTo(w.clock.now() + 60_000);
    await w.slack.settled();
    w.clock.moveTo(w.clock.now() + 3_600_000);
    await w.slack.settled();
  });
  expect(w.in('#acme-support').count('Shall I open')).toBe(2);
});

it('believes no request that is not signed, and none that is old', async () => {
  await using w = await startWorld({ at: '2026-03-02T09:00', settings: overHttp });
  w.slack.faults.holdEvents();
  const { ts } = w.as('ana').say('#acme-support', 'open the door');
  const event = { type: 'message', channel: 'CACME', user: 'UANA', text: 'open the door', ts };
  const body = JSON.stringify({ type: 'event_callback', event_id: 'Ev0', team_id: w.slack.teamId, event });
  const send = async (secret: string, at: number) => {
    const time = String(Math.floor(at / 1000));
    const signature = `v0=${createHmac('sha256', secret).update(`v0:${time}:${body}`).digest('hex')}`;
    const headers = {
      'content-type': 'application/json',
      'x-slack-request-timestamp': time,
      'x-slack-signature': signature,
    };
    const answer = await fetch(`http://127.0.0.1:${w.config.port}/slack/events`, { method: 'POST', body, headers });
    await w.settle();
    return answer.status;
  };
  expect(await send('somebody-else', Date.now())).toBe(401);
  expect(await send(w.slack.signingSecret, Date.now() - 10 * 60_000)).toBe(401);
  w.in('#acme-support').expectNone('Shall I open');
  expect(await send(w.slack.signingSecret, Date.now())).toBe(200);
  w.in('#acme-support').expect('Shall I open');
});

it('answers a health check on the same port', async () => {
  await using w = await startWorld({ at: '2026-03-02T09:00', settings: overHttp });
  await vi.waitFor(async () => {
    const answer = await fetch(`http://127.0.0.1:${w.config.port}/health`);
    expect([answer.status, await answer.json()]).toMatchObject([200, { ok: true }]);
  }, 10_000);
});
