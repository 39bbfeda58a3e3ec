import { describe, expect, it } from 'vitest';
import type { Channel, Message, TrafficEntry } from '../protocol.ts';
import { unreadCount, unreadReplies } from './unread.ts';
import { person, workspaceWith } from './workspace.fixture.ts';
import { applyChange, TRAFFIC_KEPT, threadOf, topLevel, writtenAt } from './workspace.ts';

const message = (ts: string, more: Partial<Message> = {}): Message => ({
  type: 'message',
  ts,
  text: ts,
  user: 'U1',
  ...more,
});

const empty = workspaceWith({ people: [person('U1', 'ana', 'Ana')] });

const entry = (n: number): TrafficEntry => ({ n, at: n, kind: 'call', name: 'auth.test', request: {}, answer: null });

describe('a change', () => {
  it('puts messages in the order of their ts and replaces an edited one', () => {
    const changes = [message('2.0'), message('1.0'), message('2.0', { text: 'edited' })];
    const after = changes.reduce((w, m) => applyChange(w, { kind: 'message', channel: 'C1', message: m }), empty);
    expect(after.seen.messages.C1?.map((m) => m.text)).toEqual(['1.0', 'edited']);
  });

  it('takes a deleted message away', () => {
    const before = applyChange(empty, { kind: 'message', channel: 'C1', message: message('1.0') });
    expect(applyChange(before, { kind: 'message_gone', channel: 'C1', ts: '1.0' }).seen.messages.C1).toEqual([]);
  });

  it('keeps ephemeral messages of two channels apart, also with the same ts', () => {
    const say = (channel: string) =>
      ({ kind: 'ephemeral', message: { ...message('1.0'), channel, to: 'U1' } }) as const;
    const both = applyChange(applyChange(empty, say('C1')), say('C2'));
    expect(both.seen.ephemerals.map((e) => e.channel)).toEqual(['C1', 'C2']);
    expect(
      applyChange(both, { kind: 'ephemeral_gone', channel: 'C1', ts: '1.0' }).seen.ephemerals.map((e) => e.channel),
    ).toEqual(['C2']);
  });

  it('leaves the state alone that it does not speak of', () => {
    const after = applyChange(empty, { kind: 'time', now: 5 });
    expect(after.seen.now).toBe(5);
    expect(after.seen.messages).toBe(empty.seen.messages);
    expect(after.world).toBe(empty.world);
  });

  it('tells once that the app wrote to somebody else, and never that it wrote to me', () => {
    const news = (person: string) => ({ kind: 'activity', person, channel: 'D1' }) as const;
    const after = [news('U2'), news('U1'), news('U2')].reduce(applyChange, empty);
    expect(after.activity).toEqual(['U2']);
  });

  it('of a kind from the future changes nothing', () => {
    expect(applyChange(empty, { kind: 'later' } as never)).toBe(empty);
  });

  it('fills in the answer of a call that was waiting, and lets go of the oldest', () => {
    const many = Array.from({ length: TRAFFIC_KEPT + 1 }, (_, n) => entry(n));
    const full = many.reduce((w, e) => applyChange(w, { kind: 'traffic', entry: e }), empty);
    expect([full.traffic.length, full.traffic[0]?.n]).toEqual([TRAFFIC_KEPT, 1]);
    const answered = applyChange(full, { kind: 'traffic', entry: { ...entry(7), answer: { ok: true } } });
    expect(answered.traffic.find((e) => e.n === 7)?.answer).toEqual({ ok: true });
    expect(answered.traffic).toHaveLength(TRAFFIC_KEPT);
  });
});

const talk = [
  message('1.0', { thread_ts: '1.0' }),
  message('2.0', { thread_ts: '1.0', user: 'U2' }),
  message('3.0', { user: 'U2' }),
  message('4.0', { thread_ts: '1.0', user: 'U2', subtype: 'thread_broadcast' }),
  message('5.0', { thread_ts: '3.0', user: 'U2' }),
];

it('lists a broadcast reply in the channel and in its thread', () => {
  expect(topLevel(talk).map((m) => m.ts)).toEqual(['1.0', '3.0', '4.0']);
  expect(threadOf(talk, '1.0').map((m) => m.ts)).toEqual(['1.0', '2.0', '4.0']);
});

it('counts as unread what others wrote in the channel and in my threads only', () => {
  expect(unreadCount(talk, 'C1', 'U1', {}, '0')).toBe(3);
  expect(unreadCount(talk, 'C1', 'U1', { C1: '3.0' }, '0')).toBe(2);
  expect(unreadCount(talk, 'C1', 'U1', { C1: '4.0', 'C1/1.0': '4.0' }, '0')).toBe(0);
  expect(unreadCount(talk, 'C1', 'U1', {}, '9')).toBe(0);
});

it('counts unread replies by thread', () => {
  expect(unreadReplies(talk, 'C1', 'U1', { 'C1/1.0': '2.0' }, '0')).toEqual(
    new Map([
      ['1.0', 1],
      ['3.0', 1],
    ]),
  );
});

it('reads the time of a message from its ts', () => {
  expect(writtenAt('1772460725.000100')).toBe(1772460725000);
});

it('replaces the list of channels when it changed', () => {
  const dm: Channel = {
    id: 'D1',
    name: '',
    kind: 'im',
    archived: false,
    shared: false,
    teams: [],
    members: [],
    botIsMember: true,
  };
  expect(applyChange(empty, { kind: 'channels', channels: [dm] }).seen.channels).toEqual([dm]);
});
