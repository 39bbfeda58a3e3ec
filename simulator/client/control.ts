import type {
  Act,
  Change,
  FaultOrder,
  MoveTime,
  Outcome,
  Refused,
  Snapshot,
  TrafficEntry,
  World,
} from '../protocol.ts';

/** What the workspace would not let a person do, in its words. */
export class ActRefused extends Error {}

export const getWorld = (): Promise<World> => ask('/sim/world');

export const getSnapshot = (person: string): Promise<Snapshot> => ask(`/sim/snapshot?as=${encodeURIComponent(person)}`);

export const getTraffic = (last: number): Promise<TrafficEntry[]> => ask(`/sim/traffic?last=${last}`);

/** Does what a person does. Throws `ActRefused` when their client would not have offered it. */
export const act = (deed: Act): Promise<Outcome> => ask('/sim/act', deed);

export const moveTime = (move: MoveTime): Promise<{ now: number }> => ask('/sim/time', move);

export const orderFault = (order: FaultOrder): Promise<{ ok: true }> => ask('/sim/faults', order);

/**
 * Follows the changes that one person sees. `opened` is called on every (re)connection, `lost` whenever it breaks:
 * with `true` when it will not come back by itself. The returned function ends it.
 */
export function follow(
  person: string,
  opened: () => void,
  lost: (forGood: boolean) => void,
  changed: (change: Change) => void,
): () => void {
  const stream = new EventSource(`/sim/changes?as=${encodeURIComponent(person)}`);
  stream.onopen = opened;
  stream.onerror = () => lost(stream.readyState === EventSource.CLOSED);
  stream.onmessage = (event) => changed(JSON.parse(event.data) as Change);
  return () => stream.close();
}

async function ask<Answer>(path: string, body?: unknown): Promise<Answer> {
  const answer = await fetch(
    path,
    body === undefined
      ? {}
      : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
  ).catch(() => {
    throw new ActRefused('The workspace does not answer. Start it again, then reload this page.');
  });
  const content = (await answer.json().catch(() => ({ error: `The workspace answered ${answer.status}.` }))) as
    | Answer
    | Refused;
  if (!answer.ok) throw new ActRefused((content as Refused).error);
  return content as Answer;
}
