import { expect, it } from 'vitest';
import type { Message } from '../../simulator/protocol.ts';
import { tickets, timeline, timers } from '../../src/tables.ts';
import { shown } from '../world/claims.ts';
import { startWorld, type World } from '../world/world.ts';

const PROMISED = 'first_response: { critical: 1h, high: 2h, medium: 4h';
const promise = (medium: string) => (text: string) =>
  text.replace(/first_response: \{ critical: 1h, high: 2h, medium: \w+/, PROMISED.replace('4h', medium));

const due = (time: string) => ['First response due', `Mon 2 Mar 2026, ${time} CET`];
const late = (time: string) => ['First response was due', `Mon 2 Mar 2026, ${time} CET`];
const card = (w: World, ...words: string[]) => w.in('#triage').expect(['Assign…', ...words]);

/** The desk starts again with a changed policy. */
async function policyChanges(w: World, edit: (text: string) => string): Promise<void> {
  await w.changePolicy(edit);
  await w.restart();
}

/** What `/ticket due` says of one clock of a ticket, with times alone. */
async function explained(w: World, clock = 'First response'): Promise<string[]> {
  await w.types('bo', '/ticket due 1');
  const answer = shown({ text: '', ...w.slack.ephemerals('UBO').at(-1) } as Message);
  const lines = answer
    .split('\n')
    .map((line) => line.replace(/<!date\^[^|]*\|Mon 2 Mar 2026, (\d\d:\d\d) CET>/g, '$1'));
  const [promise, ...rest] = lines.slice(lines.findIndex((line) => line.startsWith(`*${clock}: `)));
  const next = rest.findIndex((line) => line.startsWith('*'));
  return [promise ?? '', ...rest.slice(0, next < 0 ? rest.length : next)];
}

const rowsOf = (w: World) => w.running.desk.db.reader.sql;
const moves = async (w: World) =>
  (await rowsOf(w).select().from(timeline)).filter(({ kind }) => kind === 'policy_changed');

it('moves open tickets to the new promise, shows it on both cards, and tells the team once what it did', async () => {
  await using w = await startWorld({ at: '2026-03-02T09:00' });
  const { ts } = await w.opensTicket('ana', '#acme-support', 'disk is filling up', { priority: 'medium' });
  const former = w.running.desk.policy.version;
  await w.until('2026-03-02T10:00');
  await policyChanges(w, promise('2h'));
  const { version } = w.running.desk.policy;
  card(w, 'disk is filling up', ...due('11:00'));
  w.in('#acme-support').expect(['SUP-1', 'First answer by', 'Mon 2 Mar 2026, 11:00 CET'], { thread: ts });
  w.in('#triage').expect(['A new version of the policy *Stakater support*', 'Of 1 open ticket: 1 due earlier.']);
  expect(await moves(w)).toMatchObject([
    { ticketId: 1, by: { kind: 'desk' }, data: { from: former, to: version }, at: w.running.desk.policySince },
  ]);
  expect(await explained(w)).toEqual([
    expect.stringContaining(
      `First response: 2 h in the hours of calendar around-the-clock (Europe/Berlin), policy ${version}`,
    ),
    "Started 09:00 with the customer's message",
    'Counted from 09:00 to 10:00: 1 h',
    `Policy ${version} took over from ${former} 10:00; what it promises counts from the start`,
    'Used 1 h of 2 h (50 %)',
    'Due 11:00',
  ]);
  await w.restart();
  expect(w.in('#triage').count('A new version of the policy')).toBe(1);
  expect(await moves(w)).toHaveLength(1);

  await w.until('2026-03-02T11:01');
  w.in('#triage').expect(['disk is filling up', 'was due', 'Lead']);
  expect(w.in('#triage').count('Lead: ')).toBe(1);
  w.ignorePosts();
});

it('tells a breach that the new policy made, once, and keeps what was late before', async () => {
  await using w = await startWorld({ at: '2026-03-02T09:00' });
  w.ignorePosts();
  await w.opensTicket('ana', '#acme-support', 'disk is filling up', { priority: 'medium' });
  await w.until('2026-03-02T12:00');
  await policyChanges(w, promise('2h'));
  card(w, 'disk is filling up', ...late('11:00'));
  w.in('#triage').expect(['1 due earlier', '❗ 1 late now']);
  expect(w.in('#triage').count('Lead: ')).toBe(1);

  const [broken] = [w.running.desk.policy.version];
  await w.until('2026-03-02T13:00');
  await policyChanges(w, promise('8h'));
  const { version } = w.running.desk.policy;
  card(w, 'disk is filling up', ...late('11:00'));
  expect(w.in('#triage').count('Lead: ')).toBe(1);
  const lines = await explained(w);
  expect(lines).toContain(
    `Policy ${version} took over from ${broken} 13:00; it was late by then, and what was promised before counts`,
  );
  expect(lines).toContain('Broken since 12:00');
});

it('leaves what was answered with the version that promised it', async () => {
  await using w = await startWorld({ at: '2026-03-02T09:00' });
  w.ignorePosts();
  const { ts } = await w.opensTicket('ana', '#acme-support', 'disk is filling up', { priority: 'medium' });
  const { version } = w.running.desk.policy;
  await w.until('2026-03-02T11:30');
  await w.says('bo', '#acme-support', 'Looking.', ts);
  await policyChanges(w, promise('2h'));
  expect((await explained(w))[0]).toContain(
    `First response: 4 h in the hours of calendar around-the-clock (Europe/Berlin), policy ${version}`,
  );
  expect((await explained(w)).at(-1)).toBe('Met 11:30');
  w.in('#triage').expectNone('A new version of the policy');
});

it('brings a calendar edited while a ticket waits to bear as soon as it goes on', async () => {
  const resolution = `${PROMISED}, low: 24h }\n      resolution: { medium: 8h }`;
  await using w = await startWorld({
    at: '2026-03-02T09:00',
    editPolicy: (t) => t.replace(`${PROMISED}, low: 24h }`, resolution),
  });
  w.ignorePosts();
  await w.opensTicket('ana', '#acme-support', 'disk is filling up', { priority: 'medium' });
  await w.until('2026-03-02T10:00');
  await w.clicks('bo', card(w, 'disk is filling up'), 'Hold…');
  await w.submits('bo', { reason: 'access' });
  await policyChanges(w, (text) =>
    text.replace(/around-the-clock: \{[^}]*\}/, 'around-the-clock: { hours: { mon-sun: 06:00-15:00 } }'),
  );
  card(w, 'Resolution paused', ...due('13:00'));
  await w.until('2026-03-02T11:00');
  await w.clicks('bo', card(w, 'disk is filling up'), 'Resume');
  card(w, 'Resolution due', 'Tue 3 Mar 2026, 09:00 CET');
});

it('calls what the new policy dropped by the name it had', async () => {
  await using w = await startWorld({ at: '2026-03-02T09:00' });
  w.ignorePosts();
  const { ts } = await w.opensTicket('ana', '#acme-support', 'disk is filling up', { priority: 'high' });
  await policyChanges(w, (text) =>
    text.replace(/ {2}- key: high\n(?: {4}.*\n)+/, '').replaceAll(/\bhigh: [^,}]*, /g, ''),
  );
  await w.until('2026-03-02T09:10');
  const [theirs, ours] = [w.in('#acme-support').expect(['*SUP-1*', 'opened by'], { thread: ts }), card(w, 'SUP-1')];
  expect(shown(theirs)).toContain('🟠 High · opened by Ana');
  expect(shown(ours)).toContain('🟠 High · Acme');
});

it('goes on to wait for a reason that the new policy does not have', async () => {
  const resolution = `${PROMISED}, low: 24h }\n      resolution: { medium: 8h }`;
  await using w = await startWorld({
    at: '2026-03-02T09:00',
    editPolicy: (t) => t.replace(`${PROMISED}, low: 24h }`, resolution),
  });
  w.ignorePosts();
  const { ts } = await w.opensTicket('ana', '#acme-support', 'disk is filling up', { priority: 'medium' });
  await w.until('2026-03-02T10:00');
  await w.clicks('bo', card(w, 'disk is filling up'), 'Hold…');
  await w.submits('bo', { reason: 'access' });
  await policyChanges(w, (text) => text.replace(/(hold_reasons:\n +- (?:\{ )?key: )access/, '$1entry'));
  await w.until('2026-03-03T09:00');
  card(w, 'Resolution paused', 'Access to their environment');
  w.in('#acme-support').expect(['Waiting for you: *access to your environment*'], { thread: ts });
  w.in('#triage').expectNone('resolution was due');
  await w.says('ana', '#acme-support', 'you should be in now', ts);
  card(w, 'Resolution due', 'Tue 3 Mar 2026, 16:00 CET');
});

it('returns to the former promise with the former policy', async () => {
  await using w = await startWorld({ at: '2026-03-02T09:00' });
  w.ignorePosts();
  await w.opensTicket('ana', '#acme-support', 'disk is filling up', { priority: 'medium' });
  await w.until('2026-03-02T09:30');
  await policyChanges(w, promise('2h'));
  card(w, 'disk is filling up', ...due('11:00'));
  await policyChanges(w, promise('4h'));
  card(w, 'disk is filling up', ...due('13:00'));
  await policyChanges(w, promise('2h'));
  card(w, 'disk is filling up', ...due('11:00'));
  expect(await moves(w)).toHaveLength(3);
  expect(w.in('#triage').count('A new version of the policy')).toBe(3);
});

it('moves a resolved ticket when it is reopened, and its closing at once', async () => {
  const promises = (days: number, hours: number) => (text: string) =>
    text
      .replace(
        /(first_response: \{ critical: 1h[^\n]*\n)(\s+resolution: [^\n]*\n)?/,
        `$1      resolution: { medium: ${hours}h }\n`,
      )
      .replace(/auto_close_after: .*/, `auto_close_after: ${days}d`);
  await using w = await startWorld({ at: '2026-03-02T09:00', editPolicy: promises(3, 8) });
  w.ignorePosts();
  await w.opensTicket('ana', '#acme-support', 'disk is filling up', { priority: 'medium' });
  await w.clicks('bo', card(w, 'disk is filling up'), 'Resolve…');
  await w.submits('bo', { note: 'Done.' });
  const closesAt = async () =>
    (await rowsOf(w).select().from(timers)).find(({ name }) => name === 'ticket-auto-close')?.dueAt;
  const three = (await closesAt()) as number;
  await policyChanges(w, promises(5, 6));
  expect(((await closesAt()) as number) - three).toBe(2 * 24 * 60 * 60_000);
  expect(await moves(w)).toEqual([]);
  await w.until('2026-03-02T10:00');
  await w.clicks('bo', w.in('#triage').expect(['SUP-1', 'Reopen']), 'Reopen');
  expect(await moves(w)).toMatchObject([{ at: w.clock.now() }]);
  expect((await explained(w, 'Resolution'))[0]).toContain('Resolution: 6 h ');
});

it('leaves a ticket whose tier the new policy does not know with the version that promised it', async () => {
  await using w = await startWorld({ at: '2026-03-02T09:00' });
  w.ignorePosts();
  await w.opensTicket('ana', '#acme-support', 'disk is filling up', { priority: 'medium' });
  await policyChanges(w, (text) => promise('2h')(text).replace(/\n {2}premium:/, '\n  platinum:'));
  card(w, 'disk is filling up', ...due('13:00'));
  expect(await moves(w)).toEqual([]);
  expect((await w.running.health()).policy).toMatchObject({ ticketsToRecompute: 0 });
});

it('keeps promises where the policy says so, and lets reminders follow', async () => {
  const keep = (text: string) => `${text}\nopen_tickets: keep\n`;
  await using w = await startWorld({ at: '2026-03-02T09:00', editPolicy: keep });
  w.ignorePosts();
  await w.opensTicket('ana', '#acme-support', 'disk is filling up', { priority: 'medium' });
  const [before] = (await rowsOf(w).select().from(timers)).filter(({ name }) => name === 'ticket-look');
  await policyChanges(w, (text) => promise('2h')(text).replace(/(first_response:\n\s+- \{ at: )[^,]+/, '$125%'));
  card(w, 'disk is filling up', ...due('13:00'));
  expect(await moves(w)).toEqual([]);
  const [after] = (await rowsOf(w).select().from(timers)).filter(({ name }) => name === 'ticket-look');
  expect(after?.dueAt).toBe(w.clock.now() - (w.clock.now() % 3_600_000) + 3_600_000);
  expect(after?.dueAt).toBeLessThan(before?.dueAt as number);
});

it('puts a ticket with an unreadable history aside and goes on with the others', async () => {
  await using w = await startWorld({ at: '2026-03-02T09:00' });
  w.ignorePosts();
  await w.opensTicket('ana', '#acme-support', 'disk is filling up', { priority: 'medium' });
  await w.opensTicket('ana', '#acme-support', 'login is slow', { priority: 'medium' });
  await w.changePolicy(promise('2h'));
  await w.restart(async () => {
    const { default: BetterSqlite3 } = await import('better-sqlite3');
    const db = new BetterSqlite3(w.config.databaseUrl.replace(/^file:/, ''));
    db.prepare("update timeline set data = '{' where ticket_id = 1").run();
    db.close();
  });
  card(w, 'login is slow', ...due('11:00'));
  expect((await w.running.health()).policy).toMatchObject({ ticketsToRecompute: 0 });
  await w.advance({ minutes: 5 });
  expect((await w.running.health()).timers).toMatchObject({ parked: 1 });
  expect(await rowsOf(w).select().from(timers)).toContainEqual(
    expect.objectContaining({ name: 'ticket-look', key: '1', parkedAt: expect.any(Number) }),
  );
  const ours = await rowsOf(w).select().from(tickets);
  expect(ours.map(({ policyVersion }) => policyVersion === w.running.desk.policy.version)).toEqual([false, true]);
});
