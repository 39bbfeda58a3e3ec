import { describe, expect, it } from 'vitest';
import type { Act, Change, Outcome, Refused, Snapshot, World } from './protocol.ts';
import { startSlack } from './start.ts';

const manifest = {
  display_information: { name: 'Firstline' },
  features: { slash_commands: [{ command: '/ticket', description: 'Tickets' }] },
  oauth_config: { scopes: { bot: ['chat:write', 'commands', 'channels:history'] } },
  settings: { interactivity: { is_enabled: true } },
};

async function controlled() {
  const slack = await startSlack({ manifest });
  const ana = slack.addPerson({ name: 'ana' }).id;
  const bo = slack.addPerson({ name: 'bo' }).id;
  const channel = slack.addChannel({ name: 'general', members: [ana] }).id;
  const get = async <T>(path: string) => (await (await fetch(`${slack.url}/sim/${path}`)).json()) as T;
  const post = async <T>(path: string, body: unknown) => {
    const answer = await fetch(`${slack.url}/sim/${path}`, { method: 'POST', body: JSON.stringify(body) });
    return { status: answer.status, body: (await answer.json()) as T };
  };
  const act = (order: Act) => post<Outcome & Refused>('act', order);
  return { slack, ana, bo, channel, get, post, act, [Symbol.asyncDispose]: slack.stop };
}

describe('the control API', () => {
  it('shows the world and what one person sees, and nothing else', async () => {
    await using c = await controlled();
    const said = await c.act({ as: c.ana, do: 'say', channel: c.channel, text: 'hello' });
    expect(said).toMatchObject({ status: 200, body: { acknowledged: true, ts: expect.any(String) } });
    const world = await c.get<World>('world');
    expect(world).toMatchObject({ movable: true, app: { name: 'Firstline', connections: 0 } });
    expect(world.people.map((person) => person.name)).toEqual(['firstline', 'ana', 'bo']);
    const seen = await c.get<Snapshot>(`snapshot?as=${c.ana}`);
    expect(seen.messages[c.channel]).toMatchObject([{ text: 'hello', user: c.ana }]);
    expect(await c.get<Snapshot>(`snapshot?as=${c.bo}`)).toMatchObject({ channels: [], messages: {} });
  });

  it('refuses with a sentence what a client would not let a person do', async () => {
    await using c = await controlled();
    const refused = await c.act({ as: c.bo, do: 'say', channel: c.channel, text: 'hello' });
    expect(refused).toEqual({ status: 400, body: { error: 'You are not in #general; join it first.' } });
    expect(await c.act({ as: c.bo, do: 'join', channel: c.channel })).toMatchObject({ status: 200 });
    expect(await c.act({ as: c.bo, do: 'say', channel: c.channel, text: 'hello' })).toMatchObject({ status: 200 });
  });

  it('answers nonsense with a sentence', async () => {
    await using c = await controlled();
    expect(await c.get('snapshot?as=U1')).toEqual({ error: 'There is nobody with the id U1 in this workspace.' });
    expect(await c.get('nothing')).toEqual({ error: 'There is no GET /sim/nothing.' });
    expect(await c.act({ as: 'U1', do: 'open_home' })).toMatchObject({ status: 400 });
    const broken = await fetch(`${c.slack.url}/sim/act`, { method: 'POST', body: '{' });
    expect(broken.status).toBe(400);
  });

  it('says what the person would see when the app is not there', async () => {
    await using c = await controlled();
    const outcome = await c.act({ as: c.ana, do: 'command', channel: c.channel, command: '/ticket', text: 'list' });
    expect(outcome.body).toEqual({ acknowledged: false, error: 'dispatch_failed' });
  });

  it('streams every change one person can see', async () => {
    await using c = await controlled();
    const changes: Change[] = [];
    const response = await fetch(`${c.slack.url}/sim/changes?as=${c.ana}`);
    const reader = (response.body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream()).getReader();
    const until = async (kind: Change['kind']) => {
      for (let text = ''; ; ) {
        text += (await reader.read()).value ?? '';
        const events = text.split('\n\n');
        text = events.pop() ?? '';
        for (const event of events) if (event.startsWith('data: ')) changes.push(JSON.parse(event.slice(6)));
        const found = changes.find((change) => change.kind === kind);
        if (found) return found;
      }
    };
    c.slack.addChannel({ name: 'elsewhere', members: [c.bo] });
    c.slack.as(c.bo).say('#elsewhere', 'unseen');
    c.slack.as(c.ana).say('#general', 'seen');
    expect(await until('message')).toMatchObject({ channel: c.channel, message: { text: 'seen' } });
    await c.post('time', { byMs: 60_000 });
    expect(await until('time')).toMatchObject({ now: expect.any(Number) });
    await reader.cancel();
  });

  it('moves the time and orders faults', async () => {
    await using c = await controlled();
    const before = c.slack.clock.now();
    const moved = await c.post<{ now: number }>('time', { byMs: 3_600_000 });
    expect(moved.body.now - before).toBeGreaterThanOrEqual(3_600_000);
    expect(c.slack.as(c.ana).say('#general', 'later').ts > String(before / 1000 + 3_600)).toBe(true);
    await c.post('faults', { fault: 'call', method: 'auth.test', with: { error: 'team_disabled' } });
    const answer = await fetch(`${c.slack.apiUrl}auth.test`, {
      method: 'POST',
      headers: { authorization: `Bearer ${c.slack.botToken}` },
    });
    expect(await answer.json()).toEqual({ ok: false, error: 'team_disabled' });
    expect(await c.get('traffic?last=1')).toMatchObject([{ kind: 'call', name: 'auth.test', error: 'team_disabled' }]);
  });
});
