import { useEffect, useState } from 'preact/hooks';

const TICK_MS = 5_000;

/** The workspace's time, going on from the last reading at the pace of this machine unless it is held. */
export function useNow(reading: number, held: boolean): number {
  const [now, setNow] = useState(reading);
  useEffect(() => {
    const began = performance.now();
    setNow(reading);
    if (held) return undefined;
    const ticking = setInterval(() => setNow(reading + performance.now() - began), TICK_MS);
    return () => clearInterval(ticking);
  }, [reading, held]);
  return now;
}
