import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DateTime } from 'luxon';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as absences from '../absences/slack.ts';
import { MovableClock } from '../clock.ts';
import * as coverRequests from '../cover-requests/slack.ts';
import { readPeople } from '../customers/customer.ts';
import { sqliteColumns } from '../db/columns.ts';
import { type Database, inTransaction, type Tx } from '../db/database.ts';
import { openDatabase } from '../db/open.ts';
import type { Content } from '../outbox/post.ts';
import { outboxTables } from '../outbox/tables.ts';
import type { RotationRule as RotationTerms } from '../policy/policy.ts';
import { readPolicy } from '../policy/read.ts';
import { shiftsChanged } from '../rotations/jobs.ts';
import { importPeople } from '../rotations/people.ts';
import { currentMembers, onNow } from '../rotations/service.ts';
import { collectListeners } from '../slack/listener.ts';
import { keepPerson } from '../slack/people.ts';
import * as swapRequests from '../swap-requests/slack.ts';
import { clearTimer, timerDueAt } from '../timers/timers.ts';
import { coverForm, endCover, openOrder, orderForm } from './ids.ts';
import * as service from './service.ts';
import * as oncall from './slack.ts';
import * as views from './views.ts';

const policy = readPolicy('policies/stakater.yml');
const berlin = (local: string) => DateTime.fromISO(local, { zone: 'Europe/Berlin' }).toMillis();
const home = { teamId: 'T1', enterpriseId: null, botUserId: 'UBOT', botId: 'B1', url: 'https://example.slack.com/' };
const names = { UDEE: 'Dee', UANA: 'Ana', UBO: 'Bo', UELI: 'Eli' };
const file = readPeople({
  staff: { UDEE: 'lead', UANA: 'staff', UBO: 'staff', UELI: 'staff' },
  rotations: { support: ['UANA', 'UBO'], 'on-call': ['UELI'] },
});

let folder: string;
let db: Database;
let clock: MovableClock;
const heard = collectListeners();
for (const feature of [coverRequests, swapRequests, absences, oncall]) feature.listen(heard, { policy } as never);
const { commands, buttons, forms } = heard.routes;
const here = { channel: 'C1', message: null, form: null };

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'oncall-'));
  db = openDatabase(join(folder, 'desk.db'));
  clock = new MovableClock({ at: berlin('2026-01-05T09:00'), held: true });
  await transact(async (tx) => {
    for (const [id, name] of Object.entries(names)) await keepPerson(tx, { id, team_id: 'T1', name }, home);
    await importPeople(tx, policy, file);
  });
});

afterEach(async () => {
  await db.close();
  rmSync(folder, { recursive: true });
});

const transact = <T>(work: (tx: Tx) => Promise<T>) => inTransaction({ db, clock }, work);

/** What is said, with Slack's dates as their fallbacks. */
const readable = (content: Content) => content.text.replace(/<!date\^\d+\^[^|]*\|([^>]*)>/g, '⟨$1⟩');

/** The texts of what is said, block by block. */
const shownIn = ({ blocks = [] }: Content): string[] =>
  (blocks as { text?: { text: string }; elements?: { text: unknown }[] }[]).flatMap(({ text, elements = [] }) =>
    text ? [text.text] : elements.flatMap((each) => (typeof each.text === 'string' ? [each.text] : [])),
  );

async function ask(words: string, who = 'UANA') {
  const answer = await transact(async (tx) => commands.get('/oncall')?.(tx, words, who, here));
  return answer as Exclude<typeof answer, undefined> as never as { say: Content } | { open: unknown };
}
const said = async (words: string, who?: string) => readable(((await ask(words, who)) as { say: Content }).say);

async function submit(fields: Record<string, unknown>, who = 'UANA') {
  const read = coverForm.fields.parse(fields);
  return transact(async (tx) => forms.get(coverForm.id)?.run(tx, {}, read as never, who));
}
const cover = {
  rotation: 'support',
  user: 'UELI',
  from: berlin('2026-01-06T12:00') / 1000,
  to: berlin('2026-01-06T18:00') / 1000,
  replaces: 'UBO',
};

describe('/oncall', () => {
  it('names who is on everywhere', async () => {
    expect(await said('')).toBe(
      '*Weekday support* Ana until ⟨Mon 5 Jan 2026, 18:00 CET⟩, then Eli (On-call)\n*On-call* Eli\n*Ops duty* nobody\n*Lead* Dee',
    );
  });

  it('says of every rotation until when, and who is next; of a week from eight to six by weeks', async () => {
    const desk = { policy: readPolicy('policies/giant-swarm.yml') };
    await transact(async (tx) => {
      const rotations = {
        support: ['UANA', 'UBO'],
        'on-call': ['UELI', 'UBO'],
        'ops-duty': ['UANA', 'UBO'],
        sre: ['UELI', 'UBO'],
      };
      await importPeople(tx, desk.policy, readPeople({ staff: file.staff, rotations }));
      expect(readable(await service.now(desk, tx, 'UANA')).split('\n')).toEqual([
        '*First line* Ana until ⟨Mon 5 Jan 2026, 18:00 CET⟩, then Eli (On-call)',
        '*On-call* Eli until ⟨Tue 6 Jan 2026, 08:00 CET⟩, then Bo',
        '*Ops duty* Ana until ⟨Mon 5 Jan 2026, 18:00 CET⟩, then Eli (On-call)',
        '*SRE of the week* Eli until ⟨Mon 12 Jan 2026, 08:00 CET⟩, then Bo',
        '*Lead* Dee',
      ]);
      const next = JSON.stringify(await service.next(desk, tx, 'UANA')).replace(/<!date[^|]*\|([^>]*)>/g, '$1');
      expect(next).toContain(
        '*Ops duty*: Mon 12 Jan 2026, 08:00 CET Bo · Mon 19 Jan 2026, 08:00 CET Ana · Mon 26 Jan 2026, 08:00 CET Bo',
      );
    });
  });

  it('week names every rotation, and on which day who takes over', async () => {
    const answer = (await ask('week')) as { say: Content };
    expect(shownIn(answer.say)).toEqual([
      '*Weekday support*\nnow Ana · Tue 6 Bo · Wed 7 Ana · Thu 8 Bo · Fri 9 Ana · Mon 12 Bo',
      '*On-call*\nnow Eli',
      '*Ops duty*\nnobody in the next seven days\n❗ nobody Mon 5 Jan, 09:00 – Mon 12 Jan, 09:00',
    ]);
  });

  it('next names every rotation', async () => {
    const answer = (await ask('next')) as { say: Content };
    expect(shownIn(answer.say).map((text) => text.split(':')[0])).toEqual([
      '*Weekday support*',
      '*On-call*',
      '*Ops duty*',
    ]);
  });

  it('names thirty rotations, and counts those for which a message has no room', () => {
    const terms = Object.values(policy.rotations)[0] as RotationTerms;
    const duty = { user: 'UANA', from: 0, until: 1, why: { kind: 'outside_windows' as const } };
    const board = (count: number) => {
      const lines = Array.from({ length: count }, (_, i) => ({ terms, label: `Rotation ${i + 1}`, duty, next: null }));
      return shownIn(views.board({ lines, leads: [] }, { name: () => 'Ana', zone: 'Europe/Berlin', now: 0 }));
    };
    expect(
      board(30)
        .join('\n')
        .match(/\*Rotation \d+\*/g),
    ).toHaveLength(30);
    const many = board(300).join('\n');
    const named = many.match(/\*Rotation \d+\*/g)?.length ?? 0;
    expect(many).toContain(`and ${300 - named} more`);
  });

  it('says until when nobody is on', async () => {
    clock.moveTo(berlin('2026-01-09T19:00'));
    expect(await said('')).toContain('*Weekday support* nobody until ⟨Mon 12 Jan 2026, 08:00 CET⟩, then Bo\n');
  });

  it('me names my shifts', async () => {
    expect((await said('me')).split('\n').slice(0, 3).join('\n')).toBe(
      'You are on *Weekday support* until ⟨Mon 5 Jan 2026, 18:00 CET⟩.\n' +
        'Next: *Weekday support* Wed 7 Jan, 08:00–18:00.\n' +
        'Then: *Weekday support* Fri 9 Jan, 08:00–18:00.',
    );
    expect(await said('ME', 'UELI')).toBe('You are on *On-call*.');
    expect(await said('me', 'UDEE')).toBe('You are in no rotation. A lead can add you.');
  });

  it('offers what it understands for a word it does not know', async () => {
    const answer = (await ask('swop')) as { say: Content };
    expect(answer.say.text).toBe("I don't know “swop”. Did you mean one of these?");
    expect(JSON.stringify(answer.say.blocks)).toMatch(/oncall swap`.*oncall away`.*oncall history`/s);
    expect(await said('help')).toBe('What `/oncall` understands:');
  });

  it('is for staff', async () => {
    await expect(ask('', 'UCUSTOMER')).rejects.toThrow('Only support staff can see who is on call.');
    await expect(ask('cover', 'UCUSTOMER')).rejects.toThrow('Only support staff');
  });
});

describe('covering a shift', () => {
  const posts = async () => {
    const { posts } = outboxTables(sqliteColumns);
    return (await db.reader.sql.select().from(posts)).map((post) => `${post.lane} ${readable(post.content)}`);
  };

  it('changes who is on, and tells those it concerns once', async () => {
    await submit(cover);
    await submit(cover);
    expect((await onNow(db.reader, policy, 'support', berlin('2026-01-06T13:00'))).user).toBe('UELI');
    const line =
      'Eli covers *Weekday support* for Bo from ⟨Tue 6 Jan 2026, 12:00 CET⟩ to ⟨Tue 6 Jan 2026, 18:00 CET⟩. Arranged by Ana.';
    expect(await posts()).toEqual([expect.stringContaining(line), expect.stringContaining(line)]);
  });

  it('says who stays on where nobody else follows', async () => {
    const listed = JSON.stringify(await ask('next'));
    expect(listed).toContain('*On-call*: Eli stays on');
    expect(listed).toContain('*Ops duty*: nobody in the next weeks');
  });

  it('is listed with what comes next, and can be taken back there', async () => {
    await submit(cover);
    const listed = JSON.stringify(await ask('next'));
    expect(listed).toContain('Eli covers *Weekday support* for Bo');
    const button = buttons.get(endCover.id);
    const { coverId } = JSON.parse(/\{\\"coverId\\":\d+\}/.exec(listed)?.[0].replaceAll('\\"', '"') as string);
    const answer = await transact(async (tx) => button?.run(tx, { coverId }, 'UBO', here));
    expect(JSON.stringify(answer)).not.toContain('covers');
    expect((await onNow(db.reader, policy, 'support', berlin('2026-01-06T13:00'))).user).toBe('UBO');
  });
});

describe('the order of a rotation', () => {
  const press = (who: string) =>
    transact(async (tx) => buttons.get(openOrder.id)?.run(tx, { rotation: 'support' }, who, here));
  const save = (users: string[], who: string) =>
    transact(async (tx) => forms.get(orderForm.id)?.run(tx, { rotation: 'support' }, { users } as never, who));

  it('is shown to leads and changed by them', async () => {
    expect(await press('UDEE')).toMatchObject({
      open: { blocks: [{}, { element: { initial_users: ['UANA', 'UBO'] } }] },
    });
    await save(['UBO', 'UELI'], 'UDEE');
    expect(await currentMembers(db.reader, 'support')).toEqual(['UBO', 'UELI']);
  });

  it('is offered to leads alone', async () => {
    expect(JSON.stringify(await ask('next', 'UDEE'))).toContain(openOrder.id);
    expect(JSON.stringify(await ask('next'))).not.toContain(openOrder.id);
  });

  it('is for leads only, also when the form is sent in by somebody else', async () => {
    await expect(press('UANA')).rejects.toThrow('Only leads');
    await expect(save(['UANA'], 'UANA')).rejects.toThrow('Only leads');
    expect(await currentMembers(db.reader, 'support')).toEqual(['UANA', 'UBO']);
  });

  it('and covers leave behind that all must follow, and changing nothing does not', async () => {
    const follows = () =>
      transact(async (tx) => {
        const dueAt = await timerDueAt(tx, shiftsChanged, {});
        await clearTimer(tx, shiftsChanged, {});
        return dueAt !== null;
      });
    await follows();
    await save(['UBO', 'UELI'], 'UDEE');
    expect(await follows()).toBe(true);
    await save(['UBO', 'UELI'], 'UDEE');
    expect(await follows()).toBe(false);
    await submit({ ...cover, replaces: undefined });
    expect(await follows()).toBe(true);
    await submit({ ...cover, replaces: undefined });
    expect(await follows()).toBe(false);
  });
});

it('nothing here is for customers, whatever they send', async () => {
  const values: Record<string, unknown> = { requestId: 1, absenceId: 1, coverId: 1, rotation: 'support', what: 'now' };
  for (const [id, { run }] of buttons)
    await expect(
      transact(async (tx) => run(tx, values, 'UCUSTOMER', here)),
      id,
    ).rejects.toThrow(/^Only (support )?(staff|leads)/);
  for (const [id, { run }] of forms) {
    const at = { rotation: 'support', user: 'UANA', from: berlin('2026-01-07T08:00'), to: berlin('2026-01-07T18:00') };
    const fields = {
      ...at,
      users: ['UANA'],
      shift: at,
      mine: at,
      theirs: { ...at, user: 'UBO' },
      first: '2026-01-07',
      last: '2026-01-07',
    };
    const sent = transact(async (tx) => run(tx, values, { ...fields, cover: 'ask' } as never, 'UCUSTOMER'));
    await expect(sent, id).rejects.toThrow(/^Only (support )?(staff|leads)/);
  }
});
