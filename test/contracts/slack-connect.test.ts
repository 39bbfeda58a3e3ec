import { describe, expect, it } from 'vitest';
import { isEvent, rawSocket } from './slack-socket.ts';
import { refusal, testWorld } from './slack-world.ts';

const text = (words: string) => ({ type: 'plain_text' as const, text: words });
const card = [{ type: 'actions', elements: [{ type: 'button', action_id: 'open', text: text('Open') }] }] as never;
const form = {
  type: 'modal',
  callback_id: 'ticket',
  title: text('Ticket'),
  submit: text('Send'),
  blocks: [{ type: 'input', block_id: 's', label: text('S'), element: { type: 'plain_text_input', action_id: 't' } }],
} as never;

describe('people of other organisations', () => {
  it('are offered no commands and no shortcuts', async () => {
    await using w = await testWorld();
    const ana = w.slack.as(w.ana);
    const said = ana.say(w.shared, 'help');
    await expect(ana.command('/ticket', 'list', { channel: w.shared })).rejects.toThrow(
      '/ticket is not a valid command',
    );
    await expect(ana.messageShortcut('open-ticket', w.shared, said.ts)).rejects.toThrow('no message shortcut');
    await expect(ana.globalShortcut('my-shift')).rejects.toThrow('no global shortcut');
    await expect(w.slack.as(w.bo).command('/nonsense')).rejects.toThrow('/nonsense is not a valid command');
  });

  it('use buttons and forms; a submission carries their team and ours', async () => {
    await using w = await testWorld();
    await using socket = await rawSocket(w.slack, { ackEvents: true });
    const { ts } = await w.web.chat.postMessage({ channel: w.shared, text: 'card', blocks: card });
    const clicked = w.slack.as(w.ana).click(w.shared, String(ts), 'open');
    const click = await socket.next((one) => one.type === 'interactive');
    expect(click.payload).toMatchObject({
      type: 'block_actions',
      team: { id: w.slack.teamId, domain: 'nimbus' },
      user: { id: w.ana, team_id: w.acme },
      channel: { id: w.shared, name: 'acme' },
      container: { type: 'message', message_ts: ts, channel_id: w.shared, is_ephemeral: false },
      message: { ts, bot_id: w.slack.botId },
      actions: [
        { type: 'button', action_id: 'open', text: { text: 'Open', emoji: true }, block_id: expect.any(String) },
      ],
    });
    await w.web.views.open({ trigger_id: String(click.payload.trigger_id), view: form });
    socket.ack(click);
    await clicked;
    const sent = w.slack.as(w.ana).submit({ t: 'words' });
    const submission = await socket.next((one) => one.payload.type === 'view_submission');
    socket.ack(submission, {});
    expect(await sent).toEqual({ acknowledged: true });
    expect(submission.payload).toMatchObject({
      team: { id: w.acme, domain: 'acme' },
      user: { id: w.ana, team_id: w.acme },
      view: {
        team_id: w.acme,
        app_installed_team_id: w.slack.teamId,
        callback_id: 'ticket',
        state: { values: { s: { t: { type: 'plain_text_input', value: 'words' } } } },
      },
      response_urls: [],
    });
  });

  it('write messages that carry their team outside and ours as context', async () => {
    await using w = await testWorld();
    await using socket = await rawSocket(w.slack, { ackEvents: true });
    for (let n = 0; n < 8; n += 1) w.slack.as(w.ana).say(w.shared, 'help');
    await w.slack.settled();
    const { payload } = await socket.next(isEvent('message'));
    expect(payload).toMatchObject({ team_id: w.acme, context_team_id: w.slack.teamId, is_ext_shared_channel: true });
    expect(payload.authorizations).toMatchObject([{ team_id: w.slack.teamId }]);
    expect(payload.event).toMatchObject({ team: w.acme, user: w.ana });
    const told = socket.envelopes.map((one) => one.payload.event?.user_team);
    expect(new Set(told)).toEqual(new Set([w.acme, undefined]));
  });

  it('are in no list of users, and known by id without an e-mail address', async () => {
    await using w = await testWorld();
    const listed = (await w.web.users.list({})).members?.map((member) => member.id);
    expect(listed).toEqual([w.slack.botUserId, w.bo, w.cy]);
    const { user: ana } = await w.web.users.info({ user: w.ana });
    expect(ana).toMatchObject({ id: w.ana, team_id: w.acme, is_stranger: false, real_name: 'Ana Ruiz' });
    expect(ana?.profile).not.toHaveProperty('email');
    const { user: dora } = await w.web.users.info({ user: w.dora });
    expect(dora).toMatchObject({ is_stranger: true });
    const { user: bo } = await w.web.users.info({ user: w.bo });
    expect(bo?.profile?.email).toBe('bo@nimbus.example');
    expect((await refusal(w.web.users.lookupByEmail({ email: 'ana@acme.example' }))).error).toBe('users_not_found');
    const { members } = await w.web.conversations.members({ channel: w.shared });
    expect(members).toContain(w.ana);
  });

  it('make every file of a shared channel a stub in events, also our own', async () => {
    await using w = await testWorld();
    await using socket = await rawSocket(w.slack, { ackEvents: true });
    w.slack.as(w.bo).say(w.shared, 'log', { files: [{ name: 'a.log', content: 'boom' }] });
    const { payload } = await socket.next(isEvent('message.file_share'));
    const stub = { mode: 'file_access', file_access: 'check_file_info', created: 0, timestamp: 0, user: '' };
    expect(payload.event?.files).toEqual([{ id: expect.any(String), ...stub }]);
    const [file] = (await w.web.conversations.history({ channel: w.shared })).messages?.[0]?.files ?? [];
    expect(file).toMatchObject({ name: 'a.log', mode: 'hosted' });
    const info = await w.web.files.info({ file: String(file?.id) });
    expect(info.file).toMatchObject({ name: 'a.log', size: 4 });
    expect(Object.keys(info.file?.shares?.public ?? {})).toEqual([w.shared]);
  });
});

describe('sharing a channel', () => {
  it('may change its id at once; the old id is unknown from then on', async () => {
    await using w = await testWorld();
    await using socket = await rawSocket(w.slack, { ackEvents: true });
    const globex = w.slack.addTeam({ name: 'Globex', domain: 'globex' }).id;
    const shared = w.slack.share(w.triage, globex, 'C0NEWIDTEST');
    expect(shared).toMatchObject({ id: 'C0NEWIDTEST', shared: true });
    const changed = await socket.next(isEvent('channel_id_changed'));
    expect(changed.payload.event).toMatchObject({ old_channel_id: w.triage, new_channel_id: 'C0NEWIDTEST' });
    await socket.next(isEvent('channel_shared'));
    expect((await refusal(w.web.conversations.info({ channel: w.triage }))).error).toBe('channel_not_found');
    const { channel } = await w.web.conversations.info({ channel: 'C0NEWIDTEST' });
    expect(channel).toMatchObject({ is_ext_shared: true, is_private: true, connected_team_ids: [globex] });
  });

  it('ends for the guest with a new id, and for the host with the old one', async () => {
    await using w = await testWorld();
    await using socket = await rawSocket(w.slack, { ackEvents: true });
    const hosted = w.slack.addChannel({ name: 'theirs', teams: [w.acme, w.slack.teamId], members: [w.bo, w.ana] }).id;
    const ours = w.slack.unshare(hosted, w.acme);
    expect(ours.id).not.toBe(hosted);
    expect((await refusal(w.web.chat.postMessage({ channel: hosted, text: 'a' }))).error).toBe('channel_not_found');
    expect((await w.web.chat.postMessage({ channel: ours.id, text: 'a' })).ok).toBe(true);
    expect(w.slack.unshare(w.shared, w.acme).id).toBe(w.shared);
    await w.slack.settled();
    expect(socket.envelopes.filter(isEvent('channel_unshared'))).toHaveLength(2);
    expect(() => w.slack.as(w.ana).say(w.shared, 'hello?')).toThrow('not in #acme');
  });
});
