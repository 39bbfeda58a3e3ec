import { useEffect, useState } from 'preact/hooks';

const TICK_MS = 5_000;

/** The workspace's time in whole minutes, going on from the last reading at the pace of this machine unless it is held. */
export function useNow(reading: number, held: boolean): number {
  const [now, setNow] = useState(wholeMinute(reading));
  useEffect(() => {
    const began = performance.now();
    setNow(wholeMinute(reading));
    if (held) return undefined;
    const ticking = setInterval(() => setNow(wholeMinute(reading + performance.now() - began)), TICK_MS);
    return () => clearInterval(ticking);
  }, [reading, held]);
  return now;
}

const wholeMinute = (at: number): number => Math.floor(at / 60_000) * 60_000;
