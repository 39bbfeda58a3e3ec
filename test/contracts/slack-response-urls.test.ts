import { describe, expect, it } from 'vitest';
import { MovableClock } from '../../src/clock.ts';
import { rawSocket } from './slack-socket.ts';
import { testWorld } from './slack-world.ts';

const send = async (url: string, body: unknown) => {
  const answer = await fetch(url, { method: 'POST', body: JSON.stringify(body) });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
};

async function commandUrl(clock = new MovableClock()) {
  const w = await testWorld({ clock });
  const hidden = w.slack.addChannel({ name: 'hidden', private: true, members: [w.bo], botIsMember: false }).id;
  const socket = await rawSocket(w.slack, { ackEvents: true });
  const typed = w.slack.as(w.bo).command('/ticket', 'list', { channel: hidden });
  const envelope = await socket.next();
  socket.ack(envelope, { text: 'working on it' });
  await typed;
  const stop = async () => {
    await socket[Symbol.asyncDispose]();
    await w.slack.stop();
  };
  return { w, hidden, url: String(envelope.payload.response_url), [Symbol.asyncDispose]: stop };
}

describe('a response URL', () => {
  it('takes five posts, and its answer holds no message id', async () => {
    await using c = await commandUrl();
    for (let n = 1; n <= 5; n += 1) {
      expect(await send(c.url, { text: `answer ${n}` })).toEqual({ status: 200, body: { ok: true } });
    }
    expect(await send(c.url, { text: 'sixth' })).toEqual({ status: 404, body: { ok: false, error: 'used_url' } });
    const texts = c.w.slack.ephemerals(c.w.bo).map((message) => message.text);
    expect(texts).toEqual(['working on it', 'answer 1', 'answer 2', 'answer 3', 'answer 4', 'answer 5']);
  });

  it('dies after thirty minutes', async () => {
    const clock = new MovableClock({ held: true });
    await using c = await commandUrl(clock);
    clock.moveTo(clock.now() + 30 * 60_000);
    expect((await send(c.url, { text: 'in time' })).status).toBe(200);
    clock.moveTo(clock.now() + 1);
    expect(await send(c.url, { text: 'late' })).toEqual({ status: 404, body: { ok: false, error: 'expired_url' } });
  });

  it('posts where the app is not a member', async () => {
    await using c = await commandUrl();
    await send(c.url, { text: 'for all', response_type: 'in_channel' });
    expect(c.w.slack.messages(c.hidden).map((message) => message.text)).toEqual(['for all']);
  });

  it('names no detail when it refuses blocks', async () => {
    await using c = await commandUrl();
    const refused = await send(c.url, { text: 'a', blocks: [{ type: 'nonsense' }] });
    expect(refused).toEqual({ status: 400, body: { ok: false, error: 'invalid_blocks' } });
  });

  it('replaces and deletes the message whose button was pressed, ephemeral ones too', async () => {
    await using w = await testWorld();
    await using socket = await rawSocket(w.slack, { ackEvents: true });
    const blocks = [
      { type: 'actions', elements: [{ type: 'button', action_id: 'b', text: { type: 'plain_text', text: 'B' } }] },
    ] as never;
    await w.web.chat.postEphemeral({ channel: w.shared, user: w.ana, text: 'only you', blocks });
    const shown = w.slack.ephemerals(w.ana)[0];
    const clicked = w.slack.as(w.ana).click(w.shared, String(shown?.ts), 'b');
    const envelope = await socket.next((one) => one.type === 'interactive');
    socket.ack(envelope);
    await clicked;
    expect(envelope.payload.container).toMatchObject({ is_ephemeral: true });
    expect(envelope.payload).not.toHaveProperty('message');
    await send(String(envelope.payload.response_url), { text: 'done', replace_original: true });
    expect(w.slack.ephemerals(w.ana)).toMatchObject([{ text: 'done', ts: shown?.ts }]);
    await send(String(envelope.payload.response_url), { delete_original: true });
    expect(w.slack.ephemerals(w.ana)).toEqual([]);
  });
});
