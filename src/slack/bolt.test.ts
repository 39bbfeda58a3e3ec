import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, type Receiver } from '@slack/bolt';
import { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { MovableClock } from '../clock.ts';
import { type Database, inTransaction } from '../db/database.ts';
import { openDatabase } from '../db/open.ts';
import { forbidden, invalid } from '../errors.ts';
import { openLog } from '../log.ts';
import { content } from './blocks.ts';
import { listen } from './bolt.ts';
import { buttonId, formId, optionalText, textInput, writtenText } from './ids.ts';
import { collectListeners, type Heard } from './listener.ts';
import { keepPerson, personById } from './people.ts';
import { md } from './text.ts';

const clock = new MovableClock({ at: 1_772_000_000_000, held: true });
const home = { teamId: 'T1', enterpriseId: null, botUserId: 'UBOT', botId: 'B1', url: 'https://example.slack.com/' };
const press = buttonId('press', z.object({ id: z.int() }));
const form = formId('form', z.object({ id: z.int() }), {
  note: writtenText(10),
  why: optionalText(5),
  hidden: z.string().optional(),
});

let folder: string;
let db: Database;
let server: Server;
let base: string;
/** What the desk said to Slack besides its acknowledgement: method or `response_url`, and the body. */
let said: { to: string; body: Record<string, unknown> }[];
let heard: Heard;
let know: (user: string) => Promise<unknown>;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bolt-'));
  db = openDatabase(join(folder, 'desk.db'));
  said = [];
  server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', () => {
      const json = request.headers['content-type']?.includes('json');
      said.push({
        to: (request.url ?? '').split('/').at(-1) ?? '',
        body: json ? JSON.parse(text) : Object.fromEntries(new URLSearchParams(text)),
      });
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  heard = collectListeners();
  know = async () => {};
  await inTransaction({ db, clock }, async (tx) => {
    await keepPerson(tx, { id: 'UBO', team_id: 'T1', name: 'bo' }, home);
    await keepPerson(tx, { id: 'UANA', team_id: 'T2', name: 'ana' }, home);
  });
});

afterEach(async () => {
  await db.close();
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true });
});

/** Hands one payload to the real Bolt and answers how it was acknowledged. */
async function send(body: object): Promise<unknown> {
  const receiver: Receiver = { init() {}, start: async () => {}, stop: async () => {} };
  const slack = new WebClient('xoxb-1', { slackApiUrl: base, retryConfig: { retries: 0 } });
  const authorize = async () => ({ botToken: 'xoxb-1', botId: 'B1', botUserId: 'UBOT' });
  const app = new App({ receiver, authorize, ignoreSelf: false });
  const desk = { db, clock, log: openLog('silent'), know: (user: string) => know(user) };
  const interactions = listen(app, heard, desk, slack);
  const acknowledged: unknown[] = [];
  await app.processEvent({
    body: { team: { id: 'T1' }, ...body },
    ack: async (answer) => void acknowledged.push(answer),
  });
  await interactions.quiet();
  expect(acknowledged, 'everything is acknowledged once').toHaveLength(1);
  return acknowledged[0];
}

const click = (user: string, action: object, more: object = {}) =>
  send({
    type: 'block_actions',
    user: { id: user, team_id: 'T1' },
    trigger_id: 'tr1',
    container: { type: 'message' },
    channel: { id: 'C1' },
    message: { ts: '2.0', thread_ts: '1.0', text: 'card', user: 'UBOT', bot_id: 'B1' },
    response_url: `${base}response_url`,
    actions: [{ type: 'button', block_id: 'b', ...action }],
    ...more,
  });

const submit = (values: Record<string, string | null>, metadata = '{"id":7}', hash = 'h1') =>
  send({
    type: 'view_submission',
    user: { id: 'UBO', team_id: 'T1' },
    trigger_id: 'tr1',
    view: {
      ...form.view(
        { id: 7 },
        {
          title: 'Form',
          submit: 'Send',
          blocks: [
            textInput('note', { label: 'Note', max: 10 }),
            textInput('why', { label: 'Why', max: 5, optional: true }),
          ],
        },
      ),
      id: 'V1',
      hash,
      private_metadata: metadata,
      state: {
        values: Object.fromEntries(
          Object.entries(values).map(([name, value]) => [name, { value: { type: 'plain_text_input', value } }]),
        ),
      },
    },
  });

const command = (text: string) =>
  send({
    command: '/word',
    text,
    user_id: 'UBO',
    team_id: 'T1',
    channel_id: 'C1',
    trigger_id: 'tr1',
    response_url: `${base}response_url`,
  });

describe('a click', () => {
  it('runs its verb with the value it carries, where it was pressed', async () => {
    const calls: unknown[] = [];
    heard.onButton(press, async (_, value, who, here) => void calls.push([value, who, here]));
    await click('UBO', { action_id: 'press', value: '{"id":7}' });
    const message = { channel: 'C1', ts: '2.0', thread: '1.0', text: 'card', user: null };
    expect(calls).toEqual([[{ id: 7 }, 'UBO', { channel: 'C1', message, form: null }]]);
    expect(said).toEqual([]);
  });

  it.each([
    ['home', { to: 'views.open', body: { trigger_id: 'tr1' } }],
    ['modal', { to: 'views.update', body: { view_id: 'V1' } }],
  ])('in a %s is answered in a modal: there is no place for a whisper', async (type, shown) => {
    heard.onButton(press, async () => ({ say: content(md`*Bo* is on`) }));
    const view = { type, id: 'V1', hash: 'h1', private_metadata: '', state: { values: {} } };
    const from = { container: { type: 'view' }, channel: undefined, message: undefined, response_url: undefined };
    await click('UBO', { action_id: 'press', value: '{"id":7}' }, { ...from, view });
    expect(said).toMatchObject([shown]);
    expect(String(said[0]?.body.view)).toContain('*Bo* is on');
  });

  it('of an id nobody knows is acknowledged, and no more', async () => {
    await click('UBO', { action_id: 'from-the-future', value: '{}' });
    expect(said).toEqual([]);
  });

  it('with a value from an older time says so', async () => {
    heard.onButton(press, async () => {});
    await click('UBO', { action_id: 'press', value: '{"ticket":"seven"}' });
    expect(said).toMatchObject([
      {
        to: 'response_url',
        body: {
          response_type: 'ephemeral',
          replace_original: false,
          text: expect.stringMatching(/^This button is from an older time/),
        },
      },
    ]);
  });

  it('that is refused undoes what its verb wrote, and tells one of ours in a whisper', async () => {
    heard.onButton(press, async (tx) => {
      await keepPerson(tx, { id: 'UNEW', team_id: 'T1', name: 'new' }, home);
      throw forbidden('Only <leads> may. Ask one.');
    });
    await click('UBO', { action_id: 'press', value: '{"id":7}' });
    expect(said).toMatchObject([{ to: 'response_url', body: { text: 'Only &lt;leads&gt; may. Ask one.' } }]);
    expect(await personById(db.reader, 'UNEW')).toBeNull();
  });

  it.each([
    ['UANA', 'of another organisation'],
    ['UNOBODY', 'we do not know'],
  ])('that is refused tells %s, %s, in a form', async (user) => {
    heard.onButton(press, async () => {
      throw forbidden('That is for staff.');
    });
    await click(user, { action_id: 'press', value: '{"id":7}' });
    expect(said.map(({ to }) => to)).toEqual(['views.open']);
    expect(String(said[0]?.body.view)).toContain('That is for staff.');
  });

  it('that meets a bug says only that, never why', async () => {
    heard.onButton(press, async () => {
      throw new Error('password=hunter2');
    });
    await click('UBO', { action_id: 'press', value: '{"id":7}' });
    expect(JSON.stringify(said)).toContain('Something went wrong on our side and nothing was changed.');
    expect(JSON.stringify(said)).not.toContain('hunter2');
  });

  it('of somebody Slack is slow to tell us about is answered in time', async () => {
    const calls: string[] = [];
    know = () => new Promise(() => {});
    heard.onButton(press, async (_, __, who) => void calls.push(who));
    const started = performance.now();
    await click('UBO', { action_id: 'press', value: '{"id":7}' });
    expect(performance.now() - started).toBeLessThan(2_500);
    expect(calls).toEqual(['UBO']);
  });

  it('whose form Slack does not open says what to do', async () => {
    server.removeAllListeners('request');
    server.on('request', (request, response) => {
      request.resume();
      said.push({ to: (request.url ?? '').split('/').at(-1) ?? '', body: {} });
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(request.url?.endsWith('views.open') ? '{"ok":false,"error":"expired_trigger_id"}' : '{"ok":true}');
    });
    heard.onButton(press, async () => ({ open: form.view({ id: 7 }, { title: 'F', submit: 'S', blocks: [] }) }));
    await click('UBO', { action_id: 'press', value: '{"id":7}' });
    expect(said.map(({ to }) => to)).toEqual(['views.open', 'response_url']);
  });
});

describe('a select', () => {
  it('carries a whole value with every option', async () => {
    const calls: unknown[] = [];
    heard.onButton(press, async (_, value) => void calls.push(value));
    await click('UBO', { type: 'static_select', action_id: 'press', selected_option: { value: '{"id":9}' } });
    expect(calls).toEqual([{ id: 9 }]);
  });
});

describe('a form', () => {
  it('closes when its content is safe', async () => {
    const calls: unknown[] = [];
    heard.onForm(form, async (_, about, fields, who) => void calls.push([about, fields, who]));
    expect(await submit({ note: ' done ', why: '  ' })).toBeUndefined();
    expect(calls).toEqual([[{ id: 7 }, { note: 'done', why: undefined }, 'UBO']]);
  });

  it('with too much, or nothing, in a field names each fault next to it, and runs nothing', async () => {
    heard.onForm(form, async () => {
      throw new Error('must not run');
    });
    expect(await submit({ note: 'x'.repeat(11), why: 'y'.repeat(6) })).toEqual({
      response_action: 'errors',
      errors: { note: 'At most 10 characters.', why: 'At most 5 characters.' },
    });
    expect(await submit({ note: null })).toEqual({
      response_action: 'errors',
      errors: { note: 'Please write something here.' },
    });
    expect(await submit({ note: '𝕏'.repeat(11) })).toMatchObject({ response_action: 'errors' });
  });

  it.each([
    ['next to the field it names', invalid('No.', 'why'), { why: 'No.' }],
    ['next to the first field where it names none', invalid('No.'), { note: 'No.' }],
    ['next to the first field where the form lacks the one it names', invalid('No.', 'customer'), { note: 'No.' }],
  ])('that is refused stays open and says it %s', async (_, refusal, errors) => {
    heard.onForm(form, async () => {
      throw refusal;
    });
    expect(await submit({ note: 'done' })).toEqual({ response_action: 'errors', errors });
  });

  it('sent twice works once; one that was refused can be sent again', async () => {
    let runs = 0;
    heard.onForm(form, async (_, __, { note }) => {
      if (note === 'bad') throw invalid('No.');
      runs += 1;
    });
    await submit({ note: 'bad' });
    await submit({ note: 'good' });
    await submit({ note: 'good' });
    expect(runs).toBe(1);
  });

  it('from an older time says so next to its first field', async () => {
    heard.onForm(form, async () => {});
    expect(await submit({ note: 'done' }, 'not json')).toMatchObject({
      errors: { note: expect.stringMatching(/older time/) },
    });
  });

  it('nobody knows closes', async () => {
    expect(await submit({ note: 'done' })).toBeUndefined();
  });
});

describe('a command', () => {
  it('is answered to the person alone, in its acknowledgement', async () => {
    heard.onCommand('/word', async (_, words, who) => ({ say: content(md`${words} ${who}`) }));
    expect(await command('  hello ')).toEqual({ response_type: 'ephemeral', text: 'hello UBO' });
  });

  it('that is refused says why, with what people typed as text', async () => {
    heard.onCommand('/word', async (_, words) => {
      throw invalid(`What is ${words}?`);
    });
    expect(await command('<!channel>')).toEqual({ response_type: 'ephemeral', text: 'What is &lt;!channel&gt;?' });
  });

  it('nobody knows is acknowledged', async () => {
    expect(await command('x')).toBeUndefined();
  });
});
