import { describe, expect, it } from 'vitest';
import { readPolicy } from '../policy/read.ts';
import type { Entry } from '../timeline/entry.ts';
import { clocks } from './clock.ts';
import { explain, reasonsIn } from './explain.ts';

const text = `
name: Test
timezone: Europe/Berlin
calendars:
  office: { hours: { mon-fri: 09:00-17:00 }, holidays: [2026-03-03, 2026-05-01] }
priorities: [{ key: high, label: High }]
request_types: [{ key: incident, label: Incident }]
tiers:
  office: { label: Office, calendar: office, targets: { first_response: { high: 16h }, resolution: { high: 16h } } }
hold_reasons: [{ key: access, label: Access, customer_label: access, pauses: [resolution] }]
`;
const policy = readPolicy({ file: 'test.yml', text });
const at = (text: string) => Date.parse(`2026-03-${text}+01:00`);
const bo = { kind: 'staff', user: 'bo' } as const;
const history: Entry[] = [
  {
    seq: 1,
    kind: 'opened',
    at: at('02T10:05'),
    by: { kind: 'customer', user: 'ana' },
    data: {
      startedAt: at('02T10:00'),
      tier: 'office',
      priority: 'high',
      requestType: 'incident',
      policyVersion: policy.version,
    },
  },
  { seq: 2, kind: 'held', at: at('02T12:00'), by: bo, data: { reason: 'access', note: 'asked for a login' } },
  { seq: 3, kind: 'resumed', at: at('02T13:00'), by: { kind: 'desk' }, data: {} },
  { seq: 4, kind: 'staff_replied', at: at('06T10:00'), by: bo, data: { channel: 'C1', ts: '1' } },
];
const explained = (name: string, now: number) => {
  const reading = clocks(history, { policy }, now).find((one) => one.name === name);
  return reading ? explain(reading, now) : [];
};

describe('an explanation', () => {
  it('tells start, counted stretches, pauses with author, holidays, use and due instant', () => {
    expect(explained('resolution', at('04T10:00'))).toEqual([
      `Resolution: 16 h in the hours of calendar office (Europe/Berlin), policy ${policy.version}`,
      "Started Mon 2 Mar 2026, 10:00 CET with the customer's message",
      'Counted from Mon 2 Mar 2026, 10:00 CET to Mon 2 Mar 2026, 12:00 CET: 2 h',
      'Paused from Mon 2 Mar 2026, 12:00 CET to Mon 2 Mar 2026, 13:00 CET: access, by bo (asked for a login)',
      'Counted from Mon 2 Mar 2026, 13:00 CET to Mon 2 Mar 2026, 17:00 CET: 4 h',
      'Holiday 2026-03-03: not counted',
      'Counted from Wed 4 Mar 2026, 09:00 CET to Wed 4 Mar 2026, 10:00 CET: 1 h',
      'Used 7 h of 16 h (43 %)',
      'Due Thu 5 Mar 2026, 11:00 CET',
    ]);
  });

  it('tells since when a clock stands still', () => {
    const lines = explained('resolution', at('02T12:30'));
    expect(lines).toContain('Paused from Mon 2 Mar 2026, 12:00 CET on: access, by bo (asked for a login)');
    expect(lines.at(-1)).toBe('Standing still since Mon 2 Mar 2026, 12:00 CET');
    expect(lines.some((line) => line.startsWith('Due'))).toBe(false);
  });

  it('tells of a clock that is over what stopped it before, not what ended it', () => {
    const over: Entry[] = [
      ...history.slice(0, 2),
      { seq: 3, kind: 'resolved', at: at('02T15:00'), by: bo, data: { note: 'done' } },
    ];
    const paused = (entries: Entry[]) =>
      clocks(entries, { policy }, at('04T10:00')).flatMap((reading) =>
        explain(reading, at('04T10:00')).filter((line) => line.startsWith('Paused')),
      );
    expect(paused(over)).toEqual([
      'Paused from Mon 2 Mar 2026, 12:00 CET to Mon 2 Mar 2026, 15:00 CET: access, by bo (asked for a login)',
    ]);
    const merged = { seq: 3, kind: 'merged_into', at: at('02T15:00'), by: bo, data: { ticket: 2 } } as Entry;
    expect(paused([...history.slice(0, 2), merged])).toEqual(paused(over));
    const stopped = readPolicy({ file: 'test.yml', text: text.replace('[resolution]', '[first_response]') });
    const [reading] = clocks([...history.slice(0, 2), ...history.slice(3)], { policy: stopped }, at('09T10:00'));
    expect(reading && explain(reading, at('09T10:00'))).toContain(
      'Paused from Mon 2 Mar 2026, 12:00 CET to Fri 6 Mar 2026, 10:00 CET: access, by bo (asked for a login)',
    );
  });

  it('tells that an answer came too late', () => {
    expect(explained('first_response', at('09T00:00')).slice(-3)).toEqual([
      'Due Thu 5 Mar 2026, 10:00 CET',
      'Broken since Thu 5 Mar 2026, 10:00 CET',
      'Met Fri 6 Mar 2026, 10:00 CET, too late',
    ]);
  });

  it('says instants and people as it is told to', () => {
    const [reading] = clocks(history, { policy }, at('02T12:30'));
    const lines = reading ? explain(reading, at('02T12:30'), { instant: (one) => `@${one}` }) : [];
    expect(lines[1]).toBe(`Started @${at('02T10:00')} with the customer's message`);
  });

  it('puts notes and names of the policy as it is told to, and reasons in the words of staff', () => {
    const [, reading] = clocks(history, { policy }, at('04T10:00'));
    const lines = reading
      ? explain(reading, at('04T10:00'), { text: (one) => one.toUpperCase(), reason: reasonsIn({ policy }) })
      : [];
    const said = lines.join('\n');
    expect(said).toContain('in the hours of calendar OFFICE (Europe/Berlin)');
    expect(said).toContain(': Access, by bo (ASKED FOR A LOGIN)');
    expect(said).toContain('HOLIDAY 2026-03-03: not counted');
  });

  it('knows the reasons that only a replaced policy has', () => {
    const reason = reasonsIn({ policy: { ...policy, holdReasons: [] }, earlier: [policy] });
    expect([reason('access'), reason('resolved')]).toEqual(['Access', 'resolved']);
  });
});
