import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { View } from '../../protocol.ts';
import { Blocks } from '../blocks/blocks.tsx';
import { SurfaceContext } from '../blocks/surface.ts';
import { useHere, useLatest } from '../here.ts';
import { withEmoji } from '../text/emoji.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Icon } from '../ui/icon.tsx';
import { useViewSurface } from './view-surface.ts';

/** The open forms of the acting person; the topmost is on the screen. */
export function Modals() {
  const { act } = useHere();
  const { views } = useLatest().workspace.seen;
  const id = useId();
  const closing = useRef(false);
  const top = views.at(-1);
  if (!top) return null;
  /** Once, also for a double click, and for the Escape that a date field passes on twice. */
  const close = async (all: boolean) => {
    if (closing.current) return;
    closing.current = true;
    await act(all ? { do: 'close', all } : { do: 'close' });
    closing.current = false;
  };
  return (
    <Dialog labelledBy={id} class="dialog-modal" onCancel={() => close(true)}>
      <ModalView key={top.id} view={top} titleId={id} depth={views.length} close={close} />
    </Dialog>
  );
}

interface ModalViewProps {
  view: View;
  titleId: string;
  depth: number;
  /** Closes this form, or `all` that lie upon each other. */
  close(all: boolean): Promise<void>;
}

function ModalView({ view, titleId, depth, close }: ModalViewProps) {
  const { workspace, act } = useHere();
  const { surface, values, setErrors } = useViewSurface(view);
  const [state, setState] = useState<'idle' | 'sending' | 'failed'>('idle');
  const body = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const wanted = body.current?.querySelector<HTMLElement>('[autofocus]');
    (wanted ?? body.current?.querySelector<HTMLElement>('input, textarea, select, button'))?.focus();
  }, []);

  const submit = async () => {
    setState('sending');
    setErrors({});
    const outcome = await act({ do: 'submit', values: values() });
    const errors = outcome?.errors ?? {};
    setErrors(errors);
    const failed = outcome === null || outcome.error !== undefined;
    setState(failed ? 'failed' : 'idle');
    const [first] = Object.keys(errors);
    if (first)
      body.current
        ?.querySelector<HTMLElement>(`[data-block="${CSS.escape(first)}"] :is(input, textarea, button)`)
        ?.focus();
  };

  return (
    <form
      class="modal-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (state !== 'sending' && view.submit) void submit();
      }}
    >
      <header class="dialog-head">
        {depth > 1 ? (
          <button type="button" class="quiet icon" aria-label="Back" title="Back" onClick={() => close(false)}>
            <Icon name="back" />
          </button>
        ) : null}
        <h2 id={titleId}>{withEmoji(view.title?.text ?? '')}</h2>
        <button type="button" class="quiet icon" aria-label="Close form" title="Close form" onClick={() => close(true)}>
          <Icon name="close" />
        </button>
      </header>
      <div class="dialog-body" ref={body}>
        <SurfaceContext.Provider value={surface}>
          <Blocks blocks={view.blocks} />
        </SurfaceContext.Provider>
        {state === 'failed' ? (
          <p class="banner" role="alert">
            {workspace.world.app.name} did not answer. What you entered is still here: try again in a moment.
          </p>
        ) : null}
      </div>
      <footer class="dialog-foot">
        <button type="button" class="button" onClick={() => close(false)}>
          {withEmoji(view.close?.text ?? 'Cancel')}
        </button>
        {view.submit ? (
          <button type="submit" class="button primary" disabled={state === 'sending'} aria-busy={state === 'sending'}>
            {withEmoji(view.submit.text)}
          </button>
        ) : null}
      </footer>
    </form>
  );
}
