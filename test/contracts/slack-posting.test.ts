import { describe, expect, it } from 'vitest';
import { manifest, refusal, testWorld } from './slack-world.ts';

const blocks = [{ type: 'section', text: { type: 'mrkdwn', text: 'card' } }] as never;

describe('where the app may write', () => {
  it('needs membership, and private channels it is not in do not exist', async () => {
    await using w = await testWorld();
    const open = w.slack.addChannel({ name: 'open', members: [w.bo], botIsMember: false }).id;
    const hidden = w.slack.addChannel({ name: 'hidden', private: true, members: [w.bo], botIsMember: false }).id;
    expect((await refusal(w.web.chat.postMessage({ channel: open, text: 'a' }))).error).toBe('not_in_channel');
    expect((await refusal(w.web.chat.postMessage({ channel: hidden, text: 'a' }))).error).toBe('channel_not_found');
    expect((await refusal(w.web.conversations.history({ channel: open }))).error).toBe('not_in_channel');
    expect((await refusal(w.web.conversations.join({ channel: hidden }))).error).toBe('channel_not_found');
    expect((await w.web.conversations.join({ channel: open })).channel?.is_member).toBe(true);
    expect((await w.web.conversations.join({ channel: open })).warning).toContain('already_in_channel');
    expect((await w.web.chat.postMessage({ channel: open, text: 'a' })).ok).toBe(true);
    const refused = await refusal(w.web.conversations.join({ channel: w.triage }));
    expect(refused.error).toBe('method_not_supported_for_channel_type');
  });

  it('refuses archived channels', async () => {
    await using w = await testWorld();
    const { ts } = await w.web.chat.postMessage({ channel: w.triage, text: 'a' });
    w.slack.archive(w.triage, w.bo);
    expect((await refusal(w.web.chat.postMessage({ channel: w.triage, text: 'a' }))).error).toBe('is_archived');
    const update = w.web.chat.update({ channel: w.triage, ts: String(ts), text: 'b' });
    expect((await refusal(update)).error).toBe('is_inactive');
    expect(() => w.slack.as(w.bo).say(w.triage, 'hello')).toThrow('archived');
  });

  it('shows ephemeral messages only to members, and never lets them be updated', async () => {
    await using w = await testWorld();
    const elsewhere = w.web.chat.postEphemeral({ channel: w.shared, user: w.cy, text: 'a' });
    expect((await refusal(elsewhere)).error).toBe('user_not_in_channel');
    const { message_ts: ts } = await w.web.chat.postEphemeral({ channel: w.shared, user: w.bo, text: 'psst' });
    expect(w.slack.ephemerals(w.bo)).toMatchObject([{ text: 'psst', channel: w.shared }]);
    expect(w.slack.messages(w.shared)).toEqual([]);
    const update = w.web.chat.update({ channel: w.shared, ts: String(ts), text: 'b' });
    expect((await refusal(update)).error).toBe('message_not_found');
  });

  it('opens direct messages with people it shares a channel with, and nobody else', async () => {
    await using w = await testWorld();
    expect((await refusal(w.web.conversations.open({ users: w.dora }))).error).toBe('invalid_user_combination');
    const opened = await w.web.conversations.open({ users: w.ana });
    await w.web.chat.postMessage({ channel: String(opened.channel?.id), text: 'hello Ana' });
    expect(w.slack.dm(w.ana)).toMatchObject([{ text: 'hello Ana', user: w.slack.botUserId }]);
    expect(await w.web.conversations.open({ users: w.ana })).toMatchObject({ already_open: true, no_op: true });
  });

  it('writes no direct messages while the messages tab is off, and neither do people', async () => {
    const features = { ...manifest.features, app_home: { home_tab_enabled: true } };
    await using w = await testWorld({ manifest: { ...manifest, features } });
    const { channel } = await w.web.conversations.open({ users: w.bo });
    const post = w.web.chat.postMessage({ channel: String(channel?.id), text: 'psst' });
    expect((await refusal(post)).error).toBe('messages_tab_disabled');
    expect(() => w.slack.as(w.bo).sayToBot('hello')).toThrow('turned off');
  });

  it('cannot be reached by people whose account is deactivated', async () => {
    await using w = await testWorld();
    w.slack.changePerson(w.cy, { deleted: true });
    expect(() => w.slack.as(w.cy)).toThrow('deactivated');
    expect((await refusal(w.web.conversations.open({ users: w.cy }))).error).toBe('user_disabled');
    const { user } = await w.web.users.info({ user: w.cy });
    expect(user).toMatchObject({ deleted: true });
    expect(user).not.toHaveProperty('tz');
  });

  it('misfiles a reply that names another reply as its thread', async () => {
    await using w = await testWorld();
    const root = w.slack.as(w.ana).say(w.shared, 'root');
    const reply = w.slack.as(w.bo).say(w.shared, 'reply', { thread: root.ts });
    await w.web.chat.postMessage({ channel: w.shared, text: 'lost', thread_ts: reply.ts });
    const { messages } = await w.web.conversations.replies({ channel: w.shared, ts: root.ts });
    expect(messages?.map((message) => message.text)).toEqual(['root', 'reply']);
  });

  it('shows a broadcast reply in its thread and in the channel, metadata and later updates included', async () => {
    await using w = await testWorld();
    const root = w.slack.as(w.ana).say(w.shared, 'root');
    const metadata = { event_type: 'loud', event_payload: { once: 'o1' } };
    const place = { channel: w.shared, thread_ts: root.ts, reply_broadcast: true };
    const posted = await w.web.chat.postMessage({ ...place, text: 'loud', metadata });
    expect(posted.message).toMatchObject({ subtype: 'thread_broadcast', thread_ts: root.ts });
    const inChannel = async () =>
      (await w.web.conversations.history({ channel: w.shared, include_all_metadata: true })).messages?.[0];
    expect(await inChannel()).toMatchObject({ ts: posted.ts, text: 'loud', thread_ts: root.ts, metadata });
    await w.web.chat.update({ channel: w.shared, ts: String(posted.ts), text: 'calm', blocks });
    expect(await inChannel()).toMatchObject({
      text: 'calm',
      subtype: 'thread_broadcast',
      thread_ts: root.ts,
      metadata,
    });
    const { messages } = await w.web.conversations.replies({ channel: w.shared, ts: root.ts });
    expect(messages?.map((message) => message.text)).toEqual(['root', 'calm']);
  });

  it('broadcasts an old reply alone, never with another content, and nothing but a reply', async () => {
    await using w = await testWorld();
    const root = await w.web.chat.postMessage({ channel: w.shared, text: 'root' });
    const reply = await w.web.chat.postMessage({ channel: w.shared, text: 'reply', thread_ts: String(root.ts) });
    const update = (ts: string | undefined, more = {}) =>
      w.web.chat.update({ channel: w.shared, ts: String(ts), reply_broadcast: true, ...more } as never);
    expect((await refusal(update(root.ts))).error).toBe('cant_broadcast_message');
    expect((await refusal(update(reply.ts, { text: 'b' }))).error).toBe('no_dual_broadcast_content_update');
    await update(reply.ts);
    const { messages } = await w.web.conversations.history({ channel: w.shared });
    expect(messages?.map(({ text, subtype }) => [text, subtype])).toEqual([
      ['reply', 'thread_broadcast'],
      ['root', undefined],
    ]);
  });

  it('posts at the top level when the thread is dead', async () => {
    await using w = await testWorld();
    const root = w.slack.as(w.ana).say(w.shared, 'help');
    const reply = await w.web.chat.postMessage({ channel: w.shared, text: 'a', thread_ts: root.ts });
    expect(reply.message?.thread_ts).toBe(root.ts);
    const lone = w.slack.as(w.ana).say(w.shared, 'gone soon');
    w.slack.as(w.ana).delete(w.shared, lone.ts);
    const astray = await w.web.chat.postMessage({ channel: w.shared, text: 'b', thread_ts: lone.ts });
    expect(astray.ok).toBe(true);
    expect(astray.message?.thread_ts).toBeUndefined();
    expect((await w.web.conversations.history({ channel: w.shared })).messages?.[0]?.text).toBe('b');
  });
});

describe('changing messages', () => {
  it('holds updates to 4,000 characters and drops the blocks when only text is given', async () => {
    await using w = await testWorld();
    const { ts } = await w.web.chat.postMessage({ channel: w.shared, text: 'card', blocks });
    const long = w.web.chat.update({ channel: w.shared, ts: String(ts), text: 'x'.repeat(4_001) });
    expect((await refusal(long)).error).toBe('msg_too_long');
    expect(w.slack.messages(w.shared)[0]?.blocks?.[0]?.type).toBe('section');
    await w.web.chat.update({ channel: w.shared, ts: String(ts), text: 'plain' });
    expect(w.slack.messages(w.shared)[0]?.blocks?.map((block) => block.type)).toEqual(['rich_text']);
    expect(w.slack.messages(w.shared)[0]?.edited?.user).toBe(w.slack.botUserId);
  });

  it('keeps metadata through an update unless an empty one is given', async () => {
    await using w = await testWorld();
    const metadata = { event_type: 'card', event_payload: { outbox: 'o1' } };
    const { ts } = await w.web.chat.postMessage({ channel: w.shared, text: 'card', metadata });
    await w.web.chat.update({ channel: w.shared, ts: String(ts), text: 'again' });
    const read = async (include_all_metadata: boolean) =>
      (await w.web.conversations.history({ channel: w.shared, include_all_metadata })).messages?.[0]?.metadata;
    expect(await read(true)).toEqual(metadata);
    expect(await read(false)).toEqual({ event_type: 'card' });
    await w.web.chat.update({ channel: w.shared, ts: String(ts), text: 'bare', metadata: {} as never });
    expect(await read(true)).toBeUndefined();
  });

  it('lets the app change and delete its own messages only', async () => {
    await using w = await testWorld();
    const { ts } = w.slack.as(w.ana).say(w.shared, 'mine');
    expect((await refusal(w.web.chat.update({ channel: w.shared, ts, text: 'x' }))).error).toBe('cant_update_message');
    expect((await refusal(w.web.chat.delete({ channel: w.shared, ts }))).error).toBe('cant_delete_message');
    const own = await w.web.chat.postMessage({ channel: w.shared, text: 'own' });
    await w.web.chat.delete({ channel: w.shared, ts: String(own.ts) });
    expect(w.slack.messages(w.shared).map((message) => message.text)).toEqual(['mine']);
    const gone = w.web.chat.delete({ channel: w.shared, ts: String(own.ts) });
    expect((await refusal(gone)).error).toBe('message_not_found');
  });

  it('stores a message whose answer is lost', async () => {
    await using w = await testWorld();
    w.slack.faults.next('chat.postMessage', { loseAnswer: true });
    await expect(w.web.chat.postMessage({ channel: w.shared, text: 'once' })).rejects.toThrow();
    expect(w.slack.messages(w.shared).map((message) => message.text)).toEqual(['once']);
    await w.web.chat.postMessage({ channel: w.shared, text: 'twice' });
    expect(w.slack.messages(w.shared)).toHaveLength(2);
  });

  it('reads threads from any of their messages, in pages', async () => {
    await using w = await testWorld();
    const root = w.slack.as(w.ana).say(w.shared, 'root');
    for (const text of ['1', '2', '3']) w.slack.as(w.bo).say(w.shared, text, { thread: root.ts });
    const reply = String(w.slack.messages(w.shared, { thread: root.ts })[2]?.ts);
    const first = await w.web.conversations.replies({ channel: w.shared, ts: reply, limit: 3 });
    expect(first.messages?.map((message) => message.text)).toEqual(['root', '1', '2']);
    expect(first).toMatchObject({ has_more: true });
    expect(first.messages?.[0]).toMatchObject({ reply_count: 3, thread_ts: root.ts, reply_users: [w.bo] });
    const cursor = String(first.response_metadata?.next_cursor);
    const rest = await w.web.conversations.replies({ channel: w.shared, ts: root.ts, limit: 3, cursor });
    expect(rest.messages?.map((message) => message.text)).toEqual(['3']);
    const unknown = w.web.conversations.replies({ channel: w.shared, ts: '1.000000' });
    expect((await refusal(unknown)).error).toBe('thread_not_found');
    const bad = w.web.conversations.replies({ channel: w.shared, ts: root.ts, cursor: 'x' });
    expect((await refusal(bad)).error).toBe('invalid_cursor');
  });

  it('gives out message ids that grow while the clock stands still', async () => {
    const at = Date.UTC(2026, 2, 2, 9);
    await using w = await testWorld({ clock: { now: () => at, at: () => () => {} } });
    const ids = ['a', 'b', 'c'].map((text) => w.slack.as(w.bo).say(w.triage, text).ts);
    expect(ids).toEqual(['1772442000.000000', '1772442000.000001', '1772442000.000002']);
  });
});
