import { describe, expect, it } from 'vitest';
import { messageEvent, readMessage } from './message.ts';

const plain = { type: 'message', channel: 'C1', ts: '2.000001', user: 'UANA', text: 'help' };
const read = (event: object) => readMessage(messageEvent.parse(event));

describe('what somebody says', () => {
  it.each([undefined, 'file_share', 'thread_broadcast', 'me_message'])('comes as %s', (subtype) => {
    expect(read({ ...plain, ...(subtype ? { subtype } : {}) })).toEqual({
      kind: 'written',
      channel: 'C1',
      ts: '2.000001',
      thread: '2.000001',
      user: 'UANA',
      text: 'help',
    });
  });

  it('belongs to its thread, and may have no words', () => {
    expect(read({ ...plain, text: undefined, thread_ts: '1.000001' })).toMatchObject({ thread: '1.000001', text: '' });
  });
});

describe('what nobody says', () => {
  it.each([
    ['our own posts', { ...plain, bot_id: 'B1' }],
    ['posts of other apps', { ...plain, subtype: 'bot_message', bot_id: 'B2', user: undefined }],
    ['joining', { ...plain, subtype: 'channel_join' }],
    ['a new topic', { ...plain, subtype: 'channel_topic' }],
    ['a huddle', { ...plain, subtype: 'huddle_thread' }],
    ['a subtype of the future', { ...plain, subtype: 'telepathy' }],
    ['a message of nobody', { ...plain, user: undefined }],
    ['a link preview', { ...plain, subtype: 'message_changed', message: { ts: '1.0', user: 'UANA', text: 'help' } }],
    [
      'an edit of our own card',
      { ...plain, subtype: 'message_changed', message: { ts: '1.0', bot_id: 'B1', edited: { ts: '3.0' } } },
    ],
  ])('%s', (_, event) => expect(read(event)).toEqual({ kind: 'nothing' }));
});

it('an edit by a person brings the new words and when they were written', () => {
  const message = { ts: '1.0', user: 'UANA', text: 'better', thread_ts: '0.5', edited: { ts: '3.0' } };
  expect(read({ ...plain, subtype: 'message_changed', message })).toEqual({
    kind: 'edited',
    channel: 'C1',
    ts: '1.0',
    thread: '0.5',
    user: 'UANA',
    text: 'better',
    editedTs: '3.0',
  });
});

it.each([
  ['deleted', { ...plain, subtype: 'message_deleted', deleted_ts: '1.0' }],
  ['deleted with replies', { ...plain, subtype: 'message_changed', message: { ts: '1.0', subtype: 'tombstone' } }],
])('a message may be %s', (_, event) => {
  expect(read(event)).toEqual({ kind: 'deleted', channel: 'C1', ts: '1.0' });
});
