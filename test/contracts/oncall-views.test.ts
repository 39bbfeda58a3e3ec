import { expect, it } from 'vitest';
import { validateBlocks } from '../../simulator/blocks/validate.ts';
import { validateView } from '../../simulator/blocks/view.ts';
import { awayModal, keptNote } from '../../src/absences/views.ts';
import { askModal, leadNotice, putOnModal, requestPost } from '../../src/cover-requests/views.ts';
import { customerHome } from '../../src/home/public-views.ts';
import { staffHome } from '../../src/home/views.ts';
import type { Coming } from '../../src/oncall/board.ts';
import { historyOf } from '../../src/oncall/changes.ts';
import * as views from '../../src/oncall/views.ts';
import { readPolicy } from '../../src/policy/read.ts';
import { shiftValue } from '../../src/rotations/ids.ts';
import { coverNotice } from '../../src/rotations/telling.ts';
import { askedMessage, swapModal } from '../../src/swap-requests/views.ts';

const policy = readPolicy('policies/stakater.yml');
const [terms] = Object.values(policy.rotations) as [Coming['terms']];
const now = 1_772_000_000_000;
const say = { name: (user: string) => `${user} ${'x'.repeat(80)}`, zone: policy.timezone, now };
const duty = { user: 'ana', from: now, until: now + 3_600_000, why: { kind: 'outside_windows' as const } };
const kept = { id: 1, rotation: terms.key, from: now, to: now + 1, user: 'ana', createdAt: now, createdBy: 'bo' };

const many = <T>(value: T): T[] => Array.from({ length: 60 }, () => value);

const label = 'x'.repeat(80);
const shift = { rotation: terms.key, layer: 'second', user: 'U012ABCDEF', label, from: now, to: now + 1 };
const own = { now: many({ label, until: now, shift }), next: many(shift) };
const week = {
  terms,
  label,
  stints: many({ user: 'ana', from: now + 1, to: now + 2 }),
  gaps: many({ from: now, to: now + 1 }),
};
const change = {
  seq: 1,
  at: now,
  by: 'bo',
  rotation: terms.key,
  kind: 'members_changed' as const,
  data: { before: [], after: many('bo') },
};
const note = 'x'.repeat(500);
const absence = { ...shift, id: 1, note, createdAt: now, createdBy: 'bo' };
const request = {
  ...shift,
  id: 1,
  note,
  askedAt: now,
  state: 'open' as const,
  takenBy: null,
  settledBy: null,
  settledAt: null,
  steps: [],
};
const swap = {
  ...{
    id: 1,
    rotation: terms.key,
    layer: null,
    user: 'ana',
    mineFrom: now,
    mineTo: now,
    other: 'bo',
    theirsFrom: now,
    theirsTo: now,
  },
  ...{ note, askedAt: now, state: 'asked' as const, settledAt: null },
};
const board = { lines: many({ terms, label, duty, next: { user: 'bo', label } }), leads: many('dee') };
const choice = { mine: many(shift), theirs: many(shift), chosen: shiftValue(shift), who: 'ana', atOnce: false, ...say };

it.each([
  [
    'the board',
    views.board(
      { lines: many({ terms, label: terms.label, duty, next: { user: 'bo', label: 'On-call' } }), leads: many('dee') },
      say,
    ),
  ],
  ['the board of a policy without rotations', views.board({ lines: [], leads: [] }, say)],
  ['my shifts', views.own(own, say)],
  ['the week', views.week(many(week), say)],
  ['the history', historyOf(many(change), policy, say)],
  ['a request for cover', requestPost({ request, label, ...say })],
  ['a request that goes to the lead', leadNotice({ request, label, ...say })],
  ['a swap', askedMessage({ request: swap, label, ...say })],
  [
    'what comes next',
    views.coming(
      many({ terms, layers: many({ label, now: 'ana', turns: many(kept) }), covers: many(kept) }),
      say,
      true,
    ),
  ],
  ['the notice of a cover', coverNotice(kept, { ...say, label: terms.label })],
  ['the help', views.help('x'.repeat(5000))],
])('%s keeps within the limits of a message, however much there is', (_, { text, blocks }) => {
  expect(text).not.toBe('');
  expect(validateBlocks(blocks ?? [], 'message')).toEqual([]);
});

it.each([
  ['cover', views.coverModal(many(terms))],
  [
    'cover of a layer, filled in',
    views.coverModal(many({ ...terms, layers: ['primary', 'x'.repeat(75)] }), {
      ...{ layer: 'primary', user: 'U012ABCDEF', replaces: 'U012ABCDEF', from: now, to: now + 1 },
    }),
  ],
  ['order', views.orderModal(terms, ['U012ABCDEF'])],
  ['order of nobody', views.orderModal(terms, [])],
  ['request for cover', askModal(many(shift), say.zone, shiftValue(shift))],
  ['lead to put somebody on', putOnModal({ request, label, ...say })],
  ['swap', swapModal(choice)],
  ['swap at once with nobody', swapModal({ ...choice, theirs: [], atOnce: true })],
  [
    'absence',
    awayModal({
      first: '2026-03-02',
      last: '2026-03-03',
      hits: many({ shift, goesTo: 'open' as const }),
      zone: say.zone,
    }),
  ],
  ['absence that is kept', keptNote(absence, 2, many({ shift, goesTo: 'open' as const }), say.zone)],
])('the form for a %s is a valid modal', (_, modal) => {
  expect(validateView(modal, 'modal')).toBeNull();
  expect([...modal.title.text].length).toBeLessThanOrEqual(24);
});

it.each([
  [
    'lead with too much of everything',
    staffHome({
      user: 'ana',
      role: 'lead',
      own,
      everybody: {
        board,
        coming: [],
        name: say.name,
        weeks: many(week),
        requests: many(request),
        swaps: many(swap),
        absences: many(absence),
      },
      label: () => label,
      say,
    }),
  ],
  [
    'person in no rotation',
    staffHome({
      user: 'ana',
      role: 'staff',
      own: { now: [], next: [] },
      everybody: {
        board: { lines: [], leads: [] },
        coming: [],
        name: say.name,
        weeks: [],
        requests: [],
        swaps: [],
        absences: [],
      },
      label: () => label,
      say,
    }),
  ],
  ['customer', customerHome({ channels: ['C012ABCDEF'], ours: false })],
  ['stranger of ours', customerHome({ channels: [], ours: true })],
])('the home of a %s is a valid view', (_, { blocks }) => {
  expect(validateView({ type: 'home', blocks }, 'home')).toBeNull();
});
