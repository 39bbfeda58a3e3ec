import { emojiCharacter } from './emoji.ts';
import type { Inline } from './mrkdwn.ts';

/** A leaf of a rich_text block. */
export interface RichLeaf {
  type: string;
  text?: string;
  style?: { bold?: boolean; italic?: boolean; strike?: boolean; code?: boolean };
  url?: string;
  name?: string;
  skin_tone?: number;
  user_id?: string;
  channel_id?: string;
  usergroup_id?: string;
  range?: 'here' | 'channel' | 'everyone';
  timestamp?: number;
  format?: string;
  fallback?: string;
  value?: string;
}

/** The leaves of a rich_text section in the same form as parsed mrkdwn. */
export const inlinesOf = (leaves: RichLeaf[]): Inline[] =>
  leaves.flatMap((leaf) => {
    const inlines = leafInlines(leaf);
    return leaf.style ? styled(inlines, leaf.style) : inlines;
  });

function leafInlines(leaf: RichLeaf): Inline[] {
  switch (leaf.type) {
    case 'text':
      return leaf.style?.code ? [{ kind: 'code', text: leaf.text ?? '' }] : lines(leaf.text ?? '');
    case 'link':
      return [{ kind: 'link', url: leaf.url ?? '', label: leaf.text || (leaf.url ?? '') }];
    case 'emoji': {
      const name = leaf.name ?? '';
      const character = emojiCharacter(name, leaf.skin_tone);
      return [character ? { kind: 'emoji', name, character } : { kind: 'text', text: `:${name}:` }];
    }
    case 'user':
      return [{ kind: 'user', id: leaf.user_id ?? '' }];
    case 'channel':
      return [{ kind: 'channel', id: leaf.channel_id ?? '', label: undefined }];
    case 'usergroup':
      return [{ kind: 'group', id: leaf.usergroup_id ?? '', label: undefined }];
    case 'broadcast':
      return [{ kind: 'broadcast', range: leaf.range ?? 'here' }];
    case 'date':
      return [
        {
          kind: 'date',
          unix: leaf.timestamp ?? Number.NaN,
          format: leaf.format ?? '',
          link: leaf.url,
          fallback: leaf.fallback ?? '',
        },
      ];
    default:
      return [{ kind: 'text', text: leaf.text ?? leaf.value ?? '' }];
  }
}

const lines = (text: string): Inline[] =>
  text.split('\n').flatMap((line, index): Inline[] => {
    const words: Inline[] = line === '' ? [] : [{ kind: 'text', text: line }];
    return index === 0 ? words : [{ kind: 'break' }, ...words];
  });

function styled(inlines: Inline[], style: NonNullable<RichLeaf['style']>): Inline[] {
  const kinds = (['bold', 'italic', 'strike'] as const).filter((kind) => style[kind]);
  return kinds.reduceRight<Inline[]>((children, kind) => [{ kind, children }], inlines);
}
