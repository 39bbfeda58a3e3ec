import { describe, expect, it } from 'vitest';
import { APP, channelAt, HOME, placeOfPermalink, readPlace, writePlace } from './place.ts';
import { person, workspaceWith } from './workspace.fixture.ts';

it('comes back from its own address', () => {
  const place = { as: 'U1', conversation: 'C1', thread: '1772460725.000100' };
  expect(readPlace(writePlace(place))).toEqual(place);
});

it('is nowhere without an address', () => {
  expect(readPlace('')).toEqual({ as: '', conversation: '', thread: '' });
  expect(writePlace({ as: 'U1', conversation: '', thread: '' })).toBe('#/U1');
});

it('is where a permalink leads, the thread of a reply included', () => {
  expect(placeOfPermalink('https://home.slack.com/archives/C1/p1772460725000100')).toEqual({
    conversation: 'C1',
    thread: '1772460725.000100',
  });
  expect(
    placeOfPermalink('https://home.slack.com/archives/C1/p1772460999000200?thread_ts=1772460725.000100&cid=C1'),
  ).toEqual({ conversation: 'C1', thread: '1772460725.000100' });
  expect(placeOfPermalink('https://x.test/archive')).toBeNull();
});

describe('the conversation at a place', () => {
  const { seen } = workspaceWith({ people: [person('U1', 'ana', 'Ana')] });
  const at = (conversation: string) => ({ as: 'U1', conversation, thread: '' });
  const direct = {
    id: 'D1',
    name: '',
    kind: 'im',
    archived: false,
    shared: false,
    teams: [],
    members: [],
    botIsMember: true,
    with: 'UB',
  } as const;
  const withDirect = { ...seen, channels: [{ ...direct, teams: [], members: [] }, ...seen.channels] };

  it('is the first channel when none is named, and a direct message only when there is no channel', () => {
    expect(channelAt(at(''), withDirect, 'UB')?.id).toBe('C1');
    expect(channelAt(at(''), { ...seen, channels: [] }, 'UB')).toBeUndefined();
  });

  it('is none for the Home tab and for what the person is not in', () => {
    expect(channelAt(at(HOME), seen, 'UB')).toBeUndefined();
    expect(channelAt(at('C9'), seen, 'UB')).toBeUndefined();
  });

  it('is the direct message with the app, also before its first word', () => {
    expect(channelAt(at(APP), withDirect, 'UB')?.id).toBe('D1');
    expect(channelAt(at(APP), seen, 'UB')).toMatchObject({ id: APP, with: 'UB', members: ['U1', 'UB'] });
  });
});
