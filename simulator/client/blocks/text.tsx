import { withEmoji } from '../text/emoji.ts';
import { parseMrkdwn } from '../text/mrkdwn.ts';
import { Stretches } from './inline.tsx';
import type { TextObject } from './shapes.ts';

/** A text object: mrkdwn is drawn, plain text is shown as it stands. */
export function TextOf({ text }: { text: TextObject }) {
  if (text.type === 'plain_text') return <p class="plain">{withEmoji(text.text)}</p>;
  return <Stretches stretches={parseMrkdwn(text.text)} />;
}
