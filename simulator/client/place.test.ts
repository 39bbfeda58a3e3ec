import { expect, it } from 'vitest';
import { readPlace, writePlace } from './place.ts';

it('comes back from its own address', () => {
  const place = { as: 'U1', conversation: 'C1', thread: '1772460725.000100' };
  expect(readPlace(writePlace(place))).toEqual(place);
});

it('is nowhere without an address', () => {
  expect(readPlace('')).toEqual({ as: '', conversation: '', thread: '' });
  expect(writePlace({ as: 'U1', conversation: '', thread: '' })).toBe('#/U1');
});
