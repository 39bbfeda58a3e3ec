import type { Block, View } from '../simulator/protocol.ts';
import type { Paint } from './paint.ts';
import { isFields, listOf, type Reader, readBlocks, textOf } from './read.ts';

/** Columns of the labels in front of what stands in the fields. */
export const LABEL_WIDTH = 24;

/** The lines of an open form as its reader sees it: title, fields with what stands in them and can be chosen, buttons. */
export function readForm(view: View, reader: Reader, paint: Paint): string[] {
  const fields = view.blocks.flatMap((block) =>
    block.type === 'input' ? readInput(block, view, paint) : readBlocks([block], reader, paint),
  );
  const buttons = [view.close, view.submit].filter((button) => button !== null);
  return [
    paint.bold(view.title?.text ?? ''),
    ...fields,
    buttons.map((button) => paint.control(`[${button.text}]`)).join('  '),
  ];
}

function readInput(block: Block, view: View, paint: Paint): string[] {
  const element = isFields(block.element) ? block.element : {};
  const entered = view.state.values[block.block_id ?? '']?.[String(element.action_id)] ?? {};
  const chosen = isFields(entered.selected_option) ? entered.selected_option : null;
  const written = typeof entered.value === 'string' ? entered.value : '';
  const [first = '', ...more] = (chosen ? textOf(chosen.text) : written).split('\n');
  const hint = `${String(element.type).endsWith('select') ? ' ▾' : ''}${block.optional ? paint.dim(' (optional)') : ''}`;
  const explained = listOf(element.options).filter((option) => textOf(option.description) !== '');
  return [
    `${paint.dim(textOf(block.label).padEnd(LABEL_WIDTH))} ${first || '…'}${hint}`,
    ...more.map((line) => `${' '.repeat(LABEL_WIDTH)} ${line}`),
    ...(explained.length < 2 ? [] : explained.map((option) => readOption(option, chosen, paint))),
  ];
}

function readOption(option: Record<string, unknown>, chosen: Record<string, unknown> | null, paint: Paint): string {
  const mark = option.value === chosen?.value ? '›' : ' ';
  return `  ${mark} ${textOf(option.text)}: ${paint.dim(textOf(option.description))}`;
}
