import { useEffect, useState } from 'preact/hooks';

export interface Choice {
  value: string;
  label: string;
  description?: string | undefined;
  group?: string | undefined;
  badge?: string | undefined;
  /** Something new waits there. */
  news?: boolean;
}

const SEARCH_AFTER_MS = 200;

/** The choices that fit what was typed, asked for after a short rest, and all that were found before. */
export function useFound(
  open: boolean,
  typed: string,
  search: ((typed: string) => Promise<Choice[]>) | undefined,
  searchFrom: number,
) {
  const [found, setFound] = useState<Choice[]>([]);
  const [known, setKnown] = useState<Choice[]>([]);
  useEffect(() => {
    if (!open || !search || [...typed].length < searchFrom) return setFound([]);
    let current = true;
    const asking = setTimeout(async () => {
      const answer = await search(typed);
      if (!current) return;
      setFound(answer);
      setKnown((all) => [...all, ...answer]);
    }, SEARCH_AFTER_MS);
    return () => {
      current = false;
      clearTimeout(asking);
    };
  }, [open, typed]);
  return { found, known };
}
