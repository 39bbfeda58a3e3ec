import { useState } from 'preact/hooks';
import type { FieldValue } from '../../protocol.ts';
import { type DrawnBlock, type Element, initialValue, stateValue } from './shapes.ts';
import { controlKey } from './surface.ts';

type State = Record<string, Record<string, Record<string, unknown>>> | undefined;

/** What a person entered in a message or view, over what it held when it arrived. */
export function useEntries(state?: State) {
  const [entered, setEntered] = useState<Record<string, FieldValue>>({});
  const [busy, setBusy] = useState<string | null>(null);
  const value = (block: DrawnBlock, element: Element): FieldValue => {
    const mine = entered[controlKey(block, element)];
    if (mine !== undefined) return mine;
    return stateValue(state?.[block.block_id ?? '']?.[element.action_id ?? '']) ?? initialValue(element);
  };
  return {
    value,
    enter: (block: DrawnBlock, element: Element, to: FieldValue) =>
      setEntered((all) => ({ ...all, [controlKey(block, element)]: to })),
    forget: (block: DrawnBlock, element: Element) => setEntered(({ [controlKey(block, element)]: _, ...rest }) => rest),
    forgetAll: () => setEntered({}),
    isBusy: (block: DrawnBlock, element: Element) => busy === controlKey(block, element),
    /** Marks a control as waiting while the work is done. */
    async during(block: DrawnBlock, element: Element, work: () => Promise<unknown>): Promise<void> {
      setBusy(controlKey(block, element));
      await work();
      setBusy(null);
    },
  };
}
