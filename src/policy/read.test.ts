import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { DeskError } from '../errors.ts';
import { HOUR } from '../time/duration.ts';
import { defaultPriority, priorityWithWorkaround, targetOf } from './policy.ts';
import { readPolicy } from './read.ts';

const stakater = readPolicy('policies/stakater.yml');
const starterText = readFileSync('policies/starter.yml', 'utf8');
const starter = readPolicy('policies/starter.yml');

/** The faults of the starter policy after a change to its text. */
function faultsAfter(...changes: [from: string, to: string][]): string[] {
  const text = changes.reduce((changed, [from, to]) => {
    expect(changed).toContain(from);
    return changed.replace(from, to);
  }, starterText);
  try {
    readPolicy({ text, file: 'p.yml' });
  } catch (error) {
    expect(error).toBeInstanceOf(DeskError);
    expect((error as DeskError).code).toBe('invalid');
    return (error as DeskError).message.split('\n');
  }
  return [];
}

/** `line:column` of a word of the starter policy. */
function positionOf(context: string, word = context): string {
  const at = starterText.indexOf(context) + context.indexOf(word);
  const before = starterText.slice(0, at).split('\n');
  return `p.yml:${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
}

describe('the Stakater policy', () => {
  it.each([
    ['essential', 12, 12, 24, 24],
    ['advanced', 2, 4, 8, 24],
    ['premium', 1, 2, 4, 24],
  ])('promises %s customers their first response', (tier, ...promised) => {
    const inHours = ['critical', 'high', 'medium', 'low'].map((priority) => {
      const target = targetOf(stakater, { tier, priority, requestType: 'incident' }, 'first_response')?.target;
      return target?.kind === 'open' ? target.ms / HOUR : null;
    });
    expect(inHours).toEqual(promised);
  });

  it('serves essential customers on weekdays and the others around the clock', () => {
    expect(stakater.tiers.essential?.calendar.hours.sat).toBeUndefined();
    expect(stakater.tiers.advanced?.calendar.hours.sat).toEqual([['00:00', '24:00']]);
    expect(stakater.tiers.premium?.modes).toEqual(['ticket', 'video', 'chat', 'phone']);
  });

  it('takes medium when nothing is chosen and goes one step down with a workaround', () => {
    expect(defaultPriority(stakater).key).toBe('medium');
    const lowered = stakater.priorities.map(({ key }) => priorityWithWorkaround(stakater, key, true));
    expect(lowered).toEqual(['high', 'medium', 'low', 'low']);
    expect(priorityWithWorkaround(stakater, 'critical', false)).toBe('critical');
  });
});

describe('the starter policy', () => {
  it('uses every key a policy can have', () => {
    expect(starter.rotations.support).toMatchObject({ night: 'on-call', handover: true, turns: 'served' });
    expect(starter.holdReasons[0]).toMatchObject({
      pauses: ['next_response', 'resolution'],
      lowerPriorityAfter: 24 * HOUR,
    });
    expect(starter.autoCloseAfter).toBe(7 * 24 * HOUR);
    expect(starter.escalation[1]?.notify).toEqual({ rotation: 'on-call', layer: 'secondary' });
    expect(starter.escalation[2]?.notify).toEqual({ role: 'lead' });
  });

  it('lets a target name a calendar of its own', () => {
    const first = (priority: string) =>
      targetOf(starter, { tier: 'standard', priority, requestType: 'problem' }, 'first_response');
    expect(first('urgent')?.calendar.name).toBe('always');
    expect(first('normal')?.calendar.name).toBe('office');
    expect(first('low')?.target).toEqual({ kind: 'business_days', days: 2 });
  });

  it('promises nothing for request types without an SLA', () => {
    const billing = { tier: 'standard', priority: 'urgent', requestType: 'billing' };
    expect(targetOf(starter, billing, 'first_response')).toBeNull();
  });
});

describe('holidays out of an iCalendar file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'policy-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const read = (feed: string) => {
    writeFileSync(join(folder, 'holidays.ics'), feed);
    const text = starterText.replace('# holidays_from', 'holidays_from');
    return readPolicy({ text, file: join(folder, 'p.yml') });
  };

  it('are added to those of the list', () => {
    const feed = 'BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20261003\nEND:VEVENT\nEND:VCALENDAR\n';
    const policy = read(feed);
    expect(policy.calendars.office?.holidays).toEqual(['2026-10-03', '2026-12-25', '2026-12-26', '2027-01-01']);
    expect(policy.version).not.toBe(starter.version);
  });

  it('are refused at their place when the file is not there or is no calendar', () => {
    expect(() => read('<html>')).toThrow(/p\.yml:\d+:\d+ {2}holidays\.ics: This is no iCalendar file/);
    const faults = faultsAfter(['# holidays_from', 'holidays_from']);
    expect(faults).toEqual([
      expect.stringMatching(/holidays\.ics: it cannot be read — an iCalendar file beside the policy$/),
    ]);
  });
});

describe('holidays of a place', () => {
  const policy = readPolicy({ text: starterText.replace('# holidays_of', 'holidays_of'), file: 'p.yml' });

  it('are added to those of the list, which may name its own', () => {
    const { holidays = [], holidayNames = {} } = policy.calendars.office ?? {};
    expect(holidays).toEqual(expect.arrayContaining(['2026-01-06', '2026-06-04', '2026-12-26', '2027-01-01']));
    expect(holidayNames['2026-06-04']).toBe('Corpus Christi');
    expect(holidayNames['2027-01-01']).toBe('New Year');
    expect(policy.rotations.support?.holidays).toEqual(holidays);
  });
});

describe('what a policy leaves out', () => {
  const rotation = (change: [string, string]) =>
    readPolicy({ text: starterText.replace(...change), file: 'p.yml' }).rotations;

  it('is taken from the policy or from what is there', () => {
    expect(starter.rotations['on-call']).toMatchObject({ turns: 'calendar', windows: [], holidays: [], night: null });
    expect(rotation(['    turns: served\n', '']).support?.turns).toBe('served');
    expect(starter.rotations.support?.holidays).toEqual(starter.calendars.office?.holidays);
    expect(rotation(['{ every: day, at: 08:00 }', '{ every: hour, interval: 6 }'])['on-call']?.handoff).toEqual({
      every: 'hour',
      interval: 6,
      at: '08:00',
    });
  });

  it('is the zone of the policy for calendars and rotations without one', () => {
    const moved = readPolicy({ text: starterText.replace('timezone: Europe/Berlin', 'timezone: UTC'), file: 'p.yml' });
    expect([moved.calendars.always, moved.calendars.office].map((one) => one?.timezone)).toEqual([
      'UTC',
      'Europe/Berlin',
    ]);
    expect([moved.rotations['on-call'], moved.rotations.support].map((one) => one?.timezone)).toEqual([
      'UTC',
      'Europe/Berlin',
    ]);
  });

  it('adds hours up when a day is in two ranges', () => {
    const text = starterText.replace('hours: 24x7', 'hours: { mon-fri: 08:00-12:00, wed: 13:00-15:00 }');
    expect(readPolicy({ text, file: 'p.yml' }).calendars.always?.hours.wed).toEqual([
      ['08:00', '12:00'],
      ['13:00', '15:00'],
    ]);
  });
});

describe('the version', () => {
  it('is the same for the same rules in another order and with other comments', () => {
    const moved = starterText
      .replace('auto_close_after: 7d', '')
      .replace('timezone:', 'auto_close_after: 168h # a week\ntimezone:');
    expect(readPolicy({ text: moved, file: 'p.yml' }).version).toBe(starter.version);
    expect(starter.version).toMatch(/^[0-9a-f]{12}$/);
  });

  it('changes with any rule', () => {
    const changed = starterText.replace('normal: 4h', 'normal: 3h');
    expect(readPolicy({ text: changed, file: 'p.yml' }).version).not.toBe(starter.version);
  });
});

describe('a faulty policy', () => {
  it('is refused for what cannot be meant beside what cannot be read, but not for what may only seem so', () => {
    const said = (...changes: [string, string][]) => faultsAfter(...changes).map((fault) => fault.split('  ')[1]);
    const slips: [string, string][] = [
      ['low: 2bd }', 'low: 30m }'],
      ['this, {person}?', 'this, {persn}?'],
      ['at: 15m left', 'at: 900h left'],
      ['2026-11-28: 10:00-14:00', '2026-12-25: 10:00-14:00'],
    ];
    const faster = '"low" is promised faster than "normal", which is more severe — 4 h or more';
    const blank = 'nothing is known as {persn} here — {person}';
    const never = '"900h left" never comes — less than the longest target, 4 h';
    const closed = '2026-12-25 is a holiday and stays closed — another date, or a list of holidays without it';
    expect(said(...slips)).toEqual([closed, faster, never, blank]);

    const unread = '"two_down" is not right — one of one_step_down, none';
    const wrong: [string, string] = ['workaround: one_step_down', 'workaround: two_down'];
    expect(said(...slips, wrong)).toEqual([closed, unread, faster, never, blank]);
    const extra: [string, string] = ['auto_close_after: 7d', 'colour: blue'];
    expect(said(...slips, wrong, extra)).toEqual([
      closed,
      unread,
      faster,
      never,
      expect.stringContaining('"colour"'),
      blank,
    ]);

    const unpromised: [string, string] = ['first_response: { urgent: {', 'frist_response: { urgent: {'];
    expect(said(unpromised)).toEqual([expect.stringContaining('"frist_response" is not known here')]);
    expect(said(['pauses: [next_response, resolution]', 'pauses: [all]'])).toEqual([
      '"all" is not right — one of first_response, next_response, resolution',
    ]);
  });

  it('is refused with every fault at its line and column', () => {
    const faults = faultsAfter(
      ['workaround: one_step_down', 'workaround: two_down'],
      ['normal: 4h,', 'normal: 4x,'],
      ['    calendar: office\n    # What', '    calendar: offise\n    # What'],
      ['notify: { rotation: on-call }', 'notify: { rotation: oncall }'],
      ['role: first_line', 'rolle: first_line'],
    );
    const places = faults.map((fault) => fault.split('  ')[0]);
    expect(faults.every((fault) => /^p\.yml:\d+:\d+ {2}.+ — .+/.test(fault))).toBe(true);
    expect(places).toContain(positionOf('workaround: one_step_down', 'one_step_down'));
    expect(places).toContain(positionOf('normal: 4h', '4h'));
    expect(places).toContain(positionOf('    calendar: office\n    # What', 'office'));
    expect(places).toContain(positionOf('notify: { rotation: on-call }', 'on-call'));
    expect(places).toContain(positionOf('role: first_line', 'role'));
    expect(faults.map((fault) => fault.split('  ')[1]).join('\n')).toMatchInlineSnapshot(`
      ""two_down" is not right — one of one_step_down, none
      nobody serves as "on_shift" — a rotation with role: first_line, or another recipient
      there is no calendar "offise" — one of always, office
      "4x" is not a length of time — use a duration like 90s, 30m, 1.5h, 1h30m, 2d (48 hours) or PT1H30M
      nobody serves as "on_shift" — a rotation with role: first_line, or another recipient
      nobody serves as "on_shift" — a rotation with role: first_line, or another recipient
      nobody serves as "on_shift" — a rotation with role: first_line, or another recipient
      there is no rotation "oncall" — one of support, on-call
      "role" is missing — one of first_line, ops_duty, on_call, sre, lead
      "rolle" is not known here — one of label, role, timezone, handoff, anchor, windows, turns, calendar, layers, absences, swaps, required_hours, notices, handover, night, user_group"
    `);
  });

  it.each<[string, [string, string], string]>([
    [
      'an unknown priority in a target',
      ['normal: 1bd', 'mormal: 1bd'],
      'there is no priority "mormal" — one of urgent, normal, low',
    ],
    [
      'an unknown calendar of a target',
      ['target: 1h, calendar: always', 'target: 1h, calendar: x'],
      'there is no calendar "x" — one of always, office',
    ],
    [
      'an unknown calendar of a rotation',
      ['calendar: office\n    # skip', 'calendar: x\n    # skip'],
      'there is no calendar "x" — one of always, office',
    ],
    [
      'a layer that the rotation does not have',
      ['layer: secondary', 'layer: tertiary'],
      '"on-call" has no layer "tertiary" — one of primary, secondary',
    ],
    [
      'an unknown night rotation',
      ['night: on-call', 'night: owls'],
      'there is no rotation "owls" — one of support, on-call',
    ],
    [
      'a rotation that hands the night to itself',
      ['night: on-call', 'night: support'],
      'a rotation cannot hand the night to itself — another rotation',
    ],
    [
      'a recipient nobody serves as',
      ['to: [on_shift] }', 'to: [ops_duty] }'],
      'nobody serves as "ops_duty" — a rotation with role: ops_duty, or another recipient',
    ],
    ['a key twice', ['key: question', 'key: billing'], 'the key "billing" is there twice — a key of its own'],
    ['a second default', ['label: A question }', 'label: A question, default: true }'], 'a second default — only one'],
    [
      'an unknown zone',
      ['timezone: Europe/Berlin\n\n', 'timezone: Europe/Bern\n\n'],
      '"Europe/Bern" is not right — an IANA time zone like Europe/Berlin',
    ],
    [
      'a working day that ends before it begins',
      ['evening: 18:00', 'evening: 08:59'],
      'the morning begins at 09:00 — a later time',
    ],
    [
      'a reminder at the end of the day before',
      ['day_before: 15:00', 'day_before: 24:00'],
      'at midnight that day is over — a time like 15:00',
    ],
    ['a notice at no time', ['morning: 09:00', 'morning: 9'], '"9" is not right — a time like 08:00, at most 24:00'],
    ['a missing key', ['    accept_within: 15m\n', ''], '"accept_within" is missing — a length of time like 15m'],
    [
      'a number for a length of time',
      ['accept_within: 15m', 'accept_within: 15'],
      '"15" is not right — a length of time like 15m',
    ],
    [
      'a number for a moment',
      ['at: 50%', 'at: 50'],
      '"50" is not right — a share of the target like 80%, or time left like 15m left',
    ],
    [
      'a word for a list',
      ['pauses: [next_response, resolution]', 'pauses: resolution'],
      '"resolution" is not right — a list like [one, another]',
    ],
    [
      'a key with a capital',
      ['  always:\n', '  Always:\n'],
      '"Always" is not right — a key of small letters, digits, - and _',
    ],
    ['a weekly hand-off without a day', [', on: mon', ''], 'the weekday of the hand-off is missing — a day like mon'],
    ['a date that is none', ['[2026-12-25,', '[2027-02-30,'], '"2027-02-30" is not right — a day like 2026-12-24'],
    [
      'a named date that is none',
      ['date: 2027-01-01, name', 'date: 2027-02-30, name'],
      '"2027-02-30" is not right — a day like 2026-12-24',
    ],
    [
      'a country that is none',
      ['# holidays_of: DE-BY', 'holidays_of: DE-XX'],
      'DE-XX: "XX" is no region of DE: one of BB, BE, BW, BY, HB, HE, HH, MV, NI, NW, RP, SH, SL, SN, ST, TH — a country like US, or a region like DE-BY',
    ],
    [
      'a day that is none',
      ['mon-thu: 08', 'mon-thur: 08'],
      '"mon-thur" is no day — mon, tue, wed, thu, fri, sat, sun or a range like mon-fri',
    ],
    [
      'hours that end before they start',
      ['mon-thu: 08:00-18:00', 'mon: 18:00-08:00'],
      '18:00 to 08:00 is no opening time — HH:MM, the end after the start',
    ],
    [
      'reachable hours over midnight',
      ['reachable: { mon-fri: 07:00-20:00 }', 'reachable: { mon: 22:00-06:00 }'],
      '22:00 to 06:00 is no opening time — HH:MM, the end after the start',
    ],
    [
      'reachable hours without an hour',
      ['reachable: { mon-fri: 07:00-20:00 }', 'reachable: {}'],
      'it never opens — at least one open hour in a week or on an extra day',
    ],
    [
      'a lower priority that is promised faster',
      ['resolution: { urgent: 8h, normal: 5bd }', 'resolution: { urgent: 8h, normal: 5bd, low: 2bd }'],
      '"low" is promised faster than "normal", which is more severe — 5 business days or more',
    ],
    [
      'a reminder of what nobody promises',
      ['      next_response: { urgent: 2h, normal: 1bd }\n', ''],
      'it never comes, for no tier promises a next_response — a target for it',
    ],
    [
      'a reminder after the end',
      ['at: 75%', 'at: 120%'],
      '"120%" is no moment to remind — a share of the target like 80% (below 100), or time left like 15m left',
    ],
  ])('names %s', (_, change, message) => {
    const faults = faultsAfter(change);
    expect(faults.map((fault) => fault.split('  ')[1])).toContain(message);
  });

  it('names a reminder that never comes, also when one of two targets is too short for it', () => {
    const nextResponse = (targets: string): [string, string] => ['next_response: { urgent: 2h, normal: 1bd }', targets];
    const reminder: [string, string] = ['at: 75%, to', 'at: 4h left, to'];
    expect(faultsAfter(nextResponse('next_response: { urgent: 2h, normal: 4h }'), reminder)).toEqual([
      `${positionOf('at: 75%', '75%')}  "4h left" never comes — less than the longest target, 4 h`,
    ]);
    expect(faultsAfter(nextResponse('next_response: { urgent: 2h, normal: 4h1m }'), reminder)).toEqual([]);
    expect(faultsAfter(reminder)).toEqual([]);
  });

  it('names a calendar that never opens', () => {
    const faults = faultsAfter([
      'hours: 24x7',
      'hours: { mon: 08:00-09:00 }\n    breaks: [{ days: [mon], from: 07:00, to: 10:00 }]',
    ]);
    expect(faults.join()).toContain('it never opens — at least one open hour in a week or on an extra day');
  });

  it('is refused when it is no YAML, at the place where reading stopped', () => {
    expect(faultsAfter(['name: Our support', 'name: [Our support'])[0]).toMatch(/^p\.yml:\d+:\d+ {2}.+ — valid YAML$/);
  });

  it('is refused when it is empty or not there', () => {
    expect(() => readPolicy({ text: '', file: 'p.yml' })).toThrow(/"name" is missing/);
    expect(() => readPolicy('policies/none.yml')).toThrow(/policies\/none\.yml cannot be read: there is no such file/);
    expect(() => readPolicy('policies')).toThrow('policies cannot be read: it is a folder. Name a file.');
  });

  it.each([
    [
      'a name that nothing has',
      'name: *none',
      'p.yml:1:7  nothing before it is called &none — the name of something above',
    ],
    [
      'names of names of names',
      [
        'a: &a [1,1,1,1,1,1,1,1]',
        ...[...'bcdef'].map((to, i) => `${to}: &${to} [${`*${'abcde'[i]},`.repeat(8)}]`),
      ].join('\n'),
      'p.yml:1:1  its aliases repeat each other without end — what they stand for, written out',
    ],
    [
      'lists in lists in lists',
      `name: x\ntiers: ${'['.repeat(20_000)}${']'.repeat(20_000)}`,
      'p.yml:1:1  it is nested too deep to be read — a few maps and lists in each other',
    ],
    [
      'maps in maps in maps',
      Array.from({ length: 60 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'),
      'p.yml:1:1  it is nested too deep to be read — a few maps and lists in each other',
    ],
    [
      'a name that all maps have',
      'name: x\ntiers:\n  __proto__: { label: x }\n  constructor: { label: y }',
      'p.yml:3:3  "__proto__" can be no name — another name\np.yml:4:3  "constructor" can be no name — another name',
    ],
    ['two documents', 'name: a\n---\nname: b', 'p.yml:2:1  a second document begins here — one document in a file'],
  ])('is refused for %s', (_, text, fault) => {
    expect(() => readPolicy({ text, file: 'p.yml' })).toThrow(new DeskError('invalid', fault));
  });

  it('may name what is written once and used again', () => {
    const text = starterText
      .replace('name: Our support', 'name: &ours Our support')
      .replace('label: Standard', 'label: *ours');
    expect(readPolicy({ text, file: 'p.yml' }).tiers.standard?.label).toBe('Our support');
  });

  it('is not read when it is no text or too large, and of what is no YAML at all only the beginning is told', () => {
    const folder = mkdtempSync(join(tmpdir(), 'policy-'));
    const file = join(folder, 'p.yml');
    const read = (content: string | Buffer) => () => {
      writeFileSync(file, content);
      readPolicy(file);
    };
    try {
      expect(read(Buffer.from([0x61, 0, 0xff]))).toThrow(
        'p.yml cannot be read: it is no text. Save it as text (UTF-8).',
      );
      expect(read('a: b\n'.repeat(300_000))).toThrow(
        'p.yml cannot be read: it is larger than 1 MB, which no such file needs to be. Shorten it.',
      );
      expect(read('a: b: c: d\n"\n'.repeat(500))).toThrow(/^(.+ — .+\n){0,9}.+ — .+$/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('is refused in words, each with its place, whatever was damaged', () => {
    const lines = starterText.split('\n');
    const junk = fc.constantFrom('', '~', '[]', '{}', '7', 'x: y', '- 1', '"', '&a *a', '!!set {}', '<<: 3', '? a');
    const damage = fc.tuple(fc.nat(lines.length - 1), fc.constantFrom('drop', 'value', 'line', 'indent'), junk);
    fc.assert(
      fc.property(fc.array(damage, { minLength: 1, maxLength: 4 }), (damages) => {
        const damaged = [...lines];
        for (const [at, how, what] of damages) {
          const line = lines[at] ?? '';
          if (how === 'drop') damaged[at] = '';
          if (how === 'value') damaged[at] = line.replace(/: .*$/, `: ${what}`);
          if (how === 'line') damaged[at] = line.replace(/\S.*$/, what);
          if (how === 'indent') damaged[at] = `  ${line}`;
        }
        try {
          expect(readPolicy({ text: damaged.join('\n'), file: 'p.yml' }).version).toMatch(/^[0-9a-f]{12}$/);
        } catch (error) {
          if (!(error instanceof DeskError)) throw error;
          for (const fault of error.message.split('\n')) expect(fault).toMatch(/^p\.yml:\d+:\d+ {2}.+ — .+$/);
        }
      }),
      { numRuns: 200 },
    );
  });
});
