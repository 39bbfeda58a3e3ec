import type { KnownBlock, ModalView } from '@slack/types';
import type { Instant } from '../clock.ts';
import { actions, context, section } from '../slack/blocks.ts';
import { noteView } from '../slack/ids.ts';
import { md, trusted } from '../slack/text.ts';
import { slackInstant } from '../time/say.ts';
import * as ids from './ids.ts';

/** A calendar and its link: the address of one just made, or since when one works. */
export interface Row {
  /** Empty: the person's own shifts. */
  rotation: string;
  label: string;
  address?: string;
  madeAt?: Instant;
}

const TITLE = 'Calendar links';

/** A person's own links. An address is shown here and nowhere else. */
export function linksModal(rows: readonly Row[], user: string, zone: string): ModalView {
  const hasNew = rows.some(({ address }) => address !== undefined);
  return noteView(TITLE, [
    section(
      hasNew
        ? md`Copy a link into your calendar, where it offers to *subscribe by URL*. It then follows every cover and swap.`
        : md`Your links work; each was shown when it was made. *New link* makes another in its place.`,
    ),
    ...rows.map((row) => section(line(row, zone), row.madeAt === undefined ? undefined : renew(row.rotation))),
    ...(hasNew
      ? [context(md`Copy them now, they are not shown again. Whoever has a link can read it, so keep it to yourself.`)]
      : []),
    ...actions(end(user, 'End all my links')),
  ]);
}

/** What a lead sees of somebody's links, and what is left when all are ended; `name` is null for one's own. */
export function someonesLinksModal(
  rows: readonly Row[],
  { user, name }: { user: string; name: string | null },
  zone: string,
): ModalView {
  const blocks: KnownBlock[] =
    rows.length === 0
      ? [section(name ? md`*${name}* has no calendar links.` : md`You have no calendar links any more.`)]
      : [
          section(md`*${name}* has these calendar links:`),
          ...rows.map((row) => section(line(row.rotation === '' ? { ...row, label: 'Own shifts' } : row, zone))),
          ...actions(end(user, 'End all of them')),
        ];
  return noteView(TITLE, blocks);
}

const line = ({ label, address, madeAt }: Row, zone: string) =>
  address !== undefined
    ? md`*${label}*\n\`${address}\``
    : md`*${label}* · link made ${trusted(slackInstant(madeAt ?? 0, zone))}`;

const renew = (rotation: string) =>
  ids.newLink.button(
    'New link',
    { rotation },
    { ask: { title: 'New link?', text: 'The link before it stops working at once.', yes: 'Make a new link' } },
  );

const end = (user: string, label: string) =>
  ids.endLinks.button(
    label,
    { user },
    {
      style: 'danger',
      ask: { title: 'End all links?', text: 'Calendars that use them get nothing more, at once.', yes: 'End them' },
    },
  );
