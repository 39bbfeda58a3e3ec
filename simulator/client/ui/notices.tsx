import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { Icon } from './icon.tsx';

interface Notice {
  id: number;
  sentence: string;
}

const SHOWN_FOR_MS = 8_000;

/** Sentences for the acting person that belong to no message. */
export function useNotices() {
  const [notices, setNotices] = useState<Notice[]>([]);
  const dismiss = useCallback((id: number) => setNotices((all) => all.filter((one) => one.id !== id)), []);
  const tell = useCallback(
    (sentence: string) => {
      const id = performance.now();
      setNotices((all) => [...all.filter((one) => one.sentence !== sentence), { id, sentence }]);
      setTimeout(() => dismiss(id), SHOWN_FOR_MS);
    },
    [dismiss],
  );
  const clear = useCallback(() => setNotices((all) => (all.length === 0 ? all : [])), []);
  return { notices, tell, dismiss, clear };
}

/** Shows them above everything, open forms included. */
export function Notices({ notices, onDismiss }: { notices: Notice[]; onDismiss(id: number): void }) {
  const frame = useRef<HTMLDivElement>(null);
  const last = notices.at(-1)?.id;
  useEffect(() => {
    frame.current?.hidePopover();
    if (last !== undefined) frame.current?.showPopover();
  }, [last]);
  return (
    <div class="notices" role="alert" popover="manual" ref={frame}>
      {notices.map(({ id, sentence }) => (
        <div class="notice" key={id}>
          <span>{sentence}</span>
          <button type="button" class="quiet icon" aria-label="Dismiss" onClick={() => onDismiss(id)}>
            <Icon name="close" />
          </button>
        </div>
      ))}
    </div>
  );
}
