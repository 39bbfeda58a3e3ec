import { inlinesOf, type RichLeaf } from '../text/rich-text.ts';
import { InlineText } from './inline.tsx';

interface RichNode {
  type: string;
  style?: string;
  indent?: number;
  offset?: number;
  elements?: unknown[];
}

/** The sections, lists, quotes and preformatted parts of a rich_text block. */
export function RichText({ elements }: { elements: unknown[] }) {
  return (elements as RichNode[]).map((node, index) => <RichPart key={index} node={node} />);
}

function RichPart({ node }: { node: RichNode }) {
  const leaves = <InlineText parts={inlinesOf((node.elements ?? []) as RichLeaf[])} />;
  switch (node.type) {
    case 'rich_text_list': {
      const List = node.style === 'ordered' ? 'ol' : 'ul';
      return (
        <List
          start={node.style === 'ordered' ? (node.offset ?? 0) + 1 : undefined}
          style={{ marginLeft: `${(node.indent ?? 0) * 1.4}em` }}
        >
          {((node.elements ?? []) as RichNode[]).map((item, index) => (
            <li key={index}>
              <InlineText parts={inlinesOf((item.elements ?? []) as RichLeaf[])} />
            </li>
          ))}
        </List>
      );
    }
    case 'rich_text_preformatted':
      return <pre>{leaves}</pre>;
    case 'rich_text_quote':
      return <blockquote>{leaves}</blockquote>;
    default:
      return <p>{leaves}</p>;
  }
}
