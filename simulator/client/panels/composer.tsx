import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Channel, NewFile } from '../../protocol.ts';
import { type Deed, useHere } from '../here.ts';
import { APP } from '../place.ts';
import { complete, type Suggestion, suggest } from '../suggest.ts';
import { fromTyped } from '../typed.ts';
import { Icon } from '../ui/icon.tsx';
import { Menu } from '../ui/menu.tsx';
import { succeeded } from './message-surface.tsx';
import { Suggestions } from './suggestions.tsx';

interface ComposerProps {
  channel: Channel;
  thread?: string;
  title: string;
}

/** Where a person writes: messages with mentions and files, and in channels the app's commands. */
export function Composer({ channel, thread, title }: ComposerProps) {
  const { workspace, act, tell } = useHere();
  const { world, seen } = workspace;
  const id = useId();
  const box = useRef<HTMLTextAreaElement>(null);
  /** Where the caret goes once a suggestion is written. */
  const placing = useRef<number | null>(null);
  const [text, setText] = useState('');
  const [caret, setCaret] = useState(0);
  const [active, setActive] = useState(0);
  const [closed, setClosed] = useState(false);
  const [broadcast, setBroadcast] = useState(false);
  const [files, setFiles] = useState<NewFile[]>([]);
  const [sending, setSending] = useState(false);

  useEffect(() => setText(''), [channel.id, thread]);
  useLayoutEffect(() => {
    if (placing.current !== null) box.current?.setSelectionRange(placing.current, placing.current);
    placing.current = null;
  }, [text]);
  useLayoutHeight(box, text);

  const suggestions = closed ? [] : suggest(text, caret, workspace, thread !== undefined);
  const open = suggestions.length > 0;
  const pick = (suggestion: Suggestion) => {
    const next = complete(text, caret, suggestion);
    setText(next.text);
    setCaret(next.caret);
    placing.current = next.caret;
    box.current?.focus();
  };

  const deedFor = (words: string, command: RegExpExecArray | null): Deed => {
    if (command) return { do: 'command', channel: channel.id, command: command[1] ?? '', text: command[2] ?? '' };
    const said = fromTyped(words, workspace);
    if (channel.id === APP) return { do: 'say_to_bot', text: said };
    return {
      do: 'say',
      channel: channel.id,
      text: said,
      ...(thread ? { thread, broadcast } : {}),
      ...(files.length ? { files } : {}),
    };
  };

  const send = async () => {
    const words = text.trim();
    if ((words === '' && files.length === 0) || sending) return;
    setSending(true);
    const command = /^(\/[a-z0-9_-]+)(?:\s+([\s\S]*))?$/i.exec(words);
    if (command && thread) tell('Commands do not work in threads. Write it in the channel.');
    const outcome = thread && command ? null : await act(deedFor(words, command));
    setSending(false);
    box.current?.focus();
    if (!succeeded(outcome)) return;
    setText('');
    setFiles([]);
    setBroadcast(false);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const chosen = suggestions[active];
    if (open && step) setActive((active + step + suggestions.length) % suggestions.length);
    else if (open && event.key === 'Escape') setClosed(true);
    else if (open && chosen && (event.key === 'Tab' || (event.key === 'Enter' && !isWhole(text, caret, chosen))))
      pick(chosen);
    else if (event.key === 'Enter' && !event.shiftKey) void send();
    else return;
    event.preventDefault();
  };

  if (channel.archived) return <p class="composer-note faint">This channel is archived.</p>;
  return (
    <div class="composer">
      {open ? (
        <Suggestions id={id} suggestions={suggestions} active={active} onActive={setActive} onPick={pick} />
      ) : null}
      <div class="composer-box">
        <textarea
          ref={box}
          rows={1}
          aria-label={thread ? 'Reply' : `Message ${title}`}
          placeholder={thread ? 'Reply…' : `Message ${title}`}
          aria-autocomplete="list"
          aria-controls={open ? `${id}-list` : undefined}
          aria-activedescendant={open ? `${id}-${active}` : undefined}
          value={text}
          onInput={(event) => {
            setText(event.currentTarget.value);
            setCaret(event.currentTarget.selectionStart);
            setActive(0);
            setClosed(false);
          }}
          onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
          onBlur={() => setTimeout(() => setClosed(true), 150)}
          onKeyDown={onKeyDown}
        />
        {files.length > 0 ? (
          <div class="row composer-files">
            {files.map((file) => (
              <span class="chip" key={file.name}>
                <Icon name="file" /> {file.name}
                <button
                  type="button"
                  class="quiet"
                  aria-label={`Remove ${file.name}`}
                  onClick={() => setFiles((all) => all.filter((one) => one !== file))}
                >
                  <Icon name="close" />
                </button>
              </span>
            ))}
          </div>
        ) : null}
        <div class="row composer-row">
          <label class="quiet icon attach" title="Attach files">
            <input
              type="file"
              multiple
              aria-label="Attach files"
              onChange={async (event) => {
                const picked = [...(event.currentTarget.files ?? [])];
                event.currentTarget.value = '';
                setFiles([...files, ...(await Promise.all(picked.map(readFile)))]);
              }}
            />
            <Icon name="plus" />
          </label>
          {!seen.external && !thread && world.app.globalShortcuts.length > 0 ? (
            <Menu
              label="Shortcuts"
              class="quiet icon"
              items={world.app.globalShortcuts.map(({ callbackId, name }) => ({
                label: name,
                description: world.app.name,
                onPick: () => void act({ do: 'global_shortcut', callbackId }),
              }))}
            >
              <Icon name="bolt" />
            </Menu>
          ) : null}
          {thread ? (
            <label class="broadcast faint">
              <input
                type="checkbox"
                checked={broadcast}
                onChange={(event) => setBroadcast(event.currentTarget.checked)}
              />
              Also send to {title}
            </label>
          ) : null}
          <button
            type="button"
            class="button primary send"
            disabled={sending || (text.trim() === '' && files.length === 0)}
            aria-busy={sending}
            onClick={send}
          >
            Send
          </button>
        </div>
      </div>
    </div>
  );
}

/** Whether the suggestion is already written in full, so that Enter sends. */
const isWhole = (text: string, caret: number, suggestion: Suggestion): boolean =>
  text.slice(suggestion.from, caret) === suggestion.insert.trimEnd();

const readFile = async (file: File): Promise<NewFile> => ({
  name: file.name,
  content: await file.text(),
  ...(file.type ? { mimetype: file.type } : {}),
});

function useLayoutHeight(box: { current: HTMLTextAreaElement | null }, text: string): void {
  useEffect(() => {
    if (!box.current) return;
    box.current.style.height = 'auto';
    box.current.style.height = `${Math.min(box.current.scrollHeight, 220)}px`;
  }, [text]);
}
