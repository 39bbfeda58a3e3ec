import type { KnownBlock, ModalView } from '@slack/types';
import { openAsk } from '../cover-requests/ids.ts';
import type { KeptAbsence } from '../rotations/absence.ts';
import type { ComingShift } from '../rotations/coming.ts';
import { shiftValue } from '../rotations/ids.ts';
import { actions, context, section } from '../slack/blocks.ts';
import { choiceInput, dateInput, noteView, textInput } from '../slack/ids.ts';
import { join, type Mrkdwn, md } from '../slack/text.ts';
import { sayStretch } from '../time/say.ts';
import { awayForm, NOTE_LENGTH } from './ids.ts';

/**
 * A shift that an absence touches, and what becomes of it: `next`, the policy passes it on to the next in order; `nobody`, it would,
 * but nobody is free; `open`, it stays theirs until somebody takes it.
 */
export interface Hit {
  shift: ComingShift;
  goesTo: 'next' | 'nobody' | 'open';
}

/** The form as it stands: which dates are chosen, and which shifts they hit. */
export interface AwayForm {
  first: string;
  last: string;
  hits: Hit[];
  zone: string;
}

const MOST_SHOWN = 15;

export function awayModal({ first, last, hits, zone }: AwayForm): ModalView {
  const live = awayForm.live;
  return awayForm.view(
    {},
    {
      title: "I'm away",
      submit: 'Save',
      blocks: [
        dateInput('first', { label: 'First day', initial: first, live }),
        dateInput('last', { label: 'Last day', initial: last, live }),
        textInput('note', { label: 'Note for the team', optional: true, max: NOTE_LENGTH }),
        section(hitting(hits, zone)),
        ...coverChoice(hits),
      ],
    },
  );
}

function hitting(hits: Hit[], zone: string): Mrkdwn {
  if (hits.length === 0) return md`You have no shift in that time.`;
  const lines = hits.slice(0, MOST_SHOWN).map((hit) => hitLine(hit, zone));
  const more = hits.length - lines.length;
  return join([md`*This hits:*`, ...lines, more > 0 ? md`and ${more} more` : null], '\n');
}

const hitLine = ({ shift, goesTo }: Hit, zone: string): Mrkdwn =>
  md`• ${sayStretch(shift.from, shift.to, zone)} · ${shift.label}${GOES_TO[goesTo]}`;

const GOES_TO = {
  next: ' (the next in order serves)',
  nobody: ' (❗ nobody is free to serve: tell your lead)',
  open: '',
};

const coverChoice = (hits: Hit[]): KnownBlock[] =>
  hits.every(({ goesTo }) => goesTo !== 'open')
    ? []
    : [
        choiceInput('cover', {
          label: 'Who serves them?',
          options: [
            { label: 'Ask for cover: everybody of the team is asked', value: 'ask' },
            { label: 'I see to that later', value: 'later' },
          ],
          initial: 'ask',
        }),
      ];

/** Said when it is kept. `left` are the shifts that nobody was asked to take. */
export function keptNote(kept: KeptAbsence, asked: number, left: Hit[], zone: string): ModalView {
  const shown = left.slice(0, MOST_SHOWN);
  return noteView("I'm away", [
    section(md`You are away ${sayStretch(kept.from, kept.to, zone)}. Your home shows it, and ends it.`),
    ...(asked > 0
      ? [section(md`I asked everybody to take ${asked === 1 ? 'your shift' : `your ${asked} shifts`}.`)]
      : []),
    ...shown.flatMap((hit) => [
      section(hitLine(hit, zone)),
      ...actions(hit.goesTo === 'open' && openAsk.button('Ask for cover…', { shift: shiftValue(hit.shift) })),
    ]),
    ...(left.length > shown.length ? [context(md`and ${left.length - shown.length} more`)] : []),
  ]);
}
