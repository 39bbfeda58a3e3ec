import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DeskError } from '../errors.ts';
import { readPolicy } from './read.ts';

/** What is wrong with a policy, `line:column  what — what instead`. */
function faults(text: string): string[] {
  try {
    readPolicy({ text, file: 'p.yml' });
  } catch (error) {
    if (!(error instanceof DeskError)) throw error;
    return error.message.split('\n').map((line) => line.replace('p.yml:', ''));
  }
  return [];
}

/** A policy with nothing but what is given and what must be. */
const policy = (parts: { calendars?: string; types?: string; tiers?: string; rest?: string }): string => `name: Test
timezone: Europe/Berlin
calendars: { always: { hours: 24x7 }, office: { hours: { mon-fri: 08:00-18:00 } }${parts.calendars ?? ''} }
priorities: [{ key: high, label: High }, { key: mid, label: Mid }, { key: low, label: Low }]
request_types: ${parts.types ?? '[{ key: incident, label: Incident }]'}
tiers: ${parts.tiers ?? '{ gold: { label: Gold, calendar: office, targets: { first_response: { high: 1h } } } }'}
${parts.rest ?? ''}`;
const said = (text: string): string[] => faults(text).map((fault) => fault.replace(/^[\d:]+ {2}/, ''));

it('finds nothing wrong with the policies that come with the program', () => {
  const shipped = readdirSync('policies').filter((name) => name.endsWith('.yml'));
  expect(shipped).toHaveLength(5);
  for (const name of shipped) expect(readPolicy(`policies/${name}`).version).toMatch(/^\w{12}$/);
});

it('finds every kind of slip and wrong reference at once, each with its place and what to write instead', () => {
  const text = `name: Test
timezone: Europe/Berlin
calendars:
  office:
    hours: { mon-fri: 08:00-18:00 }
    holidays: [{ date: 2026-12-24, name: Christmas Eve }]
    extra_days: { 2026-12-24: 10:00-12:00 }
  fair: { hours: {}, extra_days: { 2026-11-28: 10:00-14:00 } }
priorities: [{ key: high, label: High }, { key: low, label: Low }, { key: low, label: Lower }]
request_types: [{ key: billing, label: Billing, sla: none }]
tiers:
  gold:
    label: Gold
    calendar: office
    targets:
      first_response: { high: 4h, low: 2h, lowest: 4h }
      resolution: { low: { target: 8h, calendar: fair } }
  silver: { label: Silver, calendar: offise }
hold_reasons: [{ key: vendor, label: Vendor, customer_label: a vendor, lower_priority_after: 3h }]
reminders:
  first_response:
    - { at: 5h left, to: [assignee] }
    - { at: 80%, to: [ops_duty] }
    - { at: 80%, to: [lead] }
  next_response: [{ at: 50%, to: [lead] }]
breaches: { next_response: [lead] }
escalation:
  - { key: help, label: Help, notify: { rotation: nights }, accept_within: 5m }
rotations:
  day: { label: Day, role: first_line, handoff: { every: day, at: 08:00 }, anchor: 2026-01-05T08:00,
    windows: [{ days: mon-fri, from: 08:00, to: 18:00 }], night: call }
  call: { label: Call, role: on_call, handoff: { every: day, at: 08:00 }, anchor: 2026-01-05T08:00, night: day }
texts: { outside_hours: 'Back {when}.' }
`;
  expect(faults(text)).toEqual([
    '7:19  2026-12-24 is Christmas Eve and stays closed — another date, or a list of holidays without it',
    '9:75  the key "low" is there twice — a key of its own',
    '10:16  nothing is promised for any of them, so no target of a tier ever counts — one without sla: none',
    '16:40  "low" is promised faster than "high", which is more severe — 4 h or more',
    '16:44  there is no priority "lowest" — one of high, low',
    '17:26  "fair" opens on single days alone, so after the last one nothing in it is ever due — a calendar with weekly hours',
    '18:38  there is no calendar "offise" — one of office, fair',
    '19:72  "vendor" stops no clock, so nobody waits for the customer — pauses: [resolution], or leave it out',
    '22:13  "5h left" never comes — less than the longest target, 4 h',
    '23:23  nobody serves as "ops_duty" — a rotation with role: ops_duty, or another recipient',
    '24:13  "80%" is there twice — one reminder for all who shall hear it',
    '25:19  it never comes, for no tier promises a next_response — a target for it',
    '26:28  it never comes, for no tier promises a next_response — a target for it',
    '28:51  there is no rotation "nights" — one of day, call',
    '32:108  "call" serves around the clock, so it has no night — leave it out',
    '33:25  nothing is known as {when} here — {opens}',
  ]);
});

describe('a lower priority that is promised faster', () => {
  const EASTER = ', easter: { hours: { mon-fri: 08:00-18:00 }, holidays: [2026-04-06] }';
  const MORNINGS =
    ', mornings: { hours: { mon-fri: 08:00-12:00 } }, elsewhere: { timezone: UTC, hours: { mon-fri: 08:00-18:00 } }';
  const slower = (high: string, low: string, calendars = '') =>
    said(
      policy({
        calendars,
        tiers: `{ gold: { label: Gold, calendar: office, targets: { first_response: { high: ${high}, low: ${low} } } } }`,
      }),
    );
  const inside = (target: string, calendar: string) => `{ target: ${target}, calendar: ${calendar} }`;

  it.each([
    ['fewer hours around the clock', '4h', inside('2h', 'always'), '', '4 h or more, or in the hours of "office"'],
    ['as many hours around the clock', '4h', inside('4h', 'always'), '', '4 h or more, or in the hours of "office"'],
    [
      'hours of a calendar with holidays',
      inside('4h', 'easter'),
      '3h',
      EASTER,
      '4 h or more, or in the hours of "easter"',
    ],
    ['hours of mornings alone', inside('4h', 'mornings'), '4h', MORNINGS, '4 h or more, or in the hours of "mornings"'],
    [
      'business days against hours around the clock',
      '1bd',
      inside('20h', 'always'),
      '',
      '1 business day or more, or in the hours of "office"',
    ],
    ['many hours against business days', '80h', '2bd', '', '3 days 8 h or more'],
    ['more business days', '3bd', '2bd', '', '3 business days or more'],
  ])('is told for %s', (_, high, low, calendars, instead) => {
    expect(slower(high, low, calendars)).toEqual([
      `"low" is promised faster than "high", which is more severe — ${instead}`,
    ]);
  });

  it.each([
    ['more hours in a calendar that opens longer', '4h', inside('5h', 'always'), ''],
    ['hours that lie elsewhere', '4h', inside('3h', 'elsewhere'), MORNINGS],
    ['a calendar that opens less', inside('4h', 'office'), inside('3h', 'mornings'), MORNINGS],
    ['around the clock above', inside('4h', 'always'), '2h', ''],
    ['a business day against as many hours', '10h', '1bd', ''],
    ['a day against a business day', '1bd', inside('24h', 'always'), ''],
  ])('is not told where it need not be so: %s', (_, high, low, calendars) => {
    expect(slower(high, low, calendars)).toEqual([]);
  });

  it('is measured by the slowest of those above', () => {
    const tiers =
      '{ gold: { label: Gold, calendar: office, targets: { first_response: { high: 4h, mid: 6h, low: 2h } } } }';
    expect(said(policy({ tiers }))).toEqual([
      '"low" is promised faster than "mid", which is more severe — 6 h or more',
    ]);
  });
});

describe('nights that nobody carries', () => {
  const WINDOW = (from: string, to: string, days = 'mon-sun') =>
    `windows: [{ days: ${days}, from: ${from}, to: ${to} }]`;
  const rotations = (...parts: [key: string, rule: string][]) =>
    said(
      policy({
        rest: `rotations:\n${parts
          .map(
            ([key, rule]) =>
              `  ${key}: { label: ${key}, role: on_call, handoff: { every: day, at: 08:00 }, anchor: 2026-01-05T08:00, ${rule} }`,
          )
          .join('\n')}`,
      }),
    );
  const circle = (round: string) =>
    `the night goes round in a circle, ${round}, and at some hour nobody in it serves — a rotation that serves then`;

  it('are told of rotations that pass them on in a circle', () => {
    const days = WINDOW('08:00', '18:00', 'mon-fri');
    expect(rotations(['a', `${days}, night: b`], ['b', `${days}, night: c`], ['c', `${days}, night: a`])).toEqual([
      circle('a → b → c → a'),
      circle('b → c → a → b'),
      circle('c → a → b → c'),
    ]);
    expect(rotations(['a', `${days}, night: b`], ['b', `${days}, night: c`], ['c', `${days}, night: b`])).toEqual([
      circle('b → c → b'),
      circle('c → b → c'),
    ]);
  });

  it('are none where two rotations take turns over the day', () => {
    const late = WINDOW('20:00', '08:00');
    expect(rotations(['day', `${WINDOW('08:00', '20:00')}, night: late`], ['late', `${late}, night: day`])).toEqual([]);
    const early = WINDOW('20:00', '07:59');
    expect(
      rotations(['day', `${WINDOW('08:00', '20:00')}, night: late`], ['late', `${early}, night: day`]),
    ).toHaveLength(2);
  });

  it('are none of a rotation around the clock, unless it keeps holidays', () => {
    expect(rotations(['a', 'night: b'], ['b', ''])).toEqual([
      '"a" serves around the clock, so it has no night — leave it out',
    ]);
    expect(rotations(['a', 'calendar: office, night: b'], ['b', ''])).toEqual([]);
  });
});

describe('beside entries that cannot be read', () => {
  const slow = '{ label: Gold, calendar: office, targets: { first_response: { high: 4h, low: 2h } } }';
  const wrong = '{ label: Silver, calendar: office, targets: { first_response: { high: soon } } }';
  const faster = expect.stringContaining('"low" is promised faster than "high"');

  it('finds what slipped in the others of the same part', () => {
    const tiers = said(policy({ tiers: `{ gold: ${slow}, silver: ${wrong} }` }));
    expect(tiers).toEqual([faster, expect.stringContaining('"soon"')]);
    const calendars = said(policy({ calendars: ', odd: { hours: never }', tiers: `{ gold: ${slow} }` }));
    expect(calendars).toEqual([expect.stringContaining('never'), faster]);
    const hand = 'handoff: { every: day, at: "08:00" }, anchor: 2026-01-05T08:00';
    const rest = `rotations: { a: { label: A, role: sre, ${hand}, night: b }, b: { label: B, role: boss, ${hand} } }`;
    expect(said(policy({ rest }))).toEqual([
      '"a" serves around the clock, so it has no night — leave it out',
      expect.stringContaining('"boss" is not right'),
    ]);
  });

  it('says nothing that a missing entry could belie', () => {
    const rest = 'breaches: { resolution: [lead] }\nreminders: { resolution: [{ at: 80%, to: [lead] }] }';
    const unpromised = 'it never comes, for no tier promises a resolution — a target for it';
    expect(said(policy({ rest }))).toEqual([unpromised, unpromised]);
    const silver = '{ label: Silver, calendar: office, targets: { resolution: { high: 4h, low: soon } } }';
    const tiers = `{ gold: { label: Gold, calendar: office }, silver: ${silver} }`;
    expect(said(policy({ tiers, rest }))).toEqual([expect.stringContaining('"soon"')]);
  });
});

describe('other slips', () => {
  it.each<[string, Parameters<typeof policy>[0], string]>([
    ['no tier at all', { tiers: '{}' }, 'no customer can have a contract — at least one tier'],
    [
      'more time left than so many business days can hold',
      {
        tiers: '{ gold: { label: Gold, calendar: office, targets: { resolution: { high: 2bd } } } }',
        rest: 'reminders: { resolution: [{ at: 80h left, to: [lead] }] }',
      },
      '"80h left" never comes — less than the longest target, 2 business days',
    ],
    [
      'a calendar that the holidays of a place close for good',
      { calendars: ', new-year: { hours: {}, holidays_of: DE, extra_days: { 2027-01-01: 08:00-09:00 } }' },
      'it never opens — at least one open hour in a week or on an extra day',
    ],
    [
      'a blank that nobody fills',
      { rest: 'texts: { offer: "A ticket, {name}?" }' },
      'nothing is known as {name} here — {person}',
    ],
  ])('names %s', (_, parts, message) => {
    expect(said(policy(parts))).toContain(message);
  });

  it.each<[string, Parameters<typeof policy>[0]]>([
    [
      'time left that so many business days may hold',
      {
        tiers: '{ gold: { label: Gold, calendar: office, targets: { resolution: { high: 2bd } } } }',
        rest: 'reminders: { resolution: [{ at: 15h left, to: [lead] }] }',
      },
    ],
    ['requests without a promise beside others', { types: '[{ key: a, label: A, sla: none }, { key: b, label: B }]' }],
    [
      'an extra day that is closed on a holiday',
      { calendars: ', x: { hours: 24x7, holidays: [2026-12-24], extra_days: { 2026-12-24: [] } }' },
    ],
    ['a vendor that is waited for', { rest: 'hold_reasons: [{ key: v, label: V, customer_label: v }]' }],
  ])('does not mind %s', (_, parts) => {
    expect(faults(policy(parts))).toEqual([]);
  });
});
