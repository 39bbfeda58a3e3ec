import { useId } from 'preact/hooks';
import type { Block } from '../../protocol.ts';
import { withEmoji } from '../text/emoji.ts';
import { plainText } from '../text/mrkdwn.ts';
import { Control } from './elements.tsx';
import { ImageAlt } from './image.tsx';
import { Markdown } from './markdown.tsx';
import { RichText } from './rich-text.tsx';
import type { DrawnBlock, Element, TableCell, TextObject } from './shapes.ts';
import { useSurface } from './surface.ts';
import { TextOf } from './text.tsx';

/** The blocks of a message or view, in order. */
export function Blocks({ blocks }: { blocks: Block[] }) {
  return (
    <div class="blocks">
      {(blocks as DrawnBlock[]).map((block, index) => (
        <OneBlock key={block.block_id ?? index} block={block} />
      ))}
    </div>
  );
}

function OneBlock({ block }: { block: DrawnBlock }) {
  switch (block.type) {
    case 'section':
      return <Section block={block} />;
    case 'actions':
    case 'context_actions':
      return (
        <div class="block actions">
          {(block.elements ?? []).map((element, index) => (
            <Control
              key={element.action_id ?? index}
              block={block}
              element={element}
              label={nameOfControl(block, element)}
            />
          ))}
        </div>
      );
    case 'context':
      return (
        <div class="block context">
          {(block.elements ?? []).map((element, index) => (
            <ContextPart key={index} element={element} />
          ))}
        </div>
      );
    case 'divider':
      return <hr class="block" />;
    case 'header':
      return <h3 class={`block header header-${block.level ?? 1}`}>{withEmoji(textOf(block.text))}</h3>;
    case 'image':
      return (
        <figure class="block">
          {block.title ? <figcaption>{withEmoji(block.title.text)}</figcaption> : null}
          <ImageAlt url={block.image_url} alt={block.alt_text ?? ''} />
        </figure>
      );
    case 'input':
      return <InputBlock block={block} />;
    case 'rich_text':
      return (
        <div class="block">
          <RichText elements={block.elements ?? []} />
        </div>
      );
    case 'markdown':
      return (
        <div class="block">
          <Markdown source={textOf(block.text)} />
        </div>
      );
    case 'alert':
      return (
        <div class={`block alert alert-${block.level ?? 'default'}`} role="note">
          {typeof block.text === 'object' ? <TextOf text={block.text} /> : block.text}
        </div>
      );
    case 'table':
      return <Table rows={block.rows ?? []} />;
    default:
      return <p class="block faint">This page does not draw “{block.type}” blocks.</p>;
  }
}

const textOf = (text: TextObject | string | undefined): string =>
  typeof text === 'string' ? text : (text?.text ?? '');

function Section({ block }: { block: DrawnBlock }) {
  const { accessory } = block;
  return (
    <div class="block section">
      <div class="section-text">
        {typeof block.text === 'object' ? <TextOf text={block.text} /> : null}
        {block.fields ? (
          <div class="section-fields">
            {block.fields.map((field, index) => (
              <div key={index}>
                <TextOf text={field} />
              </div>
            ))}
          </div>
        ) : null}
      </div>
      {accessory ? (
        <div class="section-accessory">
          <Control block={block} element={accessory} label={nameOfControl(block, accessory)} />
        </div>
      ) : null}
    </div>
  );
}

/** What a control without a label of its own is called: its placeholder, or the text beside it. */
function nameOfControl(block: DrawnBlock, element: Element): string {
  const beside = plainText(textOf(block.text))
    .replace(/[*_~`]/g, '')
    .split('\n')[0];
  return element.accessibility_label ?? element.placeholder?.text ?? element.text?.text ?? (beside || element.type);
}

function ContextPart({ element }: { element: Element }) {
  if (element.type === 'image') return <ImageAlt url={element.image_url} alt={element.alt_text ?? ''} small />;
  return (
    <div>
      <TextOf text={element as unknown as TextObject} />
    </div>
  );
}

function InputBlock({ block }: { block: DrawnBlock }) {
  const surface = useSurface();
  const id = useId();
  const error = surface.error(block);
  const { element, label, hint } = block;
  if (!element) return null;
  const described = [error ? `${id}-error` : '', hint ? `${id}-hint` : ''].filter(Boolean).join(' ');
  return (
    <div class={error ? 'block input input-wrong' : 'block input'} data-block={block.block_id}>
      <span class="input-label">
        {withEmoji(label?.text ?? '')}
        {block.optional ? <span class="faint"> (optional)</span> : null}
      </span>
      <Control
        block={block}
        element={element}
        label={withEmoji(label?.text ?? '')}
        describedBy={described || undefined}
      />
      {error ? (
        <p class="input-error" id={`${id}-error`} role="alert">
          {error}
        </p>
      ) : null}
      {hint ? (
        <p class="input-hint" id={`${id}-hint`}>
          {withEmoji(hint.text)}
        </p>
      ) : null}
    </div>
  );
}

function Table({ rows }: { rows: TableCell[][] }) {
  return (
    <div class="block table-frame">
      <table>
        <tbody>
          {rows.map((row, y) => (
            <tr key={y}>
              {row.map((cell, x) => (
                <td key={x}>{cell.elements ? <RichText elements={cell.elements} /> : cell.text}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
