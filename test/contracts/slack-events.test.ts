import { describe, expect, it } from 'vitest';
import { eventsNamed, rawSocket } from './slack-socket.ts';
import { manifest, testWorld } from './slack-world.ts';

/** A world whose events are all acknowledged, and what has arrived so far. */
async function listening(options: Parameters<typeof testWorld>[0] = {}) {
  const w = await testWorld(options);
  const socket = await rawSocket(w.slack, { ackEvents: true });
  const events = async (name: string) => {
    await w.slack.settled();
    return eventsNamed(socket.envelopes, name);
  };
  const stop = async () => {
    await socket[Symbol.asyncDispose]();
    await w.slack.stop();
  };
  return { w, socket, events, [Symbol.asyncDispose]: stop };
}

describe.concurrent('what the app hears', () => {
  it('is the envelope of the Events API', async () => {
    await using t = await listening();
    const said = t.w.slack.as(t.w.bo).say(t.w.triage, 'hello &lt;all&gt;');
    await t.w.slack.settled();
    expect(t.socket.envelopes[0]?.payload).toMatchObject({
      type: 'event_callback',
      team_id: t.w.slack.teamId,
      context_team_id: t.w.slack.teamId,
      api_app_id: t.w.slack.appId,
      is_ext_shared_channel: false,
      event_id: expect.stringMatching(/^Ev0\w{9}$/),
      event_time: expect.any(Number),
      authorizations: [{ team_id: t.w.slack.teamId, user_id: t.w.slack.botUserId, is_bot: true }],
      event: {
        type: 'message',
        user: t.w.bo,
        text: 'hello &lt;all&gt;',
        ts: said.ts,
        event_ts: said.ts,
        channel: t.w.triage,
        channel_type: 'group',
        client_msg_id: expect.any(String),
        blocks: [{ type: 'rich_text', block_id: expect.any(String) }],
      },
    });
  });

  it('is a mention and a message of the same ts, in either order, and no mention in direct messages', async () => {
    await using t = await listening();
    const text = `<@${t.w.slack.botUserId}> please help`;
    for (let n = 0; n < 12; n += 1) t.w.slack.as(t.w.ana).say(t.w.shared, text);
    t.w.slack.as(t.w.bo).sayToBot(text);
    const mentions = await t.events('app_mention');
    const messages = await t.events('message');
    expect(mentions.map((event) => event.ts)).toEqual(messages.slice(0, 12).map((event) => event.ts));
    expect(mentions[0]).not.toHaveProperty('channel_type');
    expect(messages.at(-1)).toMatchObject({ channel_type: 'im' });
    const types = t.socket.envelopes.map((one) => one.payload.event?.type);
    const firsts = types.slice(0, 24).filter((_, index) => index % 2 === 0);
    expect(new Set(firsts)).toEqual(new Set(['message', 'app_mention']));
  });

  it('is only what the manifest subscribes to and the scopes allow', async () => {
    const without = { ...manifest, settings: { ...manifest.settings, event_subscriptions: { bot_events: [] } } };
    await using none = await listening({ manifest: without });
    none.w.slack.as(none.w.bo).say(none.w.triage, 'a');
    await none.w.slack.settled();
    expect(none.socket.envelopes).toEqual([]);
    await using unscoped = await listening({ grantedScopes: ['channels:history', 'chat:write'] });
    unscoped.w.slack.as(unscoped.w.bo).say(unscoped.w.triage, 'private');
    unscoped.w.slack.as(unscoped.w.bo).say(unscoped.w.shared, 'public');
    expect((await unscoped.events('message')).map((event) => event.text)).toEqual(['public']);
  });

  it('is nothing of channels it is not in', async () => {
    await using t = await listening();
    t.w.slack.as(t.w.bo).removeBot(t.w.triage);
    t.w.slack.as(t.w.bo).say(t.w.triage, 'alone at last');
    expect((await t.events('message')).map((event) => event.text)).toEqual([]);
    expect(await t.events('member_left_channel')).toMatchObject([{ user: t.w.slack.botUserId, channel: t.w.triage }]);
    t.w.slack.as(t.w.bo).inviteBot(t.w.triage);
    const joined = await t.events('member_joined_channel');
    expect(joined).toMatchObject([{ user: t.w.slack.botUserId, inviter: t.w.bo, channel_type: 'G' }]);
  });

  it('is its own posts, without a subtype and with its ids', async () => {
    await using t = await listening();
    await t.w.web.chat.postMessage({ channel: t.w.shared, text: 'from the bot' });
    const [event] = await t.events('message');
    const { slack } = t.w;
    expect(event).toMatchObject({ user: slack.botUserId, bot_id: slack.botId, app_id: slack.appId });
    expect(event).toHaveProperty('bot_profile.name', 'Firstline');
    expect(event).not.toHaveProperty('client_msg_id');
  });
});

describe.concurrent('what happens to messages', () => {
  it('calls message_changed for edits, own updates and unfurls alike', async () => {
    await using t = await listening();
    const { slack, web } = t.w;
    const said = slack.as(t.w.ana).say(t.w.shared, 'see https://status.example');
    slack.as(t.w.ana).edit(t.w.shared, said.ts, 'see <https://status.example>');
    slack.touch(t.w.shared, said.ts, [{ from_url: 'https://status.example', title: 'Status' }]);
    const own = await web.chat.postMessage({ channel: t.w.shared, text: 'card' });
    const block = { type: 'section' as const, text: { type: 'mrkdwn' as const, text: 'new' } };
    await web.chat.update({ channel: t.w.shared, ts: String(own.ts), text: 'new', blocks: [block] });
    const [edit, unfurl, update] = await t.events('message.message_changed');
    expect(edit).toMatchObject({
      hidden: true,
      message: { ts: said.ts, edited: { user: t.w.ana }, text: 'see <https://status.example>' },
      previous_message: { text: 'see https://status.example' },
    });
    expect(edit?.ts).not.toBe(said.ts);
    expect(unfurl).toMatchObject({ message: { attachments: [{ title: 'Status' }] } });
    expect(unfurl).toHaveProperty('message.text', 'see <https://status.example>');
    expect(unfurl).toHaveProperty('previous_message.text', 'see <https://status.example>');
    expect(update).toMatchObject({ message: { ts: own.ts, text: 'new' } });
    expect(update?.message).not.toHaveProperty('edited');
    expect(update).not.toHaveProperty('user');
  });

  it('leaves a tombstone where a parent with replies was deleted, until the last reply goes', async () => {
    await using t = await listening();
    const { slack } = t.w;
    const root = slack.as(t.w.ana).say(t.w.shared, 'help');
    const reply = slack.as(t.w.bo).say(t.w.shared, 'here', { thread: root.ts });
    slack.as(t.w.ana).delete(t.w.shared, root.ts);
    expect(slack.messages(t.w.shared)[0]).toMatchObject({ subtype: 'tombstone', user: 'USLACKBOT', reply_count: 1 });
    const [changed] = await t.events('message.message_changed');
    expect(changed).toMatchObject({ message: { subtype: 'tombstone', text: 'This message was deleted.' } });
    slack.as(t.w.bo).delete(t.w.shared, reply.ts);
    const deleted = await t.events('message.message_deleted');
    expect(deleted.map((event) => event.deleted_ts)).toEqual([reply.ts, root.ts]);
    expect(slack.messages(t.w.shared)).toEqual([]);
  });

  it('marks replies shown in the channel and messages that are only a file', async () => {
    await using t = await listening();
    const { slack } = t.w;
    const root = slack.as(t.w.bo).say(t.w.triage, 'root');
    slack.as(t.w.bo).say(t.w.triage, 'for all', { thread: root.ts, broadcast: true });
    const [broadcast] = await t.events('message.thread_broadcast');
    expect(broadcast).toMatchObject({ thread_ts: root.ts, root: { ts: root.ts, text: 'root' }, text: 'for all' });
    slack.as(t.w.bo).say(t.w.triage, '', { files: [{ name: 'log.txt', content: 'boom' }] });
    const [shared] = await t.events('message.file_share');
    expect(shared).toMatchObject({ text: '', files: [{ name: 'log.txt', size: 4, mode: 'hosted' }] });
  });

  it('tells of reactions with the author of the message', async () => {
    await using t = await listening();
    const { slack, web } = t.w;
    const said = slack.as(t.w.ana).say(t.w.shared, 'help');
    slack.as(t.w.bo).react(t.w.shared, said.ts, 'ticket');
    expect(() => slack.as(t.w.bo).react(t.w.shared, said.ts, 'ticket')).toThrow('already_reacted');
    slack.as(t.w.bo).unreact(t.w.shared, said.ts, 'ticket');
    const item = { type: 'message', channel: t.w.shared, ts: said.ts };
    expect(await t.events('reaction_added')).toMatchObject([
      { user: t.w.bo, reaction: 'ticket', item, item_user: t.w.ana },
    ]);
    expect(await t.events('reaction_removed')).toMatchObject([{ user: t.w.bo, reaction: 'ticket', item }]);
    await web.reactions.add({ channel: t.w.shared, timestamp: said.ts, name: 'eyes' });
    const got = await web.reactions.get({ channel: t.w.shared, timestamp: said.ts });
    expect(got.message?.reactions).toEqual([{ name: 'eyes', users: [slack.botUserId], count: 1 }]);
  });

  it('tells of archived and renamed channels, of changed people and of an opened home', async () => {
    await using t = await listening();
    const { slack } = t.w;
    const open = slack.addChannel({ name: 'open', members: [t.w.bo] }).id;
    slack.rename(open, 'opened', t.w.bo);
    slack.archive(open, t.w.bo);
    slack.changePerson(t.w.cy, { realName: 'Cyrus Park' });
    slack.changePerson(t.w.ana, { realName: 'Ana R.' });
    slack.as(t.w.bo).openHome();
    expect(await t.events('channel_rename')).toMatchObject([{ channel: { id: open, name: 'opened' } }]);
    expect(await t.events('channel_archive')).toMatchObject([{ channel: open, user: t.w.bo }]);
    expect(await t.events('user_change')).toMatchObject([{ user: { id: t.w.cy, real_name: 'Cyrus Park' } }]);
    expect(await t.events('app_home_opened')).toMatchObject([{ user: t.w.bo, tab: 'home' }]);
  });
});
