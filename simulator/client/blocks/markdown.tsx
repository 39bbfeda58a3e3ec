import { type MarkdownPart, parseMarkdown } from '../text/markdown.ts';
import { InlineText } from './inline.tsx';

/** A `markdown` block. */
export function Markdown({ source }: { source: string }) {
  return parseMarkdown(source).map((part, index) => <Part key={index} part={part} />);
}

function Part({ part }: { part: MarkdownPart }) {
  switch (part.kind) {
    case 'heading':
      return (
        <p class={`heading heading-${Math.min(part.level, 3)}`}>
          <InlineText parts={part.children} />
        </p>
      );
    case 'rule':
      return <hr />;
    case 'pre':
      return <pre>{part.text}</pre>;
    case 'quote':
      return (
        <blockquote>
          <InlineText parts={part.children} />
        </blockquote>
      );
    case 'paragraph':
      return (
        <p>
          <InlineText parts={part.children} />
        </p>
      );
    case 'list': {
      const List = part.ordered ? 'ol' : 'ul';
      return (
        <List>
          {part.items.map((item, index) => (
            <li key={index}>
              <InlineText parts={item} />
            </li>
          ))}
        </List>
      );
    }
  }
}
