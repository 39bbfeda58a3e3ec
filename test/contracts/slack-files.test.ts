import { describe, expect, it } from 'vitest';
import { isEvent, rawSocket } from './slack-socket.ts';
import { client, refusal, testWorld } from './slack-world.ts';

describe('uploading a file', () => {
  it('goes through three calls; the message and its place come later', async () => {
    await using w = await testWorld();
    await using socket = await rawSocket(w.slack, { ackEvents: true });
    const { upload_url, file_id } = await w.web.files.getUploadURLExternal({ filename: 'report.csv', length: 5 });
    const short = await fetch(String(upload_url), { method: 'POST', body: 'abc' });
    expect(short.status).toBe(400);
    const sent = await fetch(String(upload_url), { method: 'POST', body: 'a,b,c' });
    expect(await sent.text()).toBe('OK - 5');
    const done = await w.web.files.completeUploadExternal({
      files: [{ id: String(file_id), title: 'Report' }],
      channel_id: w.triage,
      initial_comment: 'Here it is',
    });
    expect(done.files).toEqual([{ id: file_id, title: 'Report' }]);
    expect(done).not.toHaveProperty('ts');
    expect(Object.keys((await w.web.files.info({ file: String(file_id) })).file?.shares?.private ?? {})).toEqual([]);
    const { payload } = await socket.next(isEvent('message.file_share'));
    expect(payload.event).toMatchObject({ text: 'Here it is', files: [{ id: file_id, title: 'Report' }] });
    const { file } = await w.web.files.info({ file: String(file_id) });
    expect(file?.shares?.private?.[w.triage]?.[0]?.ts).toBe(payload.event?.ts);
  });

  it('asks for its first call as a form', async () => {
    await using w = await testWorld();
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${w.slack.botToken}` };
    const body = JSON.stringify({ filename: 'a', length: 1 });
    const answer = await fetch(`${w.slack.apiUrl}files.getUploadURLExternal`, { method: 'POST', headers, body });
    expect(await answer.json()).toMatchObject({ ok: false, error: 'invalid_arguments' });
  });

  it('works by the one call of the SDK', async () => {
    await using w = await testWorld();
    await w.web.filesUploadV2({ channel_id: w.triage, filename: 'a.txt', file: Buffer.from('hello') });
    const message = await w.slack.until(() => w.slack.messages(w.triage)[0]);
    expect(message).toMatchObject({ subtype: 'file_share', files: [{ name: 'a.txt', size: 5 }] });
  });
});

describe('downloading a file', () => {
  it('needs the token and the scope; without them a login page comes', async () => {
    await using w = await testWorld();
    const said = w.slack.as(w.ana).say(w.shared, 'log', { files: [{ name: 'a.log', content: 'boom' }] });
    const url = String(said.files?.[0]?.url_private);
    const get = (token: string) => fetch(url, { headers: { authorization: `Bearer ${token}` } });
    expect(await (await get(w.slack.botToken)).text()).toBe('boom');
    const page = await get('xoxb-wrong');
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toContain('text/html');
  });

  it('needs files:read to ask for details', async () => {
    await using w = await testWorld({ grantedScopes: ['chat:write'] });
    expect((await refusal(client(w.slack).files.info({ file: 'F1' }))).needed).toBe('files:read');
  });
});
