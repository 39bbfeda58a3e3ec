import { useEffect } from 'preact/hooks';
import type { Block, FieldValue, Outcome } from '../../protocol.ts';
import { Blocks } from '../blocks/blocks.tsx';
import type { DrawnBlock, Element } from '../blocks/shapes.ts';
import { isSentAtOnce, optionsIn, type Surface, SurfaceContext } from '../blocks/surface.ts';
import { useEntries } from '../blocks/use-entries.ts';
import { type Deed, useHere } from '../here.ts';

/** The blocks of a message, with everything on them working. */
export function MessageBlocks({ channel, ts, blocks }: { channel: string; ts: string; blocks: Block[] }) {
  const { act } = useHere();
  const entries = useEntries();
  const content = JSON.stringify(blocks);
  useEffect(entries.forgetAll, [content]);

  /** What was entered in input blocks so far; the app gets it with the next press. */
  const inputValues = (): Record<string, Record<string, FieldValue>> =>
    Object.fromEntries(
      (blocks as unknown as DrawnBlock[]).flatMap((block) =>
        block.type === 'input' && block.block_id && block.element?.action_id
          ? [[block.block_id, { [block.element.action_id]: entries.value(block, block.element) }]]
          : [],
      ),
    );

  const send = (block: DrawnBlock, element: Element, deed: Deed) =>
    entries.during(block, element, async () => {
      const values = inputValues();
      if (Object.keys(values).length > 0) await act({ do: 'fill', channel, ts, values });
      const outcome = await act(deed);
      if (!succeeded(outcome)) entries.forget(block, element);
    });
  const choose = (block: DrawnBlock, element: Element) => ({
    do: 'choose' as const,
    channel,
    ts,
    action_id: element.action_id ?? '',
    ...(block.block_id ? { block_id: block.block_id } : {}),
  });
  const surface: Surface = {
    value: entries.value,
    isBusy: entries.isBusy,
    error: () => undefined,
    suggest: async (block, element, typed) =>
      optionsIn(await act({ ...choose(block, element), do: 'suggest', value: typed })),
    change(block, element, value) {
      entries.enter(block, element, value);
      if (isSentAtOnce(block) && !element.type.endsWith('_input'))
        void send(block, element, { ...choose(block, element), value });
    },
    commit(block, element) {
      if (isSentAtOnce(block))
        void send(block, element, { ...choose(block, element), value: entries.value(block, element) });
    },
    press(block, element) {
      void send(block, element, {
        do: 'click',
        channel,
        ts,
        ...(element.action_id ? { action_id: element.action_id } : { text: element.text?.text ?? '' }),
        ...(block.block_id ? { block_id: block.block_id } : {}),
      });
    },
  };
  return (
    <SurfaceContext.Provider value={surface}>
      <Blocks blocks={blocks} />
    </SurfaceContext.Provider>
  );
}

export const succeeded = (outcome: Outcome | null): boolean =>
  outcome?.acknowledged === true && outcome.error === undefined;
