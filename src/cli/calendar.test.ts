import { expect, it } from 'vitest';
import { MovableClock } from '../clock.ts';
import { listCalendars, showCalendar } from './calendar.ts';

const clock = new MovableClock({ at: Date.parse('2026-03-31T23:30Z'), held: true });
const show = (name: string) => showCalendar('policies/stakater.yml', name, clock);

it("shows twelve months from the calendar's own month on", () => {
  const lines = show('office');
  expect(lines[0]).toBe('office (Europe/Berlin)');
  expect(lines).toContain('April 2026: 20 open days, 200 h');
  expect(lines).toContain('  Mon 29 Mar  closed, holiday');
  expect(lines.filter((line) => line.startsWith('March'))).toEqual(['March 2027: 21 open days, 210 h']);
});

it('names the calendars there are when it does not know one', () => {
  const known = 'Choose one of: around-the-clock, weekdays, office.';
  expect(() => show('offise')).toThrow(`policies/stakater.yml has no calendar "offise". ${known}`);
  expect(() => show('constructor')).toThrow(known);
});

it('lists the calendars of a policy with their hours', () => {
  expect(listCalendars('policies/stakater.yml')).toEqual([
    'around-the-clock  around the clock',
    'weekdays          Mon–Fri all day, Berlin time',
    'office            Mon–Fri 08:00–18:00, Berlin time, not on holidays',
  ]);
});
