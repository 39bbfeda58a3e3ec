import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { defaultPriority, type Policy, priorityWithWorkaround } from '../policy/policy.ts';
import { readPolicy } from '../policy/read.ts';
import { HOUR, MINUTE } from '../time/duration.ts';
import type { ClockName, Entry, TicketEventKind, TicketEvents } from '../timeline/entry.ts';
import { clocks } from './clock.ts';
import type { ClockReading } from './reading.ts';
import { owed } from './reminder.ts';

/** A request of a customer and what became of it, by the rules of a policy. */
function ticket(policy: Policy, at: string, change: Partial<TicketEvents['opened']> = {}) {
  const startedAt = Date.parse(at);
  const entries: Entry[] = [];
  const record = <K extends TicketEventKind>(kind: K, data: TicketEvents[K], when: number, who: 'staff' | 'customer') =>
    entries.push({ seq: entries.length + 1, kind, at: when, by: { kind: who, user: who }, data } as Entry);
  const tier = Object.keys(policy.tiers)[0] ?? '';
  const [type] = policy.requestTypes;
  const opened = { startedAt, tier, priority: defaultPriority(policy).key, requestType: type?.key ?? '', ...change };
  record('opened', { ...opened, policyVersion: policy.version }, startedAt, 'customer');
  const read = (now = startedAt) => clocks(entries, { policy }, now);
  return {
    startedAt,
    held: (hours: number, reason: string) => record('held', { reason }, startedAt + hours * HOUR, 'staff'),
    resumed: (hours: number) => record('resumed', {}, startedAt + hours * HOUR, 'staff'),
    read,
    clock: (name: ClockName, now?: number): ClockReading | undefined => read(now).find((one) => one.name === name),
    /** When a promise breaks, in UTC to the minute. */
    due(name: ClockName, now?: number): string | null {
      const at = this.clock(name, now)?.dueAt;
      return at === null || at === undefined ? null : new Date(at).toISOString().replace(':00.000Z', 'Z');
    },
  };
}

describe('Stakater service desk', () => {
  const policy = readPolicy('policies/stakater-service-desk.yml');
  const open = (priority?: string) => ticket(policy, '2026-03-06T10:00Z', priority ? { priority } : {});

  it.each([
    ['highest', 2, 24],
    ['high', 24, 48],
    ['medium', 72, 72],
    ['low', 96, 96],
    ['lowest', 120, 120],
  ])('promises %s a first response in %d h and a resolution in %d h', (priority, response, resolution) => {
    const read = open(priority).read();
    expect(read.map(({ name, targetMs }) => [name, targetMs / HOUR])).toEqual([
      ['first_response', response],
      ['resolution', resolution],
    ]);
  });

  it('takes medium when nothing is chosen, and one step less with a workaround', () => {
    expect(defaultPriority(policy).key).toBe('medium');
    expect(policy.priorities.map(({ key }) => priorityWithWorkaround(policy, key, true))).toEqual([
      'high',
      'medium',
      'low',
      'lowest',
      'lowest',
    ]);
  });

  it.each(['access', 'data'])('stops the resolution clock alone while it waits for %s', (reason) => {
    const waiting = open('highest');
    waiting.held(1, reason);
    const during = waiting.startedAt + 4 * HOUR;
    expect(waiting.clock('resolution', during)).toMatchObject({ state: 'paused', elapsedMs: HOUR });
    expect(waiting.clock('first_response', during)?.state).toBe('breached');
    waiting.resumed(6);
    expect(waiting.due('resolution', waiting.startedAt + 7 * HOUR)).toBe('2026-03-07T15:00Z');
  });

  it('lets the engineer on duty lower the priority after three hours without access or data', () => {
    const rules = policy.holdReasons.map(({ key, lowerPriorityAfter }) => [key, lowerPriorityAfter]);
    expect(rules).toEqual([
      ['access', 3 * HOUR],
      ['data', 3 * HOUR],
      ['third-party', null],
    ]);
    expect(policy.mayChangePriority).toEqual(['on_shift', 'assignee', 'lead']);
    expect(policy.rotations.support).toMatchObject({ role: 'first_line', label: 'Engineer on duty' });
  });
});

describe('Giant Swarm', () => {
  const policy = readPolicy('policies/giant-swarm.yml');

  it('counts what is critical around the clock, and questions on weekdays from 8 to 18', () => {
    const saturday = '2026-03-07T22:00+01:00';
    expect(ticket(policy, saturday, { priority: 'critical' }).due('first_response')).toBe('2026-03-07T21:10Z');
    expect(ticket(policy, saturday, { priority: 'critical' }).due('resolution')).toBe('2026-03-07T23:00Z');
    expect(ticket(policy, saturday).due('first_response')).toBe('2026-03-09T08:00Z');
    expect(ticket(policy, saturday).due('resolution')).toBeNull();
  });

  it('tells whoever is on after two minutes, and ops duty before ten are over', () => {
    const critical = ticket(policy, '2026-03-07T21:00Z', { priority: 'critical' });
    const heard = (minutes: number) => {
      const now = critical.startedAt + minutes * MINUTE;
      const notices = owed(critical.read(now), policy, [], now).notify;
      return notices.find(({ clock }) => clock.name === 'first_response')?.recipients;
    };
    expect(heard(1)).toBeUndefined();
    expect(heard(2)).toEqual(['on_shift', 'on_call']);
    expect(heard(6)).toContain('ops_duty');
    expect(heard(10)).toEqual(['on_call', 'sre', 'lead', 'channel']);
  });

  it('asks ops duty first, then the SRE of the week, and has somebody on call every day', () => {
    expect(policy.escalation.map(({ key }) => key)).toEqual(['ops-duty', 'sre', 'lead']);
    expect(policy.rotations.sre?.handoff).toMatchObject({ every: 'week', on: 'mon' });
    expect(policy.rotations['on-call']).toMatchObject({ role: 'on_call', windows: [], handoff: { every: 'day' } });
    expect(policy.rotations.support?.night).toBe('on-call');
  });
});

describe('Rackspace', () => {
  const policy = readPolicy('policies/rackspace-mpk.yml');
  const due = (at: string, priority: string, change = {}) =>
    ticket(policy, at, { priority, ...change }).due('first_response');

  it('answers urgent and high requests around the clock, also on Thanksgiving', () => {
    expect(due('2026-11-26T03:00-08:00', 'urgent')).toBe('2026-11-26T11:15Z');
    expect(due('2026-11-26T03:00-08:00', 'high')).toBe('2026-11-26T12:00Z');
  });

  it('answers normal requests in one business hour and low ones in one business day, Pacific time', () => {
    expect(due('2026-03-06T16:45-08:00', 'normal')).toBe('2026-03-09T15:45Z');
    expect(due('2026-11-25T10:00-08:00', 'low')).toBe('2026-11-27T18:00Z');
    expect(due('2026-07-02T16:30-07:00', 'normal'), 'Independence Day is kept on the Friday').toBe('2026-07-06T15:30Z');
  });

  it('promises nothing for billing, without a second environment, and for a resolution', () => {
    expect(due('2026-03-06T10:00-08:00', 'urgent', { requestType: 'administrative' })).toBeNull();
    expect(due('2026-03-06T10:00-08:00', 'urgent', { tier: 'supported' })).toBeNull();
    expect(ticket(policy, '2026-03-06T10:00-08:00').due('resolution')).toBeNull();
  });

  it('asks the junior engineer first, then the senior one, and the engagement manager in the end', () => {
    expect(policy.rotations.junior?.role).toBe('first_line');
    expect(policy.escalation.map(({ notify }) => notify)).toEqual([
      { rotation: 'senior' },
      { rotation: 'on-call' },
      { role: 'lead' },
    ]);
  });
});

it('every policy that comes along can be used as it is', () => {
  const files = readdirSync('policies').filter((file) => file.endsWith('.yml'));
  expect(files).toHaveLength(5);
  for (const file of files) expect(readPolicy(`policies/${file}`).version, file).toMatch(/^[0-9a-f]{12}$/);
});

it('every hold reason says what is waited for, since both labels follow “waiting for”', () => {
  for (const file of readdirSync('policies').filter((name) => name.endsWith('.yml'))) {
    const labels = readPolicy(`policies/${file}`).holdReasons.flatMap(({ label, customerLabel }) => [
      label,
      customerLabel,
    ]);
    expect(
      labels.filter((label) => /^wait/i.test(label)),
      file,
    ).toEqual([]);
  }
});
