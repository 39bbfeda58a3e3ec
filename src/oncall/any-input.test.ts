import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type RotationDesk, rotationDesk } from '../../test/fixtures/rotation-desk.ts';
import * as absences from '../absences/slack.ts';
import * as coverRequests from '../cover-requests/slack.ts';
import { readPeople } from '../customers/customer.ts';
import { DeskError } from '../errors.ts';
import { comingShifts } from '../rotations/coming.ts';
import { shiftValue } from '../rotations/ids.ts';
import { importPeople } from '../rotations/people.ts';
import { shifts } from '../rotations/rotation.ts';
import { layerNames } from '../rotations/rule.ts';
import { rotationOf } from '../rotations/service.ts';
import { collectListeners } from '../slack/listener.ts';
import * as swapRequests from '../swap-requests/slack.ts';
import * as tables from '../tables.ts';
import * as oncall from './slack.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = Date.parse('2026-01-05T09:00+01:00');
const people = ['UANA', 'UBO', 'UCY', 'UELI', 'UDEE', 'USTRANGER'];
const file = readPeople({
  staff: { UDEE: 'lead', UANA: 'staff', UBO: 'staff', UCY: 'staff', UELI: 'staff' },
  rotations: { support: ['UANA', 'UBO'], 'on-call': ['UELI', 'UCY', 'UBO'], 'ops-duty': ['UCY'] },
  channels: { handover: 'CHANDOVER' },
});

const person = fc.constantFrom(...people);
const rotation = fc.constantFrom('support', 'on-call', 'ops-duty', 'removed');
/** From a month ago on, also at a clock change and out of all sight. */
const moment = fc.oneof(
  fc.integer({ min: -30 * 24, max: 95 * 24 }).map((hours) => START + hours * HOUR),
  fc.constantFrom(START, Date.parse('2026-03-29T01:00Z'), Date.parse('2026-03-29T00:30Z'), START + 700 * DAY, 9e12),
);
const date = fc.constantFrom('2025-12-01', '2026-01-05', '2026-01-06', '2026-01-09', '2026-03-29', '9998-12-31');
const pick = fc.tuple(fc.nat(40), fc.nat(40));
const cover = fc.record({
  rotation,
  layer: fc.constantFrom(undefined, 'first', 'other'),
  user: person,
  from: moment,
  to: moment,
  replaces: fc.option(person, { nil: undefined }),
});
const soon = fc
  .tuple(cover, fc.nat(90), fc.integer({ min: 1, max: 72 }))
  .map(([each, start, hours]) => ({ ...each, from: START + start * HOUR, to: START + (start + hours) * HOUR }));
const away = fc.record({ first: date, last: date, cover: fc.constantFrom('ask', 'later') });
const users = fc.array(person, { maxLength: 4 });
const aRequest = fc.record({ requestId: fc.integer({ min: 1, max: 2 }) });

/** What somebody sends in: a word, a button with its value, or a form with its fields, some of them shifts out of a list. */
const sent = fc.oneof(
  fc.record({ form: fc.constant('rotation-cover'), fields: fc.oneof(cover, soon) }),
  fc.record({ form: fc.constant('rotation-order'), about: fc.record({ rotation }), fields: fc.record({ users }) }),
  fc.record({ form: fc.constant('absence-away'), fields: away }),
  fc.record({ form: fc.constantFrom('cover-request-ask', 'swap-request-ask'), pick }),
  fc.record({ button: fc.constantFrom('cover-request-take', 'cover-request-withdraw'), value: aRequest }),
  fc.record({
    button: fc.constantFrom('swap-request-accept', 'swap-request-decline', 'swap-request-withdraw'),
    value: aRequest,
  }),
  fc.record({
    button: fc.constant('rotation-end-cover'),
    value: fc.record({ coverId: fc.integer({ min: 1, max: 2 }) }),
  }),
  fc.record({ button: fc.constant('absence-end'), value: fc.record({ absenceId: fc.integer({ min: 1, max: 2 }) }) }),
  fc.record({ words: fc.constantFrom('', 'me', 'week', 'next', 'history', 'swap', 'away', 'ask', 'cover') }),
  fc.record({ passHours: fc.integer({ min: 1, max: 72 }) }),
);
type Sent = typeof sent extends fc.Arbitrary<infer S> ? S : never;

/** The fields of a form as Slack hands them over: of a list the shifts that are in it now. */
async function fieldsOf(d: RotationDesk, step: Extract<Sent, { form: string }>): Promise<unknown> {
  if (!('pick' in step)) return step.fields;
  const coming = await d.transact((tx) => comingShifts(tx, d.policy, tx.now));
  const [mine, theirs] = step.pick.map((n) => coming[n % coming.length]).map((shift) => shift && shiftValue(shift));
  return step.form === 'swap-request-ask' ? { mine, theirs } : { shift: mine };
}

/** Does it as Slack's edge does. Every refusal is a sentence. */
async function sends(d: RotationDesk, who: string, step: Sent, fields: unknown): Promise<void> {
  const heard = collectListeners();
  for (const feature of [coverRequests, swapRequests, absences, oncall]) feature.listen(heard, d as never);
  const { forms, buttons, commands } = heard.routes;
  const here = { channel: 'C1', message: null, form: null };
  try {
    await d.transact(async (tx): Promise<unknown> => {
      if ('words' in step) return commands.get('/oncall')?.(tx, step.words, who, here);
      if ('button' in step) return buttons.get(step.button)?.run(tx, step.value, who, here);
      if (!('form' in step)) return d.clock.moveTo(d.clock.now() + step.passHours * HOUR);
      const form = forms.get(step.form);
      const read = 'pick' in step ? form?.id.fields.safeParse(fields).data : fields;
      return read && form?.run(tx, 'about' in step ? step.about : {}, read as never, who);
    });
  } catch (error) {
    if (!(error instanceof DeskError) || error.code === 'internal') throw error;
    expect(error.message).toMatch(/^(?!.*\b(undefined|NaN|null)\b).*[.!?]$/s);
  }
}

/** When everybody serves in the next hundred days. */
async function served(d: RotationDesk): Promise<Map<string, string>> {
  const found = new Map(people.map((user) => [user, '']));
  const at = d.clock.now();
  for (const key of Object.keys(d.policy.rotations)) {
    const read = await rotationOf(d.db.reader, d.policy, key, at);
    for (const layer of layerNames(read.rule))
      for (const { user, from, to } of shifts(read, at, at + 100 * DAY, layer))
        if (user) found.set(user, `${found.get(user)} ${key} ${layer} ${from} ${to}`);
  }
  return found;
}

const { overrides, coverRequests: asked, swapRequests: swaps, posts, rotationHistory } = tables;
const rowsOf = (d: RotationDesk) =>
  Promise.all(
    [overrides, asked, swaps, tables.absences, posts, rotationHistory].map(
      async (table) => (await d.db.reader.sql.select().from(table)).length,
    ),
  );

it('whatever is sent in is refused in a sentence or done once, and a cover or swap moves nobody who does not hear of it', async () => {
  const steps = fc.array(fc.tuple(person, sent), { minLength: 4, maxLength: 14 });
  const layers = fc.constantFrom<string[]>([], ['first', 'other']);
  await fc.assert(
    fc.asyncProperty(steps, fc.constantFrom('skip' as const, 'flag' as const), layers, async (all, absent, layers) => {
      const d = await rotationDesk('2026-01-05T09:00', file.rotations, { absences: absent, layers });
      try {
        await d.transact((tx) => importPeople(tx, d.policy, file));
        for (const [who, step] of all) {
          const fields = 'form' in step ? await fieldsOf(d, step) : undefined;
          const [was, owed] = [await served(d), (await d.told()).length];
          await sends(d, who, step, fields);
          if ('passHours' in step) continue;
          const [is, rows] = [await served(d), await rowsOf(d)];
          const told = (await d.told()).slice(owed).map(([lane]) => lane);
          const moved = people.filter((user) => user !== who && was.get(user) !== is.get(user));
          if (/cover|swap/.test(JSON.stringify(step)) && !('fields' in step && 'first' in step.fields))
            expect([step, who, told]).toEqual([step, who, expect.arrayContaining(moved)]);
          await sends(d, who, step, fields);
          expect([step, who, await rowsOf(d)]).toEqual([step, who, rows]);
        }
      } finally {
        await d.close();
      }
    }),
    { numRuns: 30 },
  );
}, 60_000);
