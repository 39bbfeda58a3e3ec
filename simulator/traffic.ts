import type { TrafficEntry } from './protocol.ts';

type Started = Pick<TrafficEntry, 'kind' | 'name' | 'request'> & Partial<TrafficEntry>;

/** Everything that went between Slack and the app, oldest first, tokens masked. */
export interface Traffic {
  readonly entries: readonly TrafficEntry[];
  /** Notes the beginning of an exchange; the returned function adds how it ended. */
  start(entry: Started): (end: Partial<Pick<TrafficEntry, 'answer' | 'error' | 'status'>>) => void;
}

export function recordTraffic(now: () => number, keep: boolean, noted: (entry: TrafficEntry) => void): Traffic {
  const entries: TrafficEntry[] = [];
  let n = 0;
  return {
    entries,
    start(started) {
      n += 1;
      const entry: TrafficEntry = { n, at: now(), answer: null, ...started, request: masked(started.request) };
      if (keep) entries.push(entry);
      noted(entry);
      return (end) => {
        Object.assign(entry, end, 'answer' in end ? { answer: masked(end.answer) } : {});
        noted(entry);
      };
    },
  };
}

const secret = /xox[a-z]-[\w-]+|xapp-[\w-]+/g;

/** A deep copy without tokens. */
function masked(value: unknown): unknown {
  if (value === undefined) return null;
  return JSON.parse(JSON.stringify(value).replace(secret, (token) => `${token.slice(0, 5)}…`));
}
