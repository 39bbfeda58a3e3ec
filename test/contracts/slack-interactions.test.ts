import { describe, expect, it } from 'vitest';
import { rawSocket } from './slack-socket.ts';
import { testWorld } from './slack-world.ts';

const text = (words: string) => ({ type: 'plain_text' as const, text: words });
const options = ['critical', 'high'].map((value) => ({ text: text(value), value }));
const field = { type: 'plain_text_input', action_id: 'why' };
const card = [
  {
    type: 'actions',
    block_id: 'row',
    elements: [
      { type: 'static_select', action_id: 'priority', placeholder: text('Priority'), options },
      { type: 'overflow', action_id: 'menu', options },
      { type: 'button', action_id: 'claim', text: text('Claim'), value: 'SUP-1', style: 'primary' },
    ],
  },
  { type: 'input', block_id: 'reason', label: text('Why'), element: field },
  ...['SUP-1', 'SUP-2'].map((value) => ({
    type: 'section',
    text: { type: 'mrkdwn', text: value },
    accessory: { type: 'button', action_id: 'open', text: text('Open'), value },
  })),
] as never;

async function posted() {
  const w = await testWorld();
  const socket = await rawSocket(w.slack, { ackEvents: true });
  const { ts } = await w.web.chat.postMessage({ channel: w.triage, text: 'card', blocks: card });
  /** Acknowledges the interaction `doing` causes and returns its payload. */
  const caused = async (doing: Promise<unknown>) => {
    const seen = socket.envelopes.length;
    const envelope = await socket.next((one) => one.type !== 'events_api' && socket.envelopes.indexOf(one) >= seen);
    socket.ack(envelope);
    expect(await doing).toEqual({ acknowledged: true });
    return envelope.payload;
  };
  const stop = async () => {
    await socket[Symbol.asyncDispose]();
    await w.slack.stop();
  };
  return { w, ts: String(ts), caused, [Symbol.asyncDispose]: stop };
}

describe('controls of a message', () => {
  it('send the chosen option, and from then on it stands in the state of every click', async () => {
    await using t = await posted();
    const bo = t.w.slack.as(t.w.bo);
    const chosen = await t.caused(bo.select(t.w.triage, t.ts, 'priority', 'high'));
    const selected_option = { text: { ...text('high'), emoji: true }, value: 'high' };
    expect(chosen.actions).toMatchObject([{ type: 'static_select', block_id: 'row', selected_option }]);
    bo.enter(t.w.triage, t.ts, 'why', 'it burns');
    const clicked = await t.caused(bo.click(t.w.triage, t.ts, 'claim'));
    expect(clicked.actions).toMatchObject([
      { type: 'button', value: 'SUP-1', style: 'primary', text: { text: 'Claim' } },
    ]);
    expect(clicked.state).toMatchObject({
      values: {
        row: { priority: { type: 'static_select', selected_option } },
        reason: { why: { type: 'plain_text_input', value: 'it burns' } },
      },
    });
    const byCy = await t.caused(t.w.slack.as(t.w.cy).click(t.w.triage, t.ts, 'claim'));
    expect(byCy.state).toEqual({ values: { reason: { why: { type: 'plain_text_input', value: null } } } });
  });

  it('are told apart by value, and refused when they are not there or not clear', async () => {
    await using t = await posted();
    const bo = t.w.slack.as(t.w.bo);
    const second = await t.caused(bo.click(t.w.triage, t.ts, { action_id: 'open', value: 'SUP-2' }));
    expect(second.actions).toMatchObject([{ value: 'SUP-2' }]);
    const menu = await t.caused(bo.overflow(t.w.triage, t.ts, 'menu', 'high'));
    expect(menu.actions).toMatchObject([{ type: 'overflow', selected_option: { value: 'high' } }]);
    await expect(bo.click(t.w.triage, t.ts, 'open')).rejects.toThrow('several');
    await expect(bo.click(t.w.triage, t.ts, 'nonsense')).rejects.toThrow('Claim (claim)');
    await expect(bo.select(t.w.triage, t.ts, 'priority', 'low')).rejects.toThrow('does not offer');
    await expect(t.w.slack.as(t.w.ana).click(t.w.triage, t.ts, 'claim')).rejects.toThrow('not in #triage');
  });

  it('cannot be pressed once the app has taken them away', async () => {
    await using t = await posted();
    await t.w.web.chat.update({ channel: t.w.triage, ts: t.ts, text: 'done' });
    await expect(t.w.slack.as(t.w.bo).click(t.w.triage, t.ts, 'claim')).rejects.toThrow('no control at all');
  });
});

describe('commands and shortcuts', () => {
  it('carry where they were used, and no name of conversations the app cannot see', async () => {
    await using t = await posted();
    const hidden = t.w.slack.addChannel({ name: 'hidden', private: true, members: [t.w.bo], botIsMember: false });
    const bo = t.w.slack.as(t.w.bo);
    const typed = await t.caused(bo.command('/ticket', `assign @cy #acme #hidden`, { channel: hidden.id }));
    expect(typed).toMatchObject({
      command: '/ticket',
      text: `assign <@${t.w.cy}|cy> <#${t.w.shared}|acme> <#${hidden.id}|>`,
      channel_id: hidden.id,
      channel_name: 'privategroup',
      user_id: t.w.bo,
      user_name: 'bo',
      team_domain: 'nimbus',
      is_enterprise_install: 'false',
      response_url: expect.stringContaining('/commands/'),
      trigger_id: expect.any(String),
    });
    const said = bo.say(hidden.id, 'a request');
    const used = await t.caused(bo.messageShortcut('open-ticket', hidden.id, said.ts));
    expect(used).toMatchObject({
      type: 'message_action',
      callback_id: 'open-ticket',
      message_ts: said.ts,
      message: { text: 'a request', user: t.w.bo },
      channel: { id: hidden.id, name: 'privategroup' },
      response_url: expect.stringContaining('/shortcut/'),
    });
    const global = await t.caused(bo.globalShortcut('my-shift'));
    expect(global).not.toHaveProperty('response_url');
  });
});
