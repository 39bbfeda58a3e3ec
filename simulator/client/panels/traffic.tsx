import { useState } from 'preact/hooks';
import type { TrafficEntry } from '../../protocol.ts';
import { useHere, useLatest } from '../here.ts';
import { sayDate } from '../text/dates.ts';
import { Icon } from '../ui/icon.tsx';

const SHOWN = 60;

/** The last things that went over the wire between the workspace and the app, the newest first. */
export function Traffic({ onClose }: { onClose(): void }) {
  const { workspace } = useLatest();
  const [onlyErrors, setOnlyErrors] = useState(false);
  const entries = workspace.traffic.filter((entry) => !onlyErrors || isFault(entry)).slice(-SHOWN);
  return (
    <aside class="traffic" aria-label="Traffic">
      <header class="column-head">
        <h2>Traffic</h2>
        <label class="broadcast faint">
          <input
            type="checkbox"
            checked={onlyErrors}
            onChange={(event) => setOnlyErrors(event.currentTarget.checked)}
          />
          only errors
        </label>
        <button type="button" class="quiet icon" aria-label="Close traffic" title="Close traffic" onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      <ol class="scroll" reversed>
        {entries.length === 0 ? <li class="faint traffic-empty">Nothing yet.</li> : null}
        {entries.reverse().map((entry) => (
          <Entry key={entry.n} entry={entry} />
        ))}
      </ol>
    </aside>
  );
}

/** Whether something went wrong with this request or event. */
export const isFault = (entry: TrafficEntry): boolean => entry.error !== undefined || (entry.status ?? 200) >= 400;

const DIRECTIONS: Record<TrafficEntry['kind'], string> = {
  call: '← call',
  response_url: '← reply',
  event: '→ event',
  interaction: '→ click',
  socket: '• socket',
};

function Entry({ entry }: { entry: TrafficEntry }) {
  const { reader } = useHere();
  const [open, setOpen] = useState(false);
  return (
    <li class={isFault(entry) ? 'traffic-entry traffic-bad' : 'traffic-entry'}>
      <button type="button" class="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
        <time>{sayDate(entry.at / 1000, '{time_secs}', reader)}</time>
        <span class="faint traffic-kind">{DIRECTIONS[entry.kind]}</span>
        <span class="traffic-name">{entry.name}</span>
        {entry.retry ? <span class="badge">retry {entry.retry}</span> : null}
        <span class="traffic-error">{entry.error ?? (entry.status && entry.status >= 400 ? entry.status : '')}</span>
      </button>
      {open ? <pre>{JSON.stringify({ request: entry.request, answer: entry.answer }, null, 1)}</pre> : null}
    </li>
  );
}
