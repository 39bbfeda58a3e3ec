import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { answers } from './batch.ts';

async function all(lines: string[], policy?: string): Promise<Record<string, unknown>[]> {
  const found: Record<string, unknown>[] = [];
  for await (const answer of answers(lines, policy)) found.push(JSON.parse(answer) as Record<string, unknown>);
  return found;
}

const calendar = { timezone: 'Europe/Berlin', hours: { mon: [['09:00', '17:00']] } };
const due = { op: 'due', calendar, start: '2026-03-02T08:00:00Z', target: '4h' };
const elapsed = { op: 'elapsed', calendar, start: '2026-03-02T08:00:00Z', end: '2026-03-02T09:30:00Z' };
const rotation = {
  timezone: 'UTC',
  members: ['ana', 'bo'],
  handoff: { every: 'week', interval: 1, at: '08:00', on: 'mon' },
  anchor: '2026-01-05T08:00',
};

it('answers line by line, in order, and goes on after a bad line', async () => {
  const at = '2026-01-14T00:00:00Z';
  const range = { from: '2026-01-12T00:00:00Z', to: '2026-01-13T00:00:00Z' };
  const questions = [
    due,
    elapsed,
    { op: 'who', rotation, overrides: [], at },
    { op: 'shifts', rotation, range },
    { op: 'handovers', rotation, at, count: 2 },
  ];
  const lines = questions.map((question) => JSON.stringify(question));
  expect(await all([...lines.slice(0, 2), '{"op":', '', ...lines.slice(2)])).toEqual([
    { due: '2026-03-02T12:00:00Z' },
    { ms: 5_400_000 },
    { error: 'This line is no JSON. Write one JSON object on each line.', line: 3 },
    { error: 'This line is no JSON. Write one JSON object on each line.', line: 4 },
    { user: 'bo' },
    {
      shifts: [
        { start: '2026-01-12T00:00:00Z', end: '2026-01-12T08:00:00Z', user: 'ana' },
        { start: '2026-01-12T08:00:00Z', end: '2026-01-13T00:00:00Z', user: 'bo' },
      ],
    },
    { handovers: ['2026-01-19T08:00:00Z', '2026-01-26T08:00:00Z'] },
  ]);
});

it.each([
  ['[]', 'This line is no JSON object. Write it like {"op":"due", …}.'],
  ['null', 'This line is no JSON object. Write it like {"op":"due", …}.'],
  ['{}', 'The op is missing. Use one of due, elapsed, who, shifts, handovers.'],
  ['{"op":"toString"}', 'The op is "toString". Use one of due, elapsed, who, shifts, handovers.'],
  ['{"op":["due"]}', 'The op is ["due"]. Use one of due, elapsed, who, shifts, handovers.'],
])('says what is wrong with %s', async (text, error) => {
  expect(await all([text])).toEqual([{ error, line: 1 }]);
});

it('reads a first line with a byte order mark and lines with white space', async () => {
  expect(await all([`\uFEFF${JSON.stringify(due)}`, ` ${JSON.stringify(elapsed)}\r`])).toEqual([
    { due: '2026-03-02T12:00:00Z' },
    { ms: 5_400_000 },
  ]);
});

it('knows the calendars of a policy by name, and says so where there is none', async () => {
  const question = JSON.stringify({ ...due, calendar: 'office' });
  expect(await all([question], 'policies/stakater.yml')).toEqual([{ due: '2026-03-02T12:00:00Z' }]);
  expect(await all([question])).toEqual([
    { error: 'There is no calendar "office": name a policy with --policy.', line: 1 },
  ]);
});

it('answers the questions of the documentation as it says', async () => {
  const text = readFileSync('docs/policies.md', 'utf8');
  const questions = text.split('\n').filter((line) => line.startsWith('{"op":') && !line.includes('…'));
  expect(await all(questions, 'policies/stakater.yml')).toEqual([
    { due: '2026-01-05T09:00:00Z' },
    { ms: 5_400_000 },
    { user: 'cy' },
  ]);
  expect(text).toContain('`{"due":"2026-01-05T09:00:00Z"}`');
});

it('survives every damage to a question with one answer to a line, none of them out of time', async () => {
  const parts = [due, elapsed, { op: 'who', rotation, at: due.start }, { op: 'shifts', rotation, range: {} }];
  const junk = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.constantFrom('', '-1h', '1e99d', '0001-01-01T00:00:00Z', '9999-12-31T23:59:59Z', -1, 1e308, null, [[]]),
    fc.date({ noInvalidDate: false }).map(String),
  );
  const question = fc
    .tuple(fc.constantFrom(...parts), fc.constantFrom('calendar', 'start', 'end', 'target', 'pauses', 'at'), junk)
    .map(([part, key, value]) => JSON.stringify({ ...part, [key]: value }));
  const damagedRotation = fc
    .tuple(fc.constantFrom('members', 'handoff', 'anchor', 'windows', 'turns', 'timezone', 'holidays'), junk)
    .map(([key, value]) => JSON.stringify({ op: 'who', rotation: { ...rotation, [key]: value }, at: due.start }));
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(question, damagedRotation, fc.string()), { maxLength: 5 }), async (lines) => {
      const found = await all(lines);
      expect(found).toHaveLength(lines.length);
      for (const [i, answer] of found.entries()) {
        if ('error' in answer) expect(answer).toEqual({ error: expect.stringMatching(/\S/), line: i + 1 });
        else expect(JSON.stringify(answer)).toMatch(/^\{"(due":"20|ms":\d|user":)/);
      }
    }),
    { numRuns: 300 },
  );
});
