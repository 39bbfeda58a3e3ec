import { describe, expect, it } from 'vitest';
import { refusal, testWorld } from './slack-world.ts';

const section = (text: string) => ({ type: 'section' as const, text: { type: 'mrkdwn' as const, text } });
const modal = (blocks: unknown[]) =>
  ({
    type: 'modal',
    title: { type: 'plain_text', text: 'Form' },
    submit: { type: 'plain_text', text: 'Ok' },
    blocks,
  }) as never;
const option = { text: { type: 'plain_text', text: 'one' }, value: '1' };
const multi = { type: 'multi_static_select', action_id: 'm', options: [option] };

describe('what a message may hold', () => {
  it('refuses an over-long text with its pointer, and the whole message with it', async () => {
    await using w = await testWorld();
    const blocks = [section('fine'), section('x'.repeat(3_001))];
    const refused = await refusal(w.web.chat.postMessage({ channel: w.shared, text: 'card', blocks }));
    expect(refused).toMatchObject({
      ok: false,
      error: 'invalid_blocks',
      errors: [
        'failed to match all allowed schemas [json-pointer:/blocks/1/text]',
        'must be less than 3001 characters [json-pointer:/blocks/1/text/text]',
      ],
      response_metadata: {
        messages: expect.arrayContaining([
          '[ERROR] must be less than 3001 characters [json-pointer:/blocks/1/text/text]',
        ]),
      },
    });
    expect(w.slack.messages(w.shared)).toEqual([]);
  });

  it('refuses an unknown field and a wrong type', async () => {
    await using w = await testWorld();
    const unknown = [{ ...section('a'), colour: 'red' }] as never;
    const wrong = [{ type: 'section', text: { type: 'mrkdwn', text: 5 } }] as never;
    const first = await refusal(w.web.chat.postMessage({ channel: w.shared, text: 'a', blocks: unknown }));
    expect(JSON.stringify(first.errors)).toContain('invalid additional property: colour');
    const second = await refusal(w.web.chat.postMessage({ channel: w.shared, text: 'a', blocks: wrong }));
    expect(JSON.stringify(second.errors)).toContain('must provide a string [json-pointer:/blocks/0/text/text]');
  });

  it('counts an emoji as one character', async () => {
    await using w = await testWorld();
    const post = (text: string) => w.web.chat.postMessage({ channel: w.shared, text: 'a', blocks: [section(text)] });
    expect((await post('🎫'.repeat(3_000))).ok).toBe(true);
    expect((await refusal(post('🎫'.repeat(3_001)))).error).toBe('invalid_blocks');
  });

  it('takes multi-selects in inputs and accessories, but not in a row of actions', async () => {
    await using w = await testWorld();
    const row = [{ type: 'actions', elements: [multi] }] as never;
    const refused = await refusal(w.web.chat.postMessage({ channel: w.shared, text: 'a', blocks: row }));
    expect(JSON.stringify(refused.errors)).toContain('unsupported element: multiselect');
    const accessory = [{ ...section('a'), accessory: multi }] as never;
    expect((await w.web.chat.postMessage({ channel: w.shared, text: 'a', blocks: accessory })).ok).toBe(true);
    const input = [{ type: 'input', label: { type: 'plain_text', text: 'l' }, element: multi }] as never;
    expect((await w.web.chat.postMessage({ channel: w.shared, text: 'a', blocks: input })).ok).toBe(true);
  });

  it('keeps blocks of messages out of views and blocks of forms out of messages', async () => {
    await using w = await testWorld();
    const alert = [{ type: 'alert', text: { type: 'mrkdwn', text: 'careful' } }] as never;
    const refused = await refusal(w.web.chat.postMessage({ channel: w.shared, text: 'a', blocks: alert }));
    expect(refused.error).toBe('invalid_blocks');
    for (const type of ['markdown', 'context_actions', 'plan', 'task_card', 'data_visualization']) {
      const view = modal([{ type, text: 'a' }]);
      const answer = await refusal(w.web.views.open({ trigger_id: 'any', view }));
      expect(answer.error).toBe('invalid_arguments');
      expect(JSON.stringify(answer.response_metadata)).toContain('unsupported type: ');
    }
  });

  it('cuts a posted text at 40,000 characters and says so', async () => {
    await using w = await testWorld();
    const answer = await w.web.chat.postMessage({ channel: w.shared, text: 'x'.repeat(40_001) });
    expect(answer.response_metadata?.warnings).toContain('message_truncated');
    expect(w.slack.messages(w.shared)[0]?.text).toHaveLength(40_000);
  });
});
