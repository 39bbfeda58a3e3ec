import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { App, HTTPReceiver } from '@slack/bolt';
import { describe, expect, it } from 'vitest';
import { MovableClock } from '../../src/clock.ts';
import { pass, quiet, testWorld } from './slack-world.ts';

interface Seen {
  headers: IncomingMessage['headers'];
  body: string;
}

/** A request URL that answers as told and remembers what came. */
async function requestUrl(
  answer: (body: string, n: number) => { status: number; headers?: Record<string, string>; body?: string },
) {
  const seen: Seen[] = [];
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      if (body.includes('url_verification')) return response.end(JSON.parse(body).challenge);
      seen.push({ headers: request.headers, body });
      const { status, headers, body: text } = answer(body, seen.length);
      return response.writeHead(status, headers).end(text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`;
  return { url, seen, [Symbol.asyncDispose]: async () => void server.close() };
}

describe('delivery over HTTP', () => {
  it('is verified, signed, and answered by the real HTTP receiver', async () => {
    await using w = await testWorld();
    const receiver = new HTTPReceiver({ signingSecret: w.slack.signingSecret, logger: quiet });
    const clientOptions = { slackApiUrl: w.slack.apiUrl, logger: quiet };
    const app = new App({ token: w.slack.botToken, receiver, clientOptions, logger: quiet });
    const heard: string[] = [];
    app.event('message', async ({ event }) => {
      heard.push(String((event as { text?: string }).text));
    });
    app.command('/ticket', async ({ ack, command }) => ack(`You said ${command.text}`));
    app.shortcut('my-shift', async ({ ack, shortcut, client }) => {
      await ack();
      const view = { type: 'modal' as const, title: { type: 'plain_text' as const, text: 'Shift' }, blocks: [] };
      await client.views.open({ trigger_id: shortcut.trigger_id, view });
    });
    const server = await receiver.start(0);
    const { port } = server.address() as AddressInfo;
    w.slack.setDelivery({ mode: 'http', requestUrl: `http://127.0.0.1:${port}/slack/events` });

    w.slack.as(w.ana).say(w.shared, 'over HTTP');
    await w.slack.settled();
    expect(heard).toEqual(['over HTTP']);
    expect(await w.slack.as(w.bo).command('/ticket', 'ask @cy', { channel: w.triage })).toMatchObject({
      acknowledged: true,
    });
    expect(w.slack.ephemerals(w.bo)).toMatchObject([{ text: `You said ask <@${w.cy}|cy>`, channel: w.triage }]);
    expect(await w.slack.as(w.bo).globalShortcut('my-shift')).toEqual({ acknowledged: true });
    expect((await w.slack.until(() => w.slack.views(w.bo)[0])).title?.text).toBe('Shift');
    await receiver.stop();
  });

  it('repeats with the number and the reason until it is asked to stop', async () => {
    const clock = new MovableClock({ at: Date.UTC(2026, 2, 2, 9), held: true });
    await using url = await requestUrl((_, n) => ({
      status: 500,
      headers: { 'x-slack-no-retry': n === 3 ? '1' : '0' },
    }));
    await using w = await testWorld({ clock, delivery: { mode: 'http', requestUrl: url.url } });
    w.slack.as(w.ana).say(w.shared, 'hello');
    await w.slack.until(() => w.slack.traffic.some((entry) => entry.retry === 1 && entry.error));
    await pass(clock, 60_000);
    await w.slack.settled();
    await pass(clock, 300_000);
    await w.slack.settled();
    const retries = url.seen.map(({ headers }) => [headers['x-slack-retry-num'], headers['x-slack-retry-reason']]);
    expect(retries).toEqual([
      [undefined, undefined],
      ['1', 'http_error'],
      ['2', 'http_error'],
    ]);
    expect(url.seen[0]?.headers['content-type']).toBe('application/json');
  });

  it('sends interactions as forms, once, without a charset', async () => {
    await using url = await requestUrl(() => ({ status: 503 }));
    await using w = await testWorld({ delivery: { mode: 'http', requestUrl: url.url } });
    const outcome = await w.slack.as(w.bo).globalShortcut('my-shift');
    expect(outcome).toEqual({ acknowledged: false, error: 'dispatch_failed' });
    expect(url.seen).toHaveLength(1);
    expect(url.seen[0]?.headers['content-type']).toBe('application/x-www-form-urlencoded');
    const payload = JSON.parse(String(new URLSearchParams(url.seen[0]?.body).get('payload')));
    expect(payload).toMatchObject({ type: 'shortcut', callback_id: 'my-shift', user: { id: w.bo } });
  });

  it('delivers no event to an address that does not answer the challenge', async () => {
    await using w = await testWorld({ delivery: { mode: 'http', requestUrl: 'http://127.0.0.1:9/' } });
    w.slack.as(w.ana).say(w.shared, 'hello');
    await w.slack.settled();
    expect(w.slack.traffic.map((entry) => entry.error)).toContain('http_error');
  });
});
