import { describe, expect, it } from 'vitest';
import { MovableClock } from '../clock.ts';
import { readPolicy } from '../policy/read.ts';
import { type CaseWords, explainCase } from './explain-case.ts';

const clock = new MovableClock({ at: Date.parse('2026-03-02T09:00:00+01:00'), held: true });
const starter = 'policies/starter.yml';
const { version } = readPolicy(starter);
const explain = (words: CaseWords, policy = starter) => explainCase(policy, words, clock);

describe('an invented case', () => {
  it('tells what will count until each promise is due', () => {
    expect(
      explain({
        priority: 'normal',
        start: '2026-12-24T16:00',
        hold: ['customer:2026-12-28T09:00..2026-12-28T11:00'],
      }),
    ).toEqual([
      'Our support: Standard, Normal, A problem',
      '',
      `First response: 4 h in the hours of calendar office (Europe/Berlin), policy ${version}`,
      "Started Thu 24 Dec 2026, 16:00 CET with the customer's message",
      'Counted from Thu 24 Dec 2026, 16:00 CET to Thu 24 Dec 2026, 18:00 CET: 2 h',
      'Holiday 2026-12-25: not counted',
      'Holiday 2026-12-26: not counted',
      'Counted from Mon 28 Dec 2026, 08:00 CET to Mon 28 Dec 2026, 10:00 CET: 2 h',
      'Due Mon 28 Dec 2026, 10:00 CET',
      '',
      `Resolution: 5 business days in the hours of calendar office (Europe/Berlin), policy ${version}`,
      "Started Thu 24 Dec 2026, 16:00 CET with the customer's message",
      'Counted from Thu 24 Dec 2026, 16:00 CET to Thu 24 Dec 2026, 18:00 CET: 2 h',
      'Holiday 2026-12-25: not counted',
      'Holiday 2026-12-26: not counted',
      'Counted from Mon 28 Dec 2026, 08:00 CET to Mon 28 Dec 2026, 09:00 CET: 1 h',
      "Paused from Mon 28 Dec 2026, 09:00 CET to Mon 28 Dec 2026, 11:00 CET: The customer's answer, by us",
      'Counted from Mon 28 Dec 2026, 11:00 CET to Mon 28 Dec 2026, 12:00 CET: 1 h',
      ...['28', '29', '30', '31'].flatMap((day, i) => {
        const date = `${['Mon', 'Tue', 'Wed', 'Thu'][i]} ${day} Dec 2026`;
        return [
          ...(i > 0 ? [`Counted from ${date}, 08:00 CET to ${date}, 12:00 CET: 4 h`] : []),
          `Counted from ${date}, 13:00 CET to ${date}, 18:00 CET: 5 h`,
        ];
      }),
      'New Year 2027-01-01: not counted',
      'Counted from Mon 4 Jan 2027, 08:00 CET to Mon 4 Jan 2027, 12:00 CET: 4 h',
      'Counted from Mon 4 Jan 2027, 13:00 CET to Mon 4 Jan 2027, 18:00 CET: 5 h',
      'Due Mon 4 Jan 2027, 18:00 CET',
    ]);
  });

  it('reads as it would at an instant, with answers and further questions', () => {
    const said = explain({
      priority: 'urgent',
      start: '2026-03-02T10:00',
      reply: ['2026-03-02T11:30'],
      message: ['2026-03-02T12:00'],
      resolve: '2026-03-02T13:00',
      at: '2026-03-03T00:00:00Z',
    });
    expect(said[0]).toBe('Our support: Standard, Urgent, A problem, at Tue 3 Mar 2026, 01:00 CET');
    expect(said).toContain('Met Mon 2 Mar 2026, 11:30 CET, too late');
    expect(said.filter((line) => line.startsWith('Met Mon 2 Mar 2026, 13:00 CET'))).toHaveLength(2);
  });

  it('reads a time that comes twice as the first, whatever the season, unless an offset says which', () => {
    const started = (start: string) => explain({ start }).find((line) => line.startsWith('Started'));
    expect(started('2026-10-25T02:30')).toContain('Sun 25 Oct 2026, 02:30 CEST');
    expect(started('2026-10-25T02:30+01:00')).toContain('Sun 25 Oct 2026, 02:30 CET');
    expect(started('2026-10-25T01:30Z')).toContain('Sun 25 Oct 2026, 02:30 CET');
    expect(started('2026-03-29T02:30')).toContain('Sun 29 Mar 2026, 03:30 CEST');
    expect(started('2026-10-25')).toContain('Sun 25 Oct 2026, 00:00 CEST');
  });

  it('takes the defaults of the policy, its only tier, and now', () => {
    const said = explain({});
    expect(said[0]).toBe('Our support: Standard, Normal, A problem');
    expect(said).toContain("Started Mon 2 Mar 2026, 09:00 CET with the customer's message");
  });

  it('says so when nothing is promised', () => {
    expect(explain({ type: 'billing' })).toEqual([
      'Our support: Standard, Normal, Billing',
      '',
      'Nothing is promised for it.',
    ]);
  });

  it.each<[CaseWords, string, string?]>([
    [{}, 'Say which with --tier: essential, advanced, premium.', 'policies/stakater.yml'],
    [{ tier: 'gold' }, 'The policy knows no tier "gold". Choose one of: standard.'],
    [{ priority: 'constructor' }, 'The policy knows no priority "constructor". Choose one of: urgent, normal, low.'],
    [{ type: 'x' }, 'The policy knows no request type "x". Choose one of: problem, question, billing.'],
    [{ hold: ['x:2026-03-02..'] }, 'The policy knows no hold reason "x". Choose one of: customer, vendor.'],
    [{ hold: ['vendor'] }, '"vendor" is no hold. Write it like access:2026-12-24T10:00..2026-12-28T09:00.'],
    [{ hold: ['vendor:2026-03-03..2026-03-02'] }, 'ends before it begins'],
    [
      { start: '2026-03-03', hold: ['vendor:2026-03-02..2026-03-04'] },
      'is before the customer writes. Give --hold a beginning after --start.',
    ],
    [{ hold: ['vendor:2026-03-03..', 'customer:2026-03-04..'] }, 'Two holds overlap.'],
    [{ start: 'tomorrow' }, '"tomorrow" is no instant. Write it like 2026-03-02T09:00'],
    [{ start: '0001-01-01' }, '"0001-01-01" is too far away. Write an instant of the years 1900 to 2199.'],
    [{ start: '2026-03-03', at: '2026-03-02' }, 'the customer has not written yet'],
    [{ start: '2026-03-03', reply: ['2026-03-02'] }, 'Mon 2 Mar 2026, 00:00 CET is before the customer writes.'],
    [
      { start: '2026-03-03', message: ['2026-03-02'] },
      'is before the customer writes. Give --message an instant after',
    ],
    [{ start: '2026-03-03', resolve: '2026-03-02' }, 'is before the customer writes. Give --resolve an instant after'],
    [{}, 'policies/none.yml cannot be read: there is no such file.', 'policies/none.yml'],
  ])('refuses %o in one sentence', (words, refusal, policy) => {
    expect(() => explain(words, policy)).toThrow(refusal);
  });
});
