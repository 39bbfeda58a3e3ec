import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { DAY, HOUR } from '../time/duration.ts';
import { endOf, stepsOf } from './cover-request.ts';

const zone = 'Europe/Berlin';
const berlin = (local: string) => DateTime.fromISO(local, { zone }).toMillis();
const days = { timezone: zone, holidays: ['2026-04-03', '2026-04-06'] };
const local = (at: number) => DateTime.fromMillis(at, { zone }).toFormat("ccc dd'.' HH:mm");
const planned = (askedAt: string, from: string, to = from) =>
  stepsOf({ askedAt: berlin(askedAt), from: berlin(from), to: berlin(to) + DAY }, days).map(
    ({ step, at }) => `${step} ${local(at)}`,
  );

describe('a request that nobody takes', () => {
  it('is asked again after four hours, on the working day before, and then the lead hears', () => {
    expect(planned('2026-03-02T10:00', '2026-03-05T08:00')).toEqual([
      'again Mon 02. 14:00',
      'day_before Wed 04. 09:00',
      'lead Wed 04. 12:00',
    ]);
  });

  it('for a Monday is asked again on Friday, and over holidays on the last working day before them', () => {
    expect(planned('2026-03-03T10:00', '2026-03-09T08:00')).toContain('day_before Fri 06. 09:00');
    expect(planned('2026-03-30T10:00', '2026-04-07T08:00')).toContain('day_before Thu 02. 09:00');
  });

  it('asked in the evening waits for the morning', () => {
    expect(planned('2026-03-02T18:30', '2026-03-12T08:00')[0]).toBe('again Tue 03. 09:00');
  });

  it('of short notice leaves out what nobody could answer to, and goes to the lead at once at the last moment', () => {
    expect(planned('2026-03-04T14:00', '2026-03-05T08:00')).toEqual(['lead Wed 04. 15:00']);
    expect(planned('2026-03-04T14:00', '2026-03-05T18:00')).toEqual(['lead Wed 04. 15:00']);
    expect(planned('2026-03-05T07:30', '2026-03-05T08:00')).toEqual(['lead Thu 05. 07:30']);
  });

  it('for a shift that runs goes to the lead at once, and ends with the shift', () => {
    const running = {
      askedAt: berlin('2026-03-05T10:00'),
      from: berlin('2026-03-05T10:00'),
      to: berlin('2026-03-05T18:00'),
    };
    expect(stepsOf(running, days)).toEqual([{ step: 'lead', at: running.askedAt }]);
    expect(endOf(running)).toBe(running.to);
  });

  it('takes its steps in order, an hour apart, after it was asked and before it ends, and always tells the lead', () => {
    const asked = fc.integer({ min: berlin('2026-03-20T00:00'), max: berlin('2026-04-20T00:00') });
    fc.assert(
      fc.property(
        asked,
        fc.integer({ min: -DAY, max: 20 * DAY }),
        fc.integer({ min: 2 * DAY, max: 9 * DAY }),
        (askedAt, ahead, long) => {
          const from = Math.max(askedAt, askedAt + ahead);
          const request = { askedAt, from, to: from + long };
          const steps = stepsOf(request, days);
          expect(steps.at(-1)?.step).toBe('lead');
          for (const [i, { at }] of steps.entries()) {
            expect(at).toBeGreaterThanOrEqual(askedAt);
            expect(at).toBeLessThan(endOf(request));
            if (i > 0) expect(at - (steps[i - 1]?.at ?? 0)).toBeGreaterThanOrEqual(HOUR);
          }
        },
      ),
    );
  });
});
