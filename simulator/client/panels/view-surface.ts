import { useState } from 'preact/hooks';
import type { FieldValue, View } from '../../protocol.ts';
import type { DrawnBlock, Element } from '../blocks/shapes.ts';
import { isSentAtOnce, optionsIn, type Surface } from '../blocks/surface.ts';
import { useEntries } from '../blocks/use-entries.ts';
import { useHere } from '../here.ts';

type Values = Record<string, Record<string, FieldValue>>;

/** A form or the Home tab as a surface: keeps entries and tells the app of presses and choices. */
export function useViewSurface(view: View) {
  const { act } = useHere();
  const entries = useEntries(view.state.values);
  const [errors, setErrors] = useState<Record<string, string>>({});

  /** Everything in the view that holds a value, as it stands now; `latest` is an entry of this very moment. */
  const values = (latest: Values = {}): Values => {
    const all: Values = {};
    for (const block of view.blocks as unknown as DrawnBlock[])
      for (const element of controlsOf(block)) {
        if (!block.block_id || !element.action_id || !holdsValue(element)) continue;
        const now = latest[block.block_id]?.[element.action_id];
        all[block.block_id] = {
          ...all[block.block_id],
          [element.action_id]: now === undefined ? entries.value(block, element) : now,
        };
      }
    return all;
  };

  const tell = (block: DrawnBlock, element: Element, value?: FieldValue) =>
    entries.during(block, element, async () => {
      const target = {
        ...(element.action_id ? { action_id: element.action_id } : { text: element.text?.text ?? '' }),
        ...(block.block_id ? { block_id: block.block_id } : {}),
        ...(value === undefined ? {} : { value }),
      };
      if (view.type === 'home') return act({ do: 'click_home', ...target });
      const latest = value === undefined ? {} : { [block.block_id ?? '']: { [element.action_id ?? '']: value } };
      await act({ do: 'fill', values: values(latest) });
      return act({ do: 'click_in_view', ...target });
    });

  const surface: Surface = {
    value: entries.value,
    isBusy: entries.isBusy,
    suggest: async (block, element, typed) =>
      optionsIn(
        await act({
          do: 'suggest',
          action_id: element.action_id ?? '',
          ...(block.block_id ? { block_id: block.block_id } : {}),
          value: typed,
        }),
      ),
    error: (block) => errors[block.block_id ?? ''],
    change(block, element, value) {
      entries.enter(block, element, value);
      setErrors(({ [block.block_id ?? '']: _, ...rest }) => rest);
      if (isSentAtOnce(block) && !element.type.endsWith('_input')) void tell(block, element, value);
    },
    commit(block, element) {
      if (isSentAtOnce(block)) void tell(block, element, entries.value(block, element));
    },
    press: (block, element) => void tell(block, element),
  };
  return { surface, values, setErrors };
}

const controlsOf = (block: DrawnBlock): Element[] =>
  [block.element, block.accessory, ...(block.type === 'actions' ? (block.elements ?? []) : [])].filter(
    (element): element is Element => element !== undefined,
  );

const holdsValue = (element: Element): boolean =>
  !['button', 'workflow_button', 'overflow', 'image', 'file_input'].includes(element.type);
