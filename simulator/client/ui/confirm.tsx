import { useId } from 'preact/hooks';
import type { ConfirmObject } from '../blocks/shapes.ts';
import { TextOf } from '../blocks/text.tsx';
import { withEmoji } from '../text/emoji.ts';
import { Dialog } from './dialog.tsx';

/** Asks once before something is done. */
export function ConfirmDialog({ question, onAnswer }: { question: ConfirmObject; onAnswer(yes: boolean): void }) {
  const id = useId();
  return (
    <Dialog labelledBy={id} class="dialog-small" onCancel={() => onAnswer(false)}>
      <header class="dialog-head">
        <h2 id={id}>{withEmoji(question.title.text)}</h2>
      </header>
      <div class="dialog-body">
        <TextOf text={question.text} />
      </div>
      <footer class="dialog-foot">
        <button type="button" class="button" onClick={() => onAnswer(false)}>
          {withEmoji(question.deny.text)}
        </button>
        <button
          type="button"
          class={`button ${question.style === 'danger' ? 'danger' : 'primary'}`}
          onClick={() => onAnswer(true)}
        >
          {withEmoji(question.confirm.text)}
        </button>
      </footer>
    </Dialog>
  );
}
