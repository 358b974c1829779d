/** Seconds left until a moment, redrawn each second while any are left. */
import { useEffect, useSignal } from '../draw/hooks.ts';

export function useSecondsUntil(moment: number | null): number {
  const now = useSignal(Date.now());
  const left = moment === null ? 0 : Math.max(0, Math.ceil((moment - now.value) / 1000));
  useEffect(() => {
    if (moment === null) return;
    const tick = () => {
      now.value = Date.now();
    };
    tick();
    const timer = setInterval(tick, 1000);
    return () => clearInterval(timer);
  }, [moment]);
  return left;
}
