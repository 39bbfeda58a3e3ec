import { useEffect, useState } from 'preact/hooks';
import type { Change } from '../protocol.ts';
import { follow, getSnapshot, getTraffic, getWorld } from './control.ts';
import { applyChange, TRAFFIC_KEPT, type Workspace } from './workspace.ts';

/** The workspace as one person sees it, kept current by the stream of changes; read anew after every reconnection. */
export function useWorkspace(person: string): { workspace: Workspace | null; live: boolean; failure: string | null } {
  const [workspace, setWorkspace] = useState<Workspace | null>(null);
  const [live, setLive] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);

  useEffect(() => {
    let ended = false;
    let missed: Change[] | null = [];
    const read = async () => {
      missed = [];
      const [world, seen, traffic] = await Promise.all([getWorld(), firstPerson(person), getTraffic(TRAFFIC_KEPT)]);
      if (ended) return;
      const since = missed ?? [];
      missed = null;
      setWorkspace((before) => {
        const activity = (before?.activity ?? []).filter((one) => one !== seen.me.id);
        return since.reduce(applyChange, { world, seen, traffic, activity });
      });
      setLive(true);
      setFailure(null);
    };
    const failed = (error: unknown) => setFailure(error instanceof Error ? error.message : String(error));
    if (person === '') {
      read().catch(failed);
      return () => {
        ended = true;
      };
    }
    const end = follow(
      person,
      () => read().catch(failed),
      (forGood) => {
        setLive(false);
        if (forGood) read().catch(failed);
      },
      (change) => {
        if (missed) missed.push(change);
        else setWorkspace((before) => before && applyChange(before, change));
      },
    );
    return () => {
      ended = true;
      end();
    };
  }, [person]);
  return { workspace, live, failure };
}

/** The person's own view, or that of somebody to begin with. */
async function firstPerson(person: string) {
  if (person !== '') return getSnapshot(person);
  const { people } = await getWorld();
  return getSnapshot(people.find((one) => !one.bot && !one.deleted)?.id ?? '');
}
