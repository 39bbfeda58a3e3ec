import type { KnownBlock, ModalView } from '@slack/types';
import type { Instant } from '../clock.ts';
import { openLinks } from '../feeds/ids.ts';
import type { Content } from '../outbox/post.ts';
import type { Policy, RotationRule as RotationTerms } from '../policy/policy.ts';
import type { KeptOverride } from '../rotations/override.ts';
import type { OnDuty } from '../rotations/rotation.ts';
import { actions, content, plainText, section } from '../slack/blocks.ts';
import { choiceInput, personInput } from '../slack/ids.ts';
import { join, type Mrkdwn, md, trusted } from '../slack/text.ts';
import { slackInstant, slackTime } from '../time/say.ts';
import { dateAt } from '../time/zone.ts';
import type { Board, Coming, Line, OwnShifts } from './board.ts';
import { coverForm, endCover, openCover, openOrder, orderForm } from './ids.ts';

/** What every answer needs to name people and times. */
export interface Saying {
  name: (user: string) => string;
  zone: string;
  now: Instant;
}

/** The time alone while it is today, else with its date. */
const when = ({ zone, now }: Saying, at: Instant): Mrkdwn =>
  trusted(dateAt(zone, at) === dateAt(zone, now) ? slackTime(at, zone) : slackInstant(at, zone));

/** Who is on everywhere, in one line. */
export function board(shown: Board, say: Saying): Content {
  const leads = shown.leads.length > 0 ? md`*Lead* ${shown.leads.map(say.name).join(', ')}` : null;
  const text = join([...shown.lines.map((line) => rotationLine(line, say)), leads]);
  if (text.mrkdwn === '') return content(md`The policy has no rotations yet, so nobody is on call.`);
  return content(text, [section(text), ...actions(openCover.button('Cover a shift…', {}))]);
}

/** Only the first line, and gaps, say what comes next: the rest is for \`/oncall next\`. */
function rotationLine({ terms, duty, next }: Line, say: Saying): Mrkdwn {
  const who = duty.user === null ? 'nobody' : say.name(duty.user);
  const tellsNext = terms.role === 'first_line' || duty.user === null;
  if (!tellsNext || duty.until === null) return md`*${terms.label}* ${who}`;
  const by = next?.label ? md` (${next.label})` : null;
  const follows = next ? md`, then ${say.name(next.user)}${by}` : null;
  return md`*${terms.label}* ${who} until ${when(say, duty.until)}${follows}`;
}

/** Somebody's own shifts. */
export function own(shown: OwnShifts[], say: Saying): Content {
  if (shown.length === 0) return content(md`You are in no rotation. A lead can add you.`);
  const lines = shown.flatMap(({ terms, now, next }) => [
    now ? md`You are on *${terms.label}*${until(now, say)}.` : null,
    next?.from ? md`Next on *${terms.label}*: ${when(say, next.from)}${until(next, say)}.` : null,
  ]);
  const text = join(lines, '\n');
  return content(text, [
    section(text),
    ...actions(openCover.button('Cover a shift…', {}), openLinks.button('Calendar', {})),
  ]);
}

const until = ({ until }: OnDuty, say: Saying): Mrkdwn | null =>
  until === null ? null : md` until ${when(say, until)}`;

/** What comes in every rotation, and the covers that can be taken back. */
export function coming(shown: Coming[], say: Saying): Content {
  const blocks = shown.flatMap(({ terms, now, shifts, covers }) => {
    const turns = shifts.map((shift) => md`${when(say, shift.from)} ${say.name(shift.user ?? '')}`);
    return [
      section(
        md`*${terms.label}*: ${turns.length > 0 ? join(turns) : now ? `${say.name(now)} stays on` : 'nobody in the next weeks'}`,
        openOrder.button('Order…', { rotation: terms.key }),
      ),
      ...covers.map((each) =>
        section(coverLine(each, terms.label, say), endCover.button('Take back', { coverId: each.id })),
      ),
    ];
  });
  return content(md`Who is on next`, [...blocks, ...actions(openCover.button('Cover a shift…', {}))]);
}

/** A cover in half a sentence. */
export function coverLine(kept: KeptOverride, label: string, say: Saying): Mrkdwn {
  const instead = kept.replaces ? md` for ${say.name(kept.replaces)}` : null;
  return md`${say.name(kept.user)} covers *${label}*${instead} from ${when(say, kept.from)} to ${when(say, kept.to)}`;
}

export function coverModal(policy: Policy): ModalView {
  const options = Object.values(policy.rotations).map(({ key, label }) => ({ label, value: key }));
  return coverForm.view(
    {},
    {
      title: 'Cover a shift',
      submit: 'Put them on',
      blocks: [
        choiceInput('rotation', {
          label: 'Which rotation?',
          options,
          ...(options[0] ? { initial: options[0].value } : {}),
        }),
        personInput('user', { label: 'Who is on instead?' }),
        momentInput('from', 'From'),
        momentInput('to', 'To'),
        personInput('replaces', {
          label: 'Only where this person is on',
          hint: 'Left empty, it covers whoever is on, and gaps.',
          optional: true,
        }),
      ],
    },
  );
}

const momentInput = (name: string, label: string): KnownBlock => ({
  type: 'input',
  block_id: name,
  label: plainText(label),
  element: { type: 'datetimepicker', action_id: 'value' },
});

/** Who serves in turn, in the order in which they are picked. */
export const orderModal = ({ key, label }: RotationTerms, users: readonly string[]): ModalView =>
  orderForm.view(
    { rotation: key },
    {
      title: 'Order of a rotation',
      submit: 'Save',
      blocks: [
        section(md`*${label}*. Whoever is on now stays on to the end of the turn; then it goes on in this order.`),
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

/** What `/oncall` understands. */
export function help(asked: string): Content {
  const opening = asked ? md`I don't know “${asked}”. Try one of these:` : md`What \`/oncall\` understands:`;
  const lines = [
    md`\`/oncall\` who is on now`,
    md`\`/oncall me\` my shifts`,
    md`\`/oncall next\` who comes next, and covers`,
    md`\`/oncall cover\` put somebody on for a while`,
    md`\`/oncall calendar\` links to put shifts into your calendar`,
  ];
  return content(opening, [section(join([opening, ...lines], '\n'))]);
}
