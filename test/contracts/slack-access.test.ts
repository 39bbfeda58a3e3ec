import { describe, expect, it } from 'vitest';
import { MovableClock } from '../../src/clock.ts';
import { client, refusal, testWorld } from './slack-world.ts';

const call = async (url: string, init: RequestInit = {}) => {
  const answer = await fetch(url, { method: 'POST', ...init });
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Record<string, unknown> };
};

describe('tokens and scopes', () => {
  it('refuses calls without a token, with an unknown one, and with the wrong class', async () => {
    await using w = await testWorld();
    const auth = `${w.slack.apiUrl}auth.test`;
    expect((await call(auth)).body).toMatchObject({ ok: false, error: 'not_authed' });
    expect((await refusal(client(w.slack, 'xoxb-made-up').auth.test())).error).toBe('invalid_auth');
    expect((await refusal(client(w.slack, w.slack.appToken).auth.test())).error).toBe('not_allowed_token_type');
    expect((await refusal(w.web.apps.connections.open({}))).error).toBe('not_allowed_token_type');
    expect(await w.web.auth.test()).toMatchObject({
      user_id: w.slack.botUserId,
      bot_id: w.slack.botId,
      team: 'Nimbus',
    });
  });

  it('names the missing scope and the granted ones, and tells both on every answer', async () => {
    await using w = await testWorld({ grantedScopes: ['chat:write', 'channels:history', 'not:asked'] });
    const said = w.slack.as(w.ana).say(w.shared, 'help');
    const refused = await refusal(w.web.reactions.add({ channel: w.shared, timestamp: said.ts, name: 'eyes' }));
    expect(refused).toMatchObject({
      error: 'missing_scope',
      needed: 'reactions:write',
      provided: 'channels:history,chat:write',
    });
    expect((await w.web.conversations.history({ channel: w.shared })).ok).toBe(true);
    expect((await refusal(w.web.conversations.history({ channel: w.triage }))).needed).toBe('groups:history');
    const answer = await w.web.chat.postMessage({ channel: w.shared, text: 'a' });
    expect(answer.response_metadata).toMatchObject({
      scopes: ['channels:history', 'chat:write'],
      acceptedScopes: ['chat:write'],
    });
    const named = w.web.chat.postMessage({ channel: w.shared, text: 'a', username: 'Somebody' });
    expect((await refusal(named)).needed).toBe('chat:write.customize');
  });

  it('knows no other methods', async () => {
    await using w = await testWorld();
    expect((await refusal(w.web.apiCall('chat.sing'))).error).toBe('unknown_method');
  });
});

describe('bodies', () => {
  it('reads forms with JSON text in them', async () => {
    await using w = await testWorld();
    const blocks = JSON.stringify([{ type: 'divider' }]);
    const body = new URLSearchParams({ token: w.slack.botToken, channel: w.shared, text: 'a', blocks }).toString();
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const { body: answer } = await call(`${w.slack.apiUrl}chat.postMessage`, { body, headers });
    expect(answer).toMatchObject({ ok: true, message: { blocks: [{ type: 'divider' }] } });
    expect(answer).not.toHaveProperty('warning');
    const broken = new URLSearchParams({ channel: w.shared, text: 'a', blocks: '[{' }).toString();
    const auth = { ...headers, authorization: `Bearer ${w.slack.botToken}` };
    const { body: refused } = await call(`${w.slack.apiUrl}chat.postMessage`, { body: broken, headers: auth });
    expect(refused).toMatchObject({ ok: false, error: 'invalid_blocks_format' });
  });

  it('reads JSON where the method supports it and sees no field elsewhere', async () => {
    await using w = await testWorld();
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${w.slack.botToken}` };
    const post = (method: string, fields: unknown) =>
      call(`${w.slack.apiUrl}${method}`, { body: JSON.stringify(fields), headers });
    const posted = await post('chat.postMessage', { channel: w.shared, text: 'a' });
    expect(posted.body).toMatchObject({ ok: true, warning: 'missing_charset' });
    const unseen = await post('users.info', { user: w.bo });
    expect(unseen.body).toMatchObject({
      error: 'invalid_arguments',
      response_metadata: { messages: ['[ERROR] missing required field: user'] },
    });
  });

  it('refuses missing and malformed arguments by name', async () => {
    await using w = await testWorld();
    const refused = await refusal(w.web.apiCall('chat.postMessage', { text: 'a' }));
    expect(refused.response_metadata).toMatchObject({ messages: ['[ERROR] missing required field: channel'] });
    const wrong = await refusal(w.web.apiCall('conversations.history', { channel: w.shared, limit: 'many' }));
    expect(JSON.stringify(wrong.response_metadata)).toContain('must provide an integer [json-pointer:/limit]');
  });
});

describe('rate limits', () => {
  it('let a short burst of posts through a channel and then one a second, on the workspace clock', async () => {
    const clock = new MovableClock({ at: Date.UTC(2026, 2, 2, 9), held: true });
    await using w = await testWorld({ clock });
    const post = (channel: string) =>
      call(`${w.slack.apiUrl}chat.postMessage`, {
        body: new URLSearchParams({ channel, text: 'a' }).toString(),
        headers: { 'content-type': 'application/x-www-form-urlencoded', authorization: `Bearer ${w.slack.botToken}` },
      });
    const answers = [];
    for (let n = 0; n < 5; n += 1) answers.push((await post(w.shared)).status);
    expect(answers).toEqual([200, 200, 200, 200, 429]);
    const limited = await post(w.shared);
    expect(limited.body).toEqual({ ok: false, error: 'ratelimited' });
    expect(limited.headers.get('retry-after')).toBe('1');
    expect((await post(w.triage)).status).toBe(200);
    clock.moveTo(clock.now() + 999);
    expect((await post(w.shared)).status).toBe(429);
    clock.moveTo(clock.now() + 1);
    expect((await post(w.shared)).status).toBe(200);
    expect((await post(w.shared)).status).toBe(429);
    expect(w.slack.messages(w.shared)).toHaveLength(5);
  });

  it('count each method for itself', async () => {
    await using w = await testWorld({ clock: new MovableClock({ held: true }) });
    for (let n = 0; n < 20; n += 1) await w.web.users.list({});
    await expect(w.web.users.list({})).rejects.toMatchObject({ retryAfter: 3 });
    expect((await w.web.users.info({ user: w.bo })).ok).toBe(true);
  });
});

describe('a limited method', () => {
  it('stays limited until the announced second is over', async () => {
    const clock = new MovableClock({ held: true });
    await using w = await testWorld({ clock });
    const info = () => w.web.conversations.info({ channel: w.shared });
    for (let n = 0; n < 50; n += 1) await info();
    await expect(info()).rejects.toMatchObject({ retryAfter: 2 });
    clock.moveTo(clock.now() + 1_500);
    await expect(info()).rejects.toMatchObject({ retryAfter: 1 });
    clock.moveTo(clock.now() + 500);
    expect((await info()).ok).toBe(true);
  });
});

describe('ordered faults', () => {
  it('happen to the calls they name, as often as told, and then no more', async () => {
    await using w = await testWorld();
    const post = (channel: string) => w.web.chat.postMessage({ channel, text: 'a' });
    w.slack.faults.next('chat.*', { status: 503 }, { times: 2, channel: w.shared });
    await expect(post(w.shared)).rejects.toThrow('503');
    expect((await post(w.triage)).ok).toBe(true);
    await expect(post(w.shared)).rejects.toThrow('503');
    expect((await post(w.shared)).ok).toBe(true);
    expect(w.slack.messages(w.shared)).toHaveLength(1);
    w.slack.faults.next('users.info', { error: 'user_not_visible' });
    expect((await refusal(w.web.users.info({ user: w.bo }))).error).toBe('user_not_visible');
    w.slack.faults.next('auth.test', { status: 429, retryAfter: 30 });
    await expect(w.web.auth.test()).rejects.toMatchObject({ retryAfter: 30 });
    w.slack.faults.next('auth.test', { hang: true });
    await expect(w.web.auth.test()).rejects.toThrow(/timeout|aborted/i);
    expect(w.slack.faults.waiting).toBe(0);
  });

  it('leave no token in the record of the traffic', async () => {
    await using w = await testWorld();
    await w.web.chat.postMessage({ channel: w.shared, text: `my token is ${w.slack.botToken}` });
    const text = JSON.stringify(w.slack.traffic);
    expect(text).toContain('chat.postMessage');
    expect(text).not.toContain(w.slack.botToken);
  });
});
