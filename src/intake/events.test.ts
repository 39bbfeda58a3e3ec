import { expect, it } from 'vitest';
import { intakeEvents } from './events.ts';

const none = {} as never;
const verbs = new Map(intakeEvents(none, none, none));
const matters = (event: { type: string; [key: string]: unknown }) => verbs.get(event.type)?.matters?.(event);

const written = { type: 'message', channel: 'C1', ts: '1.0', user: 'U1', text: 'help' };

it('keeps what people write, and what they change of it', () => {
  expect(matters(written)).toBe(true);
  expect(matters({ ...written, type: 'app_mention' })).toBe(true);
  expect(matters({ type: 'message', subtype: 'message_deleted', channel: 'C1', ts: '2.0', deleted_ts: '1.0' })).toBe(
    true,
  );
});

it('does not even store our own posts, changes of our cards, joins, and other reactions', () => {
  expect(matters({ ...written, bot_id: 'B1' })).toBe(false);
  const card = { ts: '1.0', user: 'U0', bot_id: 'B1', text: 'card', edited: { ts: '3.0' } };
  expect(matters({ type: 'message', subtype: 'message_changed', channel: 'C1', ts: '2.0', message: card })).toBe(false);
  expect(matters({ ...written, subtype: 'channel_join' })).toBe(false);
  const item = { type: 'message', channel: 'C1', ts: '1.0' };
  expect(matters({ type: 'reaction_added', user: 'U1', reaction: 'eyes', item })).toBe(false);
  expect(matters({ type: 'reaction_added', user: 'U1', reaction: 'ticket', item })).toBe(true);
});

it('keeps a message of an unknown shape, so that nothing is lost when Slack changes', () => {
  expect(matters({ type: 'message', channel: 7 })).toBe(true);
});
