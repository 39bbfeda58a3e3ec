import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import {
  isoInstant,
  sayDayAndTime,
  sayEnd,
  sayInstant,
  sayStretch,
  slackEnd,
  slackInstant,
  slackShortStretch,
  slackStretch,
  slackTime,
} from './say.ts';

const at = Date.parse('2026-03-02T15:12:30.900+01:00');

describe('how we say times', () => {
  it('lets Slack show each reader their own zone, with a fallback that can be read alone', () => {
    expect(slackInstant(at, 'Europe/Berlin')).toBe(
      '<!date^1772460750^{date_short_pretty} {time}|Mon 2 Mar 2026, 15:12 CET>',
    );
    expect(slackTime(at, 'Europe/Berlin')).toBe('<!date^1772460750^{time}|Mon 2 Mar 2026, 15:12 CET>');
  });

  it('names zones without a short name by their offset', () => {
    expect(sayInstant(at, 'Australia/Lord_Howe')).toBe('Tue 3 Mar 2026, 01:12 UTC+11:00');
    expect(sayInstant(at, 'UTC')).toBe('Mon 2 Mar 2026, 14:12 UTC');
  });

  it('writes instants for machines with their offset', () => {
    expect(isoInstant(Date.parse('2026-03-02T15:12:30+01:00'), 'Europe/Berlin')).toBe('2026-03-02T15:12:30+01:00');
  });

  it.each([
    ['2026-03-06T08:00', '2026-03-06T18:00', 'Fri 6 Mar, 08:00–18:00'],
    ['2026-03-06T08:00', '2026-03-07T08:00', 'Fri 6 Mar, 08:00 – Sat 7 Mar, 08:00'],
    ['2026-03-07T00:00', '2026-03-08T00:00', 'Sat 7 Mar'],
    ['2026-03-28T00:00', '2026-03-30T00:00', 'Sat 28 Mar – Sun 29 Mar'],
    ['2026-03-06T18:00', '2026-03-07T00:00', 'Fri 6 Mar, 18:00–23:59'],
    ['2026-03-06T18:00', '2026-03-09T00:00', 'Fri 6 Mar, 18:00 – Sun 8 Mar, 23:59'],
    ['2026-03-06T00:00', '2026-03-06T08:00', 'Fri 6 Mar, 00:00–08:00'],
    ['2026-03-29T00:00', '2026-03-30T00:00', 'Sun 29 Mar'],
    ['2026-10-25T00:00', '2026-10-26T00:00', 'Sun 25 Oct'],
    ['2026-10-24T18:00', '2026-10-26T00:00', 'Sat 24 Oct, 18:00 – Sun 25 Oct, 23:59'],
  ])('says a stretch from %s to %s with its weekdays', (from, to, said) => {
    const [a, b] = [from, to].map((local) => DateTime.fromISO(local, { zone: 'Europe/Berlin' }).toMillis()) as [
      number,
      number,
    ];
    expect(sayStretch(a, b, 'Europe/Berlin')).toBe(said);
  });

  it('lets Slack show a stretch with its weekdays, and its end by the time alone on the same date', () => {
    const said = slackStretch(at, at + 3_600_000, 'Europe/Berlin');
    expect(said).toMatch(
      /^<!date\^1772460750\^\{date_long_pretty\} \{time\}\|[^>]*> to <!date\^1772464350\^\{time\}\|[^>]*>$/,
    );
    expect(slackStretch(at, at + 86_400_000, 'Europe/Berlin').match(/date_long_pretty/g)).toHaveLength(2);
  });

  it('names an end at midnight by the last minute of the day, for each reader and in words', () => {
    const [from, to] = [Date.parse('2026-03-30T08:00+02:00'), Date.parse('2026-03-31T00:00+02:00')];
    const lastMinute = '<!date^1774907940^{date_short_pretty} {time}|Mon 30 Mar 2026, 23:59 CEST>';
    expect(slackEnd(to, 'Europe/Berlin')).toBe(lastMinute);
    expect(slackEnd(from, 'Europe/Berlin')).toBe(slackInstant(from, 'Europe/Berlin'));
    expect(sayEnd(to, 'Europe/Berlin')).toBe('Mon 30 Mar 2026, 23:59 CEST');
    expect(slackShortStretch(from, to, 'Europe/Berlin')).toMatch(
      / to <!date\^1774907940\^\{time\}\|Mon 30 Mar 2026, 23:59/,
    );
    expect(slackShortStretch(from - 86_400_000, to, 'Europe/Berlin')).toMatch(
      / to <!date\^1774907940\^\{date_short_pretty\} \{time\}\|Mon 30 Mar 2026, 23:59/,
    );
  });

  it.each([
    ['the date begins at 01:00', 'Africa/Cairo', '2026-04-23T22:00Z', 'Thu 23 Apr 2026, 23:59'],
    ['the date begins at 01:00, an hour too early', 'Africa/Cairo', '2026-04-23T21:00Z', 'Thu 23 Apr 2026, 23:00'],
    ['00:00 comes twice: the first begins the date', 'America/Havana', '2026-11-01T04:00Z', 'Sat 31 Oct 2026, 23:59'],
    ['00:00 comes twice: the second is in its night', 'America/Havana', '2026-11-01T05:00Z', 'Sun 1 Nov 2026, 00:00'],
    ['midnight falls back to 23:00', 'America/Sao_Paulo', '2019-02-17T02:00Z', 'Sat 16 Feb 2019, 23:00'],
    ['23:00 comes twice, then the date ends', 'America/Sao_Paulo', '2019-02-17T03:00Z', 'Sat 16 Feb 2019, 23:59'],
    ['the next date does not exist', 'Pacific/Apia', '2011-12-30T10:00Z', 'Thu 29 Dec 2011, 23:59'],
  ])('names ends where %s', (_, zone, to, said) => {
    expect(sayEnd(Date.parse(to), zone)).toMatch(new RegExp(`^${said} `));
  });

  it('says whole days by their dates also where the clock changes at midnight', () => {
    const day = (zone: string, from: string, to: string) => sayStretch(Date.parse(from), Date.parse(to), zone);
    expect(day('Africa/Cairo', '2026-04-23T22:00Z', '2026-04-24T21:00Z')).toBe('Fri 24 Apr');
    expect(day('America/Havana', '2026-11-01T04:00Z', '2026-11-02T05:00Z')).toBe('Sun 1 Nov');
    expect(day('America/Sao_Paulo', '2019-02-16T02:00Z', '2019-02-17T03:00Z')).toBe('Sat 16 Feb');
  });

  it('never names an end by a date that the stretch does not touch, in any zone', () => {
    const zones = ['Europe/Berlin', 'Africa/Cairo', 'America/Havana', 'Australia/Lord_Howe', 'Pacific/Apia', 'UTC'];
    const hour = fc.integer({ min: Date.parse('2011-12-01') / 3_600_000, max: Date.parse('2027-01-01') / 3_600_000 });
    fc.assert(
      fc.property(hour, fc.constantFrom(...zones), (hours, zone) => {
        const to = hours * 3_600_000;
        const lastInstant = DateTime.fromMillis(to - 1, { zone, locale: 'en-GB' }).toFormat('ccc d LLL yyyy');
        const isWhole =
          DateTime.fromMillis(to, { zone }).toISODate() !== DateTime.fromMillis(to - 1, { zone }).toISODate();
        expect(sayEnd(to, zone).startsWith(`${lastInstant}, 23:59`)).toBe(isWhole);
        expect(sayEnd(to, zone).startsWith(lastInstant)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('says the day and the time apart', () => {
    expect(sayDayAndTime(at, 'Europe/Berlin')).toEqual(['Mon 2', '15:12']);
  });

  it('says every instant as the zone data says it, also around clock changes', () => {
    const zones = ['Europe/Berlin', 'Europe/London', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata', 'UTC'];
    const nearChange = fc
      .tuple(
        fc.constantFrom('2026-03-29T01:00Z', '2026-10-25T01:00Z', '2026-11-01T06:00Z', '2026-04-04T15:00Z'),
        fc.integer({ min: -7_200_000, max: 7_200_000 }),
      )
      .map(([change, by]) => Date.parse(change) + by);
    const any = fc.integer({ min: Date.parse('2020-01-01'), max: Date.parse('2030-01-01') });
    fc.assert(
      fc.property(fc.oneof(any, nearChange), fc.constantFrom(...zones), (instant, zone) => {
        const local = DateTime.fromMillis(instant, { zone, locale: 'en-GB' });
        const short = local.offsetNameShort ?? '';
        const name = /^[A-Z]{2,5}$/.test(short) ? short : `UTC${local.toFormat('ZZ')}`;
        expect(sayInstant(instant, zone)).toBe(`${local.toFormat('ccc d LLL yyyy, HH:mm')} ${name}`);
      }),
    );
  });
});
