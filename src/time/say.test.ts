import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { isoInstant, sayInstant, slackInstant, slackTime } from './say.ts';

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
