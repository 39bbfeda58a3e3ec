import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { isoInstant, sayDayAndTime, sayInstant, sayStretch, slackInstant, slackStretch, slackTime } from './say.ts';

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
    ['2026-03-06T18:00', '2026-03-07T00:00', 'Fri 6 Mar, 18:00 – Sat 7 Mar, 00:00'],
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
