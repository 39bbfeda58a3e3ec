import type { KnownBlock, ModalView } from '@slack/types';
import { openAway } from '../absences/ids.ts';
import type { Instant } from '../clock.ts';
import { openAsk } from '../cover-requests/ids.ts';
import { openLinks } from '../feeds/ids.ts';
import type { Content } from '../outbox/post.ts';
import type { RotationRule as RotationTerms } from '../policy/policy.ts';
import type { ComingShift } from '../rotations/coming.ts';
import type { Cover } from '../rotations/cover.ts';
import { shiftValue } from '../rotations/ids.ts';
import type { KeptOverride } from '../rotations/override.ts';
import { labelOf } from '../rotations/rule.ts';
import type { Stint } from '../rotations/stint.ts';
import { actions, content, context, linesWithin, plainText, section } from '../slack/blocks.ts';
import { choiceInput, personInput } from '../slack/ids.ts';
import { join, type Mrkdwn, md, trusted } from '../slack/text.ts';
import { openSwap } from '../swap-requests/ids.ts';
import { namedEnd, sayDayAndTime, sayStretch, slackInstant, slackTime } from '../time/say.ts';
import { dateAt } from '../time/zone.ts';
import type { Board, Coming, Line, Own, Week } from './board.ts';
import { coverForm, endCover, openCover, openOrder, orderForm, SHOWN, type Shown, showOncall } from './ids.ts';
import { likeliest, type Meaning, WORDS } from './words.ts';

/** What every answer needs to name people and times. */
export interface Saying {
  name: (user: string) => string;
  zone: string;
  now: Instant;
}

/** The time alone while it is today, else with its date. */
const when = ({ zone, now }: Saying, at: Instant): Mrkdwn =>
  trusted(dateAt(zone, at) === dateAt(zone, now) ? slackTime(at, zone) : slackInstant(at, zone));

/** The same for the end of a stretch. */
const end = (say: Saying, at: Instant): Mrkdwn => when(say, namedEnd(at, say.zone));

/** Who is on everywhere, a line each. */
export function board(shown: Board, say: Saying): Content {
  const lines = boardLines(shown, say);
  return content(join(lines, '\n'), [...boardBlocks(lines), ...goOn()]);
}

/** A line for each rotation and layer; one in place of none. */
export function boardLines({ lines, leads }: Board, say: Saying): Mrkdwn[] {
  const named = [
    ...lines.map((line) => rotationLine(line, say)),
    ...(leads.length > 0 ? [md`*Lead* ${leads.map(say.name).join(', ')}`] : []),
  ];
  return named.length > 0 ? named : [md`The policy has no rotations yet, so nobody is on call.`];
}

/** As many of these lines as a message or a Home tab holds, and how many there are besides. */
export function boardBlocks(lines: Mrkdwn[]): KnownBlock[] {
  const { blocks, shown } = linesWithin(lines);
  const left = lines.length - shown;
  return left > 0 ? [...blocks, context(md`and ${left} more: \`firstline who\` in a terminal names all`)] : blocks;
}

const LABELS: Record<Shown, string> = {
  now: 'Who is on now',
  me: 'My shifts',
  week: 'The week',
  next: 'Who comes next',
  history: 'History',
  help: 'Help',
};

/** Other answers to go on to. */
export const showing = (...whats: Shown[]) =>
  showOncall.select(
    'Show…',
    whats.map((what) => ({ label: LABELS[what], value: { what } })),
  );

/** What everybody of staff may change, and other answers to go on to. */
export const goOn = (): KnownBlock[] =>
  actions(
    openSwap.button('Swap…', {}),
    openAway.button("I'm away…", {}),
    openAsk.button('Ask for cover…', {}),
    openCover.button('Cover a shift…', {}),
    showing(...SHOWN),
  );

/** Who is on, until when, and who is then. */
export function rotationLine({ label, duty, next }: Line, say: Saying): Mrkdwn {
  const who = duty.user === null ? 'nobody' : say.name(duty.user);
  if (duty.until === null) return md`*${label}* ${who}`;
  const by = next?.label ? md` (${next.label})` : null;
  const follows = next ? md`, then ${say.name(next.user)}${by}` : null;
  return md`*${label}* ${who} until ${end(say, duty.until)}${follows}`;
}

/** Somebody's own shifts. */
export function own(shown: Own, say: Saying): Content {
  const lines = ownLines(shown, say);
  if (lines.length === 0) return content(md`You are in no rotation. A lead can add you.`);
  const text = join(
    lines.map(({ line }) => line),
    '\n',
  );
  return content(text, [...ownBlocks(shown, say), ...actions(openLinks.button('Calendar', {})), ...goOn()]);
}

/** Each own shift with a button that asks others to take it. */
export const ownBlocks = (shown: Own, say: Saying): KnownBlock[] =>
  ownLines(shown, say).map(({ line, shift }) =>
    section(line, shift ? openAsk.button('Ask for cover…', { shift: shiftValue(shift) }) : undefined),
  );

const ownLines = ({ now, next }: Own, say: Saying): { line: Mrkdwn; shift: ComingShift | null }[] => [
  ...now.map(({ label, until, shift }) => ({
    line: md`You are on *${label}*${until === null ? null : md` until ${end(say, until)}`}.`,
    shift,
  })),
  ...next.map((shift, i) => ({
    line: md`${i === 0 ? 'Next' : 'Then'}: *${shift.label}* ${stretch(shift, say)}.`,
    shift,
  })),
];

const stretch = ({ from, to }: { from: Instant; to: Instant }, { zone }: Saying): string => sayStretch(from, to, zone);

/** The coming week in every rotation. */
export function week(shown: Week[], say: Saying): Content {
  if (shown.length === 0) return content(md`The policy has no rotations yet, so nobody is on call.`);
  return content(md`The next seven days`, [...shown.map((each) => section(weekText(each, say))), ...goOn()]);
}

/** `Mon 2 Bo · Tue 3 Fay`: who takes over on which date of the reader; with the time where it is not the first that day. */
export function weekText({ label, stints, gaps }: Week, say: Saying): Mrkdwn {
  const dates = new Set<string>();
  const goesOn = ({ user, from }: Stint, i: number) => stints[i - 1]?.user === user && stints[i - 1]?.to === from;
  const turns = stints.map((stint, i) => {
    if (goesOn(stint, i)) return null;
    const { user, from } = stint;
    if (from <= say.now) return md`now ${say.name(user)}`;
    const [date, time] = sayDayAndTime(from, say.zone);
    const isFirst = !dates.has(date);
    dates.add(date);
    return md`${isFirst ? date : `${date} ${time}`} ${say.name(user)}`;
  });
  const missing = gaps.slice(0, MOST_GAPS).map((gap) => md`❗ nobody ${stretch(gap, say)}`);
  const line = turns.length > 0 ? join(turns) : md`nobody in the next seven days`;
  return join([md`*${label}*`, line, ...missing], '\n');
}

const MOST_GAPS = 3;

/** What comes in every rotation, and the covers that can be taken back. */
export function coming(shown: Coming[], say: Saying, isLead: boolean): Content {
  const lineOf = ({ label, now, turns }: Coming['layers'][number]) => {
    const next = turns.map(({ from, user }) => md`${when(say, from)} ${say.name(user)}`);
    return md`*${label}*: ${next.length > 0 ? join(next) : now ? `${say.name(now)} stays on` : 'nobody in the next weeks'}`;
  };
  const blocks = shown.flatMap(({ terms, layers, covers }) => {
    return [
      section(join(layers.map(lineOf), '\n'), isLead ? openOrder.button('Order…', { rotation: terms.key }) : undefined),
      ...covers.map((each) =>
        section(coverLine(each, terms.label, say), endCover.button('Take back', { coverId: each.id })),
      ),
    ];
  });
  return content(md`Who is on next`, [...blocks, ...goOn()]);
}

/** A cover in half a sentence. */
export function coverLine(kept: KeptOverride, label: string, say: Saying): Mrkdwn {
  const instead = kept.replaces ? md` for ${say.name(kept.replaces)}` : null;
  return md`${say.name(kept.user)} covers *${labelOf(label, kept.layer)}*${instead} from ${when(say, kept.from)} to ${end(say, kept.to)}`;
}

/** The form for covering a shift of one of `rotations`, filled in as far as is known; it asks for a layer where there are several. */
export function coverModal(rotations: readonly RotationTerms[], given: Partial<Cover> = {}): ModalView {
  const { key, layers } = rotations.find((each) => each.key === given.rotation) ?? (rotations[0] as RotationTerms);
  const layer = given.layer !== undefined && layers.includes(given.layer) ? given.layer : layers[0];
  return coverForm.view(
    {},
    {
      title: 'Cover a shift',
      submit: 'Put them on',
      blocks: [
        choiceInput('rotation', {
          label: 'Which rotation?',
          options: rotations.map(({ key, label }) => ({ label, value: key })),
          initial: key,
          ...(rotations.some((each) => each.layers.length > 1) ? { live: coverForm.live } : {}),
        }),
        layers.length > 1 &&
          choiceInput('layer', {
            label: 'On which layer?',
            options: layers.map((each) => ({ label: each, value: each })),
            ...(layer ? { initial: layer } : {}),
          }),
        personInput('user', { label: 'Who is on instead?', ...(given.user ? { initial: given.user } : {}) }),
        momentInput('from', 'From', given.from),
        momentInput('to', 'To', given.to),
        personInput('replaces', {
          label: 'Only where this person is on',
          hint: 'Left empty, it covers whoever is on, and gaps.',
          optional: true,
          ...(given.replaces ? { initial: given.replaces } : {}),
        }),
      ].filter((block) => block !== false),
    },
  );
}

const momentInput = (name: string, label: string, at?: Instant): KnownBlock => ({
  type: 'input',
  block_id: name,
  label: plainText(label),
  element: {
    type: 'datetimepicker',
    action_id: 'value',
    ...(at === undefined ? {} : { initial_date_time: Math.floor(at / 1000) }),
  },
});

/** Who serves in turn, in the order in which they are picked. */
export const orderModal = ({ key, label }: RotationTerms, users: readonly string[]): ModalView =>
  orderForm.view(
    { rotation: key },
    {
      title: 'Order of a rotation',
      submit: 'Save',
      blocks: [
        section(
          md`*${label}*. Whoever is on now stays on to the end of the turn; then it goes on in this order. To move somebody, take them out and pick them again: the last picked comes last.`,
        ),
        {
          type: 'input',
          block_id: 'users',
          label: plainText('Who serves, in order'),
          optional: true,
          element: {
            type: 'multi_users_select',
            action_id: 'value',
            ...(users.length > 0 ? { initial_users: [...users] } : {}),
          },
        },
      ],
    },
  );

/** What `/oncall` understands; for a word it does not know the likeliest meanings first. */
export function help(asked: string): Content {
  const line = (meaning: Meaning) => md`\`${`/oncall ${WORDS[meaning].words[0]}`.trim()}\` ${WORDS[meaning].says}`;
  const all = (Object.keys(WORDS) as Meaning[]).map(line);
  const whole = md`What \`/oncall\` understands:`;
  if (!asked) return content(whole, [section(join([whole, ...all], '\n')), ...goOn()]);
  const opening = md`I don't know “${asked}”. Did you mean one of these?`;
  return content(opening, [section(join([opening, ...likeliest(asked).map(line)], '\n')), ...goOn()]);
}
