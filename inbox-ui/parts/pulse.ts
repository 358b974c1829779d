import { useEffect, useState } from 'preact/hooks';

/** Moves every so many milliseconds for as long as somebody can see it: what changes by itself is asked for again. */
export function usePulse(everyMs: number): number {
  const [beat, setBeat] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) setBeat((count) => count + 1);
    }, everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return beat;
}
