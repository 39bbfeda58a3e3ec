import { useState } from 'preact/hooks';
import type { Message } from '../../protocol.ts';
import { useHere } from '../here.ts';
import { fromTyped, toTyped } from '../typed.ts';

/** Changes the words of one's own message. */
export function EditBox({ channel, message, onDone }: { channel: string; message: Message; onDone(): void }) {
  const { act, workspace } = useHere();
  const [text, setText] = useState(() => toTyped(message.text, workspace));
  const save = async () => {
    if (await act({ do: 'edit', channel, ts: message.ts, text: fromTyped(text, workspace) })) onDone();
  };
  return (
    <div class="edit-box">
      <textarea
        class="field"
        aria-label="Edit message"
        rows={3}
        ref={(box) => box?.focus()}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onDone();
          if (event.key !== 'Enter' || event.shiftKey) return;
          event.preventDefault();
          void save();
        }}
      />
      <div class="row">
        <button type="button" class="button" onClick={onDone}>
          Cancel
        </button>
        <button type="button" class="button primary" disabled={text.trim() === ''} onClick={save}>
          Save
        </button>
      </div>
    </div>
  );
}
