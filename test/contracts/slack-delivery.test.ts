import { describe, expect, it, vi } from 'vitest';
import { MovableClock } from '../../src/clock.ts';
import { openSocket, rawSocket } from './slack-socket.ts';
import { client, pass, socketApp, testWorld } from './slack-world.ts';

const heldClock = () => new MovableClock({ at: Date.UTC(2026, 2, 2, 9), held: true });

describe.concurrent('events over sockets', () => {
  it('come again at once, after a minute and after five more, when nobody acknowledges', {
    timeout: 30_000,
  }, async () => {
    const clock = heldClock();
    await using w = await testWorld({ clock });
    await using socket = await rawSocket(w.slack);
    w.slack.as(w.ana).say(w.shared, 'hello');
    await socket.next((one) => one.retry_attempt === 1);
    await w.slack.settled();
    expect(socket.envelopes.map((one) => one.retry_attempt)).toEqual([0, 1]);
    await pass(clock, 59_999);
    await w.slack.settled();
    expect(socket.envelopes).toHaveLength(2);
    await pass(clock, 1);
    await w.slack.settled();
    await pass(clock, 299_999);
    await w.slack.settled();
    expect(socket.envelopes).toHaveLength(3);
    await pass(clock, 1);
    await w.slack.settled();
    await pass(clock, 86_400_000);
    await w.slack.settled();
    expect(socket.envelopes.map((one) => one.retry_reason)).toEqual(['', 'timeout', 'timeout', 'timeout']);
    expect(new Set(socket.envelopes.map((one) => one.payload.event_id)).size).toBe(1);
    expect(new Set(socket.envelopes.map((one) => one.envelope_id)).size).toBe(4);
  });

  it('are not repeated once acknowledged', async () => {
    await using w = await testWorld();
    await using socket = await rawSocket(w.slack, { ackEvents: true });
    w.slack.as(w.ana).say(w.shared, 'hello');
    await socket.next();
    await w.slack.settled();
    expect(socket.envelopes).toHaveLength(1);
    expect(socket.envelopes[0]).toMatchObject({ type: 'events_api', accepts_response_payload: false });
  });

  it('are tried again when no socket was open', async () => {
    const clock = heldClock();
    await using w = await testWorld({ clock });
    w.slack.as(w.ana).say(w.shared, 'hello');
    await w.slack.until(() => w.slack.traffic.filter((entry) => entry.retry === 1).length === 1);
    await using socket = await rawSocket(w.slack, { ackEvents: true });
    clock.moveTo(clock.now() + 60_000);
    const envelope = await socket.next();
    expect(envelope).toMatchObject({ retry_attempt: 2, payload: { event: { text: 'hello' } } });
  });

  it('can be doubled, held back and shuffled', async () => {
    await using w = await testWorld();
    await using socket = await rawSocket(w.slack, { ackEvents: true });
    w.slack.faults.repeatEvent(3);
    w.slack.as(w.ana).say(w.shared, 'thrice');
    await w.slack.settled();
    expect(socket.envelopes.map((one) => one.payload.event_id)).toHaveLength(3);
    expect(new Set(socket.envelopes.map((one) => one.payload.event_id)).size).toBe(1);
    w.slack.faults.holdEvents();
    for (const text of ['1', '2', '3']) w.slack.as(w.ana).say(w.shared, text);
    await w.slack.settled();
    expect(socket.envelopes).toHaveLength(3);
    w.slack.faults.releaseEvents('reversed');
    await w.slack.settled();
    expect(socket.envelopes.slice(3).map((one) => one.payload.event?.text)).toEqual(['3', '2', '1']);
  });
});

describe.concurrent('interactions', () => {
  it('are never repeated: the person sees a timeout', async () => {
    await using w = await testWorld();
    await using socket = await rawSocket(w.slack, { ackEvents: true });
    const outcome = await w.slack.as(w.bo).command('/ticket', 'list');
    expect(outcome).toEqual({ acknowledged: false, error: 'operation_timeout' });
    await w.slack.settled();
    expect(socket.envelopes.filter((one) => one.type === 'slash_commands')).toHaveLength(1);
  });

  it('fail at once when no socket is open', async () => {
    await using w = await testWorld();
    const outcome = await w.slack.as(w.bo).command('/ticket', 'list');
    expect(outcome).toEqual({ acknowledged: false, error: 'dispatch_failed' });
  });
});

describe.concurrent('sockets', () => {
  it('share the deliveries: each goes to one of them', async () => {
    await using w = await testWorld();
    await using one = await rawSocket(w.slack, { ackEvents: true });
    await using two = await rawSocket(w.slack, { ackEvents: true });
    expect([one.hello.num_connections, two.hello.num_connections]).toEqual([1, 2]);
    for (let n = 0; n < 20; n += 1) w.slack.as(w.ana).say(w.shared, `message ${n}`);
    await w.slack.settled();
    const ids = [...one.envelopes, ...two.envelopes].map((envelope) => envelope.payload.event_id);
    expect(ids).toHaveLength(20);
    expect(new Set(ids).size).toBe(20);
    expect(one.envelopes.length * two.envelopes.length).toBeGreaterThan(0);
  });

  it('take an acknowledgement on any of them', async () => {
    await using w = await testWorld();
    await using one = await rawSocket(w.slack);
    await using two = await rawSocket(w.slack);
    w.slack.as(w.ana).say(w.shared, 'hello');
    const [from, to] = await Promise.race([
      one.next().then((envelope) => [envelope, two] as const),
      two.next().then((envelope) => [envelope, one] as const),
    ]);
    to.ack(from);
    await w.slack.settled();
    expect(one.envelopes.length + two.envelopes.length).toBe(1);
  });

  it('are at most ten', async () => {
    await using w = await testWorld();
    const sockets = await Promise.all(Array.from({ length: 10 }, () => rawSocket(w.slack)));
    expect(w.slack.sockets.count).toBe(10);
    const surplus = await rawSocket(w.slack);
    expect(surplus.hello).toEqual({});
    expect(surplus.disconnects).toMatchObject([{ reason: 'too_many_websockets' }]);
    expect(w.slack.sockets.count).toBe(10);
    for (const socket of sockets) await socket[Symbol.asyncDispose]();
  });

  it('use a ticket once, and none that was not given out', async () => {
    await using w = await testWorld();
    const { url } = await client(w.slack, w.slack.appToken).apps.connections.open({});
    await using first = await openSocket(String(url));
    expect(first.hello).toMatchObject({ type: 'hello', connection_info: { app_id: w.slack.appId } });
    await expect(openSocket(String(url))).rejects.toThrow('503');
    await expect(openSocket(`${w.slack.url.replace('http', 'ws')}/link/?ticket=made-up`)).rejects.toThrow('503');
  });

  it('are warned before they close, and pinged meanwhile', { timeout: 30_000 }, async () => {
    await using w = await testWorld();
    await using socket = await rawSocket(w.slack);
    w.slack.sockets.disconnect('warning');
    await vi.waitFor(() => expect(socket.pings).toBeGreaterThan(0), 8_000);
    expect(socket.disconnects).toMatchObject([{ type: 'disconnect', reason: 'warning' }]);
    expect(socket.closed).toBe(false);
    await w.slack.until(() => w.slack.sockets.count === 0, 12_000);
  });

  it('are found again by the SDK after a refresh, and what came meanwhile is delivered', {
    timeout: 30_000,
  }, async () => {
    const clock = heldClock();
    await using w = await testWorld({ clock });
    const texts: string[] = [];
    await using _app = await socketApp(w.slack, (app) => {
      app.event('message', async ({ event }) => {
        texts.push(String((event as { text?: string }).text));
      });
    });
    w.slack.sockets.disconnect('refresh_requested');
    await w.slack.until(() => w.slack.sockets.count === 0);
    w.slack.as(w.ana).say(w.shared, 'in the gap');
    await w.slack.until(() => w.slack.traffic.some((entry) => entry.retry === 1));
    await w.slack.until(() => w.slack.sockets.count === 1, 10_000);
    clock.moveTo(clock.now() + 60_000);
    await w.slack.until(() => w.slack.traffic.some((entry) => entry.retry === 2));
    await w.slack.settled();
    expect(texts).toEqual(['in the gap']);
  });

  it('cannot be opened while connections are refused', async () => {
    await using w = await testWorld();
    w.slack.sockets.refuse(true);
    await expect(rawSocket(w.slack)).rejects.toThrow('503');
    w.slack.sockets.refuse(false);
    await using socket = await rawSocket(w.slack);
    expect(socket.hello).toMatchObject({ type: 'hello', connection_info: { app_id: w.slack.appId } });
  });
});
