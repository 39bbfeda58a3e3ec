import { expect, it } from 'vitest';
import { socketApp, testWorld } from './slack-world.ts';

it('carries a message to Bolt, an answer back, a click and a form', async () => {
  await using w = await testWorld();
  const { slack } = w;
  await using _app = await socketApp(slack, (app) => {
    app.event('message', async ({ event, client }) => {
      if ('bot_id' in event || !('user' in event)) return;
      await client.chat.postMessage({
        channel: event.channel,
        thread_ts: event.ts,
        text: 'Shall I open a ticket?',
        blocks: [
          { type: 'section', text: { type: 'mrkdwn', text: 'Shall I open a ticket?' } },
          {
            type: 'actions',
            elements: [{ type: 'button', action_id: 'open', text: { type: 'plain_text', text: 'Open a ticket' } }],
          },
        ],
      });
    });
    app.action('open', async ({ ack, body, client }) => {
      await client.views.open({
        trigger_id: (body as { trigger_id: string }).trigger_id,
        view: {
          type: 'modal',
          callback_id: 'ticket',
          title: { type: 'plain_text', text: 'Open a ticket' },
          submit: { type: 'plain_text', text: 'Open' },
          blocks: [
            {
              type: 'input',
              block_id: 'summary',
              label: { type: 'plain_text', text: 'Summary' },
              element: { type: 'plain_text_input', action_id: 'text' },
            },
          ],
        },
      });
      await ack();
    });
    app.view('ticket', async ({ ack, view }) => {
      const value = view.state.values.summary?.text?.value;
      await ack(value === 'no' ? { response_action: 'errors', errors: { summary: 'Say more.' } } : undefined);
    });
  });

  const asked = slack.as(w.ana).say('#acme', 'checkout is down');
  const offer = await slack.until(() => slack.messages('#acme', { thread: asked.ts })[1]);
  expect(offer).toMatchObject({ user: slack.botUserId, thread_ts: asked.ts, text: 'Shall I open a ticket?' });

  const clicked = await slack.as(w.ana).click(w.shared, offer.ts, { text: 'Open a ticket' });
  expect(clicked).toEqual({ acknowledged: true });
  expect(await slack.as(w.ana).submit()).toEqual({
    acknowledged: false,
    errors: { summary: expect.stringMatching(/required/) },
  });
  expect(await slack.as(w.ana).submit({ text: 'no' })).toMatchObject({ errors: { summary: 'Say more.' } });
  expect(await slack.as(w.ana).submit({ text: 'checkout' })).toEqual({ acknowledged: true });
  expect(slack.views(w.ana)).toEqual([]);
});
