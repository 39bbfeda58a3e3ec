import { afterEach, describe, expect, it } from 'vitest';
import { MovableClock } from '../../src/clock.ts';
import { type RawSocket, rawSocket } from './slack-socket.ts';
import { manifest, refusal, type TestWorld, testWorld } from './slack-world.ts';

const text = (words: string) => ({ type: 'plain_text' as const, text: words });
const field = { type: 'plain_text_input', action_id: 'text' };
const form = (title: string, more: Record<string, unknown> = {}) =>
  ({
    type: 'modal',
    callback_id: title,
    title: text(title),
    submit: text('Send'),
    blocks: [
      { type: 'input', block_id: 'summary', label: text('Summary'), element: field },
      { type: 'actions', block_id: 'row', elements: [{ type: 'button', action_id: 'more', text: text('More') }] },
    ],
    ...more,
  }) as never;
const card = [
  { type: 'actions', elements: [{ type: 'button', action_id: 'open', text: text('Open'), value: '7' }] },
] as never;

let open: AsyncDisposable[] = [];
afterEach(async () => {
  for (const one of open) await one[Symbol.asyncDispose]();
  open = [];
});

/** A world with a raw socket and a card whose button hands out trigger ids. */
async function withCard(): Promise<{
  w: TestWorld;
  socket: RawSocket;
  clock: MovableClock;
  trigger: () => Promise<string>;
}> {
  const clock = new MovableClock({ at: Date.UTC(2026, 2, 2, 9), held: true });
  const w = await testWorld({ clock });
  const socket = await rawSocket(w.slack, { ackEvents: true });
  open = [socket, w];
  const { ts } = await w.web.chat.postMessage({ channel: w.shared, text: 'card', blocks: card });
  const trigger = async () => {
    const seen = socket.envelopes.length;
    const clicked = w.slack.as(w.ana).click(w.shared, String(ts), 'open');
    const envelope = await socket.next((one) => one.type === 'interactive' && socket.envelopes.indexOf(one) >= seen);
    socket.ack(envelope);
    await clicked;
    return String(envelope.payload.trigger_id);
  };
  return { w, socket, clock, trigger };
}

/** Uses the topmost form's button and returns its trigger id. */
async function triggerInForm(w: TestWorld, socket: RawSocket): Promise<string> {
  const seen = socket.envelopes.length;
  const clicked = w.slack.as(w.ana).clickInView('more');
  const envelope = await socket.next((one) => one.type === 'interactive' && socket.envelopes.indexOf(one) >= seen);
  socket.ack(envelope);
  await clicked;
  return String(envelope.payload.trigger_id);
}

describe('trigger ids', () => {
  it('die after three seconds of the workspace clock', async () => {
    const { w, clock, trigger } = await withCard();
    const fresh = await trigger();
    clock.moveTo(clock.now() + 3_000);
    expect((await w.web.views.open({ trigger_id: fresh, view: form('First') })).ok).toBe(true);
    const stale = await trigger();
    clock.moveTo(clock.now() + 3_001);
    const refused = await refusal(w.web.views.open({ trigger_id: stale, view: form('Late') }));
    expect(refused.error).toBe('expired_trigger_id');
  });

  it('work once, and a refused view does not use them up', async () => {
    const { w, trigger } = await withCard();
    const id = await trigger();
    const bad = form('x'.repeat(25));
    expect((await refusal(w.web.views.open({ trigger_id: id, view: bad }))).error).toBe('invalid_arguments');
    expect((await w.web.views.open({ trigger_id: id, view: form('First') })).ok).toBe(true);
    const again = await refusal(w.web.views.open({ trigger_id: id, view: form('First') }));
    expect(again.error).toBe('exchanged_trigger_id');
    expect((await refusal(w.web.views.open({ trigger_id: '1.2.3', view: form('A') }))).error).toBe(
      'invalid_trigger_id',
    );
  });

  it('stack three forms and no fourth', async () => {
    const { w, socket, trigger } = await withCard();
    await w.web.views.open({ trigger_id: await trigger(), view: form('One') });
    await w.web.views.push({ trigger_id: await triggerInForm(w, socket), view: form('Two') });
    await w.web.views.push({ trigger_id: await triggerInForm(w, socket), view: form('Three') });
    const titles = w.slack.views(w.ana).map((view) => view.title?.text);
    expect(titles).toEqual(['One', 'Two', 'Three']);
    const fourth = w.web.views.push({ trigger_id: await triggerInForm(w, socket), view: form('Four') });
    expect((await refusal(fourth)).error).toBe('push_limit_reached');
  });
});

describe('forms', () => {
  it('refuse an update on a stale hash and keep what was entered otherwise', async () => {
    const { w, trigger } = await withCard();
    const opened = await w.web.views.open({ trigger_id: await trigger(), view: form('One') });
    const view_id = String(opened.view?.id);
    w.slack.as(w.ana).fill({ summary: 'half a sentence' });
    await w.web.views.update({ view_id, hash: String(opened.view?.hash), view: form('Two') });
    expect(w.slack.as(w.ana).view().state.values.summary?.text?.value).toBe('half a sentence');
    const stale = w.web.views.update({ view_id, hash: String(opened.view?.hash), view: form('Three') });
    expect((await refusal(stale)).error).toBe('hash_conflict');
    expect((await refusal(w.web.views.update({ view_id: 'V1', view: form('A') }))).error).toBe('not_found');
  });

  it('refuse to publish a home on a stale hash', async () => {
    const { w } = await withCard();
    const view = { type: 'home', blocks: card } as never;
    const first = await w.web.views.publish({ user_id: w.bo, view });
    await w.web.views.publish({ user_id: w.bo, view, hash: String(first.view?.hash) });
    const stale = w.web.views.publish({ user_id: w.bo, view, hash: String(first.view?.hash) });
    expect((await refusal(stale)).error).toBe('hash_conflict');
    expect(w.slack.as(w.bo).openHome()?.blocks[0]?.type).toBe('actions');
  });

  it('are published as homes within their limits, for people who exist, where the tab is on', async () => {
    const { w } = await withCard();
    const blocks = (count: number) => Array.from({ length: count }, () => ({ type: 'divider' }));
    const publish = (view: object, user = w.bo) => w.web.views.publish({ user_id: user, view: view as never });
    const published = await publish({ type: 'home', blocks: blocks(100) });
    expect(published.view).toMatchObject({ type: 'home', private_metadata: '', state: { values: {} }, close: null });
    const again = await publish({ type: 'home', blocks: blocks(1) });
    expect(again.view?.id).toBe(published.view?.id);
    expect(again.view?.hash).not.toBe(published.view?.hash);
    expect(await publish({ type: 'home', blocks: blocks(1) }, w.ana)).toMatchObject({ ok: true });
    expect(await refusal(publish({ type: 'home', blocks: blocks(101) }))).toMatchObject({ error: 'invalid_arguments' });
    expect(await refusal(publish(form('A')))).toMatchObject({ error: 'invalid_arguments' });
    expect(await refusal(publish({ type: 'home', blocks: [] }, 'U404'))).toMatchObject({ error: 'invalid_arguments' });
    await using off = await testWorld({
      manifest: { ...manifest, features: { app_home: { home_tab_enabled: false } } },
    });
    const refused = off.web.views.publish({ user_id: off.bo, view: { type: 'home', blocks: [] } });
    expect(await refusal(refused)).toMatchObject({ error: 'not_enabled' });
    expect(() => off.slack.as(off.bo).openHome()).toThrow('no home');
  });

  it('stay open with errors, are updated, pushed and cleared by the answer to a submission', async () => {
    const { w, socket, trigger } = await withCard();
    const ana = w.slack.as(w.ana);
    await w.web.views.open({ trigger_id: await trigger(), view: form('One') });
    const answer = async (payload: unknown) => {
      const seen = socket.envelopes.length;
      const submitted = ana.submit({ text: 'words' });
      socket.ack(await socket.next((one) => socket.envelopes.indexOf(one) >= seen), payload);
      return submitted;
    };
    const errors = { summary: 'Say more.' };
    expect(await answer({ response_action: 'errors', errors })).toMatchObject({ acknowledged: true, errors });
    expect(await answer({ response_action: 'errors', errors: { row: 'x' } })).toMatchObject({
      error: 'invalid_response',
    });
    await answer({ response_action: 'update', view: form('Changed') });
    expect(ana.view().title?.text).toBe('Changed');
    await answer({ response_action: 'push', view: form('Above') });
    expect(ana.views().map((view) => view.title?.text)).toEqual(['Changed', 'Above']);
    await answer({});
    expect(ana.views().map((view) => view.title?.text)).toEqual(['Changed']);
    await answer({ response_action: 'clear' });
    expect(ana.views()).toEqual([]);
  });

  it('tell the app of closing only when it asked to be told', async () => {
    const { w, socket, trigger } = await withCard();
    const ana = w.slack.as(w.ana);
    await w.web.views.open({ trigger_id: await trigger(), view: form('Quiet') });
    const seen = socket.envelopes.length;
    await ana.close();
    expect(socket.envelopes.length).toBe(seen);
    await w.web.views.open({ trigger_id: await trigger(), view: form('Loud', { notify_on_close: true }) });
    const closed = ana.closeAll();
    const envelope = await socket.next((one) => one.payload.type === 'view_closed');
    socket.ack(envelope);
    expect(await closed).toEqual({ acknowledged: true });
    expect(envelope.payload).toMatchObject({ is_cleared: true, view: { callback_id: 'Loud' } });
  });

  it('hold whole options of an external select, which the app has offered before', async () => {
    const { w, socket, trigger } = await withCard();
    const ana = w.slack.as(w.ana);
    const select = { type: 'external_select', action_id: 'ticket' };
    const blocks = [{ type: 'input', block_id: 'pick', label: text('Ticket'), element: select }];
    await w.web.views.open({ trigger_id: await trigger(), view: form('Pick', { blocks }) });
    expect(() => ana.fill({ ticket: 'SUP-2' })).toThrow('not offered SUP-2');
    const asked = ana.suggest('ticket', 'checkout');
    const envelope = await socket.next((one) => one.payload.type === 'block_suggestion');
    expect(envelope.payload).toMatchObject({ action_id: 'ticket', block_id: 'pick', value: 'checkout' });
    const option = { text: text('SUP-2 checkout is down'), value: 'SUP-2' };
    socket.ack(envelope, { options: [option] });
    expect(await asked).toMatchObject({ body: { options: [option] } });
    ana.fill({ ticket: 'SUP-2' });
    expect(ana.view().state.values.pick?.ticket).toEqual({ type: 'external_select', selected_option: option });
  });

  it('are refused with a used external id', async () => {
    const { w, trigger } = await withCard();
    await w.web.views.open({ trigger_id: await trigger(), view: form('One', { external_id: 'same' }) });
    const second = w.web.views.open({ trigger_id: await trigger(), view: form('Two', { external_id: 'same' }) });
    expect((await refusal(second)).error).toBe('duplicate_external_id');
  });
});
