import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { FieldValue, Outcome } from '../../protocol.ts';
import type { DrawnBlock, Element, Option, OptionGroup } from './shapes.ts';

/** The message or view that a control stands in: it holds what was entered and sends what was done. */
export interface Surface {
  value(block: DrawnBlock, element: Element): FieldValue;
  /** A choice or an entry; sent at once where Slack would. */
  change(block: DrawnBlock, element: Element, value: FieldValue): void;
  /** Enter pressed in a text field. */
  commit(block: DrawnBlock, element: Element): void;
  press(block: DrawnBlock, element: Element): void;
  /** Options that the app knows for what was typed. */
  suggest(block: DrawnBlock, element: Element, typed: string): Promise<Option[]>;
  /** Whether this control waits for the app. */
  isBusy(block: DrawnBlock, element: Element): boolean;
  /** The sentence next to a field. */
  error(block: DrawnBlock): string | undefined;
}

export const SurfaceContext = createContext<Surface | null>(null);

export function useSurface(): Surface {
  const surface = useContext(SurfaceContext);
  if (!surface) throw new Error('A control was drawn outside of a message or view.');
  return surface;
}

/** One key for a control inside its surface. */
export const controlKey = (block: DrawnBlock, element: Element): string => `${block.block_id}/${element.action_id}`;

/** Whether a choice is told to the app at once: everywhere but in input blocks that did not ask for it. */
export const isSentAtOnce = (block: DrawnBlock): boolean => block.type !== 'input' || block.dispatch_action === true;

/** The options in an app's answer to a search. */
export function optionsIn(outcome: Outcome | null): Option[] {
  const { options, option_groups } = (outcome?.body ?? {}) as { options?: Option[]; option_groups?: OptionGroup[] };
  return options ?? option_groups?.flatMap((group) => group.options) ?? [];
}
