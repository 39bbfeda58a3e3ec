import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { freePort } from '../../demo/free-port.ts';
import type { Slack } from '../../simulator/start.ts';
import { exportCustomers, importCustomers } from '../../src/customers/service.ts';
import { inTransaction } from '../../src/db/database.ts';
import { calendarLinks } from '../../src/tables.ts';
import { readCalendar } from '../fixtures/icalendar.ts';
import { berlin, type Person, startWorld, type World, ZONE } from '../world/world.ts';

const settings = () => ({ publicUrl: 'https://desk.example.com' });
const at = '2026-03-02T09:00';

/** The links that the person's form shows, by what they are for. */
function shownTo(w: World, person: Person): Map<string, string> {
  const text = JSON.stringify(w.slack.views(`U${person.toUpperCase()}`).at(-1)?.blocks ?? []);
  const shown = text.matchAll(/\*([^*]+)\*\\n`https:\/\/desk\.example\.com(\/calendar\/[\w-]{43}\.ics)`/g);
  return new Map([...shown].map(([, label = '', path = '']) => [label, path]));
}

async function linksOf(w: World, person: Person): Promise<Map<string, string>> {
  await w.types(person, '/oncall calendar');
  return shownTo(w, person);
}

async function renew(w: World, person: Person, rotation: string): Promise<void> {
  await w.as(person).clickInView({ text: 'New link', value: JSON.stringify({ rotation }) });
  await w.settle();
}

const get = (w: World, path = '', init: RequestInit = {}) =>
  fetch(`http://127.0.0.1:${w.running.webPort ?? w.config.port}${path}`, init);

const read = async (w: World, path: string | undefined) => readCalendar(await (await get(w, path)).text());

const local = (instant: number) => DateTime.fromMillis(instant, { zone: ZONE }).toFormat("MM-dd'T'HH:mm");

/** What a calendar shows of a stretch, one line an event. */
const lines = (events: { summary: string; from: number; to: number }[], from: string, to: string) =>
  events
    .filter((event) => event.from >= berlin(from) && event.from < berlin(to))
    .map((event) => `${local(event.from)} ${local(event.to)} ${event.summary}`);

async function cover(w: World, user: string, from: string, to: string): Promise<void> {
  await w.types('dee', '/oncall cover');
  const seconds = (reading: string) => berlin(reading) / 1000;
  await w.submits('dee', { rotation: 'support', user, from: seconds(from), to: seconds(to) });
}

describe('/oncall calendar', () => {
  it('gives a person a link to their own shifts and one to each rotation, and shows them once', async () => {
    await using w = await startWorld({ at, settings });
    const links = await linksOf(w, 'bo');
    expect([...links.keys()]).toEqual(['My shifts', 'Weekday support', 'On-call', 'Ops duty']);
    expect(new Set(links.values()).size).toBe(4);
    expect([...(await linksOf(w, 'bo')).keys()]).toEqual([]);
    expect(JSON.stringify(w.slack.views('UBO').at(-1))).toContain('link made');
  });

  it('says what the operator must set where nobody said how the desk is reached', async () => {
    await using w = await startWorld({ at });
    await w.types('bo', '/oncall calendar');
    expect(JSON.stringify(w.slack.ephemerals('UBO').at(-1))).toContain('set PUBLIC_URL and restart me');
    expect(w.slack.views('UBO')).toEqual([]);
  });

  it('stands on the answer to /oncall me as a button', async () => {
    await using w = await startWorld({ at, settings });
    await w.types('bo', '/oncall me', '#triage');
    const whisper = w.slack.ephemerals('UBO').at(-1);
    await w.as('bo').click(whisper?.channel ?? '', whisper?.ts ?? '', { text: 'Calendar' });
    await w.settle();
    expect(shownTo(w, 'bo').size).toBe(4);
  });

  it('stands in the Home tab as a button', async () => {
    await using w = await startWorld({ at, settings });
    w.as('bo').openHome();
    await w.settle();
    await w.as('bo').clickHome({ text: 'Calendar' });
    await w.settle();
    expect(shownTo(w, 'bo').size).toBe(4);
  });

  it('is for staff', async () => {
    await using w = await startWorld({
      at,
      settings,
      editPeople: (text) => text.replace('  UCY: staff\n', '').replace('[UCY]', '[]'),
    });
    await w.types('cy', '/oncall calendar');
    expect(JSON.stringify(w.slack.ephemerals('UCY').at(-1))).toContain('Only support staff can');
  });
});

describe('a calendar', () => {
  it('shows the shifts of its person as they are after covers, and keeps the ids of what moved', async () => {
    await using w = await startWorld({ at, settings });
    w.ignorePosts();
    const bo = (await linksOf(w, 'bo')).get('My shifts');
    const fay = (await linksOf(w, 'fay')).get('My shifts');
    const before = await read(w, bo);
    expect(before.name).toBe("Bo's shifts");
    expect(lines(before.events, '2026-03-02T00:00', '2026-03-07T00:00')).toEqual([
      '03-02T09:00 03-02T18:00 Weekday support',
      '03-04T08:00 03-04T18:00 Weekday support',
      '03-06T08:00 03-06T18:00 Weekday support',
    ]);
    await cover(w, 'UFAY', '2026-03-04T12:00', '2026-03-04T18:00');
    const after = await read(w, bo);
    expect(lines(after.events, '2026-03-04T00:00', '2026-03-05T00:00')).toEqual([
      '03-04T08:00 03-04T12:00 Weekday support',
    ]);
    expect(lines((await read(w, fay)).events, '2026-03-04T12:00', '2026-03-05T00:00')).toEqual([
      '03-04T12:00 03-04T18:00 Weekday support',
    ]);
    const onWednesday = ({ events }: typeof before) => events.find(({ from }) => local(from) === '03-04T08:00');
    expect(onWednesday(after)?.uid).toBe(onWednesday(before)?.uid);
    expect(onWednesday(after)?.sequence).toBeGreaterThan(onWednesday(before)?.sequence ?? Number.NaN);
    expect(onWednesday(after)?.lastModified).toBe(w.clock.now());
  });

  it('of a rotation names whoever is on, and says where nobody is', async () => {
    await using w = await startWorld({
      at,
      settings,
      editPeople: (text) => text.replace('ops-duty: [UCY]', 'ops-duty: []'),
    });
    const links = await linksOf(w, 'dee');
    const support = await read(w, links.get('Weekday support'));
    expect(lines(support.events, '2026-03-05T00:00', '2026-03-10T00:00')).toEqual([
      '03-05T08:00 03-05T18:00 Fay: Weekday support',
      '03-06T08:00 03-06T18:00 Bo: Weekday support',
      '03-09T08:00 03-09T18:00 Fay: Weekday support',
    ]);
    const duty = await read(w, links.get('Ops duty'));
    expect(lines(duty.events, '2026-03-09T00:00', '2026-03-16T00:00')).toEqual([
      '03-09T08:00 03-16T08:00 Nobody: Ops duty',
    ]);
  });

  it('keeps hand-offs at their time of day when the clock changes', async () => {
    await using w = await startWorld({ at: '2026-03-27T09:00', settings });
    w.ignorePosts();
    const onCall = (await linksOf(w, 'eli')).get('On-call');
    const spring = (await read(w, onCall)).events.find(({ from }) => local(from) === '03-28T08:00');
    expect((spring?.to ?? 0) - (spring?.from ?? 0)).toBe(23 * 3_600_000);
  });

  it('goes on after a restart, with the same text', async () => {
    await using w = await startWorld({ at, settings });
    const link = (await linksOf(w, 'bo')).get('Weekday support');
    const before = await (await get(w, link)).text();
    await w.restart();
    expect(await (await get(w, link)).text()).toBe(before);
  });
});

describe('a link', () => {
  it('made anew ends the one before it at once', async () => {
    await using w = await startWorld({ at, settings });
    const first = await linksOf(w, 'bo');
    await w.types('bo', '/oncall calendar');
    await renew(w, 'bo', '');
    const second = shownTo(w, 'bo');
    expect([...second.keys()]).toEqual(['My shifts']);
    expect((await get(w, first.get('My shifts'))).status).toBe(404);
    expect((await get(w, first.get('On-call'))).status).toBe(200);
    expect((await get(w, second.get('My shifts'))).status).toBe(200);
  });

  it('ends when a lead ends it, and nobody else may', async () => {
    await using w = await startWorld({ at, settings });
    const links = await linksOf(w, 'bo');
    await w.types('cy', '/oncall calendar @bo');
    expect(JSON.stringify(w.slack.ephemerals('UCY').at(-1))).toContain('Only leads can');
    await w.types('dee', '/oncall calendar @bo');
    expect(JSON.stringify(w.slack.views('UDEE').at(-1))).toContain('Own shifts');
    expect(JSON.stringify(w.slack.views('UDEE').at(-1))).not.toContain('desk.example.com');
    await w.as('dee').clickInView({ text: 'End all of them' });
    await w.settle();
    expect(JSON.stringify(w.slack.views('UDEE').at(-1))).toContain('has no calendar links');
    for (const path of links.values()) expect((await get(w, path)).status).toBe(404);
  });

  it('ends with its owner, and stays ended when they come back', async () => {
    await using w = await startWorld({ at, settings });
    const link = (await linksOf(w, 'cy')).get('My shifts');
    const leaving = (text: string) => text.replace('  UCY: staff\n', '').replace('[UCY]', '[]');
    await w.importPeople(leaving);
    expect((await get(w, link)).status).toBe(404);
    await w.importPeople((text) => text);
    expect((await get(w, link)).status).toBe(404);
  });

  it('ends with its owner also when nobody reads it meanwhile', async () => {
    await using w = await startWorld({ at, settings });
    const link = (await linksOf(w, 'cy')).get('My shifts');
    await w.importPeople((text) => text.replace('  UCY: staff\n', '').replace('[UCY]', '[]'));
    await w.importPeople((text) => text);
    expect((await get(w, link)).status).toBe(404);
  });

  it('is looked at with what its owner may do now, however they left', async () => {
    await using w = await startWorld({ at, settings });
    const link = (await linksOf(w, 'cy')).get('My shifts');
    await inTransaction(w.running.desk, async (tx) => {
      const file = await exportCustomers(tx);
      const { UCY: _, ...staff } = file.staff;
      await importCustomers(tx, { ...file, staff });
    });
    expect((await get(w, link)).status).toBe(404);
  });

  it('is kept as a hash that opens nothing', async () => {
    await using w = await startWorld({ at, settings });
    const links = [...(await linksOf(w, 'bo')).values()];
    const kept = JSON.stringify(await w.running.desk.db.reader.sql.select().from(calendarLinks));
    for (const path of links) expect(kept).not.toContain(path.slice('/calendar/'.length, -'.ics'.length));
    const [{ hash = '' } = {}] = JSON.parse(kept) as { hash?: string }[];
    expect((await get(w, `/calendar/${hash.slice(0, 43)}.ics`)).status).toBe(404);
  });

  it('of a deactivated account shows nothing, and is gone for good', async () => {
    await using w = await startWorld({ at, settings });
    const link = (await linksOf(w, 'cy')).get('My shifts');
    w.slack.changePerson('UCY', { deleted: true });
    await w.settle();
    expect((await get(w, link)).status).toBe(404);
    w.slack.changePerson('UCY', { deleted: false });
    await w.settle();
    expect((await get(w, link)).status).toBe(404);
  });
});

const overHttp = async (slack: Slack) => {
  const port = await freePort();
  slack.setDelivery({ mode: 'http', requestUrl: `http://127.0.0.1:${port}/slack/events` });
  return { ...settings(), appToken: undefined, signingSecret: slack.signingSecret, port };
};

describe.each([
  ['by socket', settings],
  ['over HTTP', overHttp],
])('to calendar programs, where Slack reaches us %s, a calendar', (_, mode) => {
  it('has the manners of HTTP', async () => {
    await using w = await startWorld({ at, settings: mode });
    const link = (await linksOf(w, 'bo')).get('Weekday support');
    const answer = await get(w, link);
    const body = await answer.text();
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/calendar; charset=utf-8']);
    expect(answer.headers.get('cache-control')).toMatch(/^private/);
    const etag = answer.headers.get('etag') ?? '';
    const asked = (mark: string) => get(w, link, { headers: { 'if-none-match': mark } });
    expect((await asked(etag)).status).toBe(304);
    expect((await asked(`"other", W/${etag}`)).status).toBe(304);
    expect((await asked('"other"')).status).toBe(200);
    const head = await get(w, link, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([
      200,
      String(Buffer.byteLength(body)),
      '',
    ]);
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'PROPFIND']) {
      const refused = await get(w, link, { method });
      expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    }
    expect((await get(w, '/health')).status).toBe(200);
  });

  it('answers alike for links that were ended, never were, or are no links', async () => {
    await using w = await startWorld({ at, settings: mode });
    const ended = (await linksOf(w, 'bo')).get('My shifts');
    await w.types('bo', '/oncall calendar');
    await renew(w, 'bo', '');
    const answers = await Promise.all(
      [ended, `/calendar/${'x'.repeat(43)}.ics`, '/calendar/', '/calendar/..%2f', `${ended}/more`, '/calendar/%zz'].map(
        async (path) => {
          const answer = await get(w, path);
          const headers = [...answer.headers].filter(([name]) => name !== 'date');
          return JSON.stringify([answer.status, headers, await answer.text()]);
        },
      ),
    );
    expect(new Set(answers).size).toBe(1);
    expect(JSON.parse(answers[0] as string)[0]).toBe(404);
    expect((await get(w, '/elsewhere')).status).toBe(404);
  });

  it('is told to wait when it asks more than it needs', async () => {
    await using w = await startWorld({ at, settings: mode });
    const link = (await linksOf(w, 'bo')).get('My shifts');
    for (let i = 0; i < 30; i += 1) expect((await get(w, link)).status).toBe(200);
    const limited = await get(w, link);
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '60']);
    w.ignorePosts();
    await w.advance({ minutes: 1 });
    expect((await get(w, link)).status).toBe(200);
  });
});
