import { expect, it } from 'vitest';
import { placeOfPermalink, readPlace, writePlace } from './place.ts';

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
