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
});
