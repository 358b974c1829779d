/** The time, as far as screens need it: one signal for all, so that rows do not each keep a timer. */
import { signal } from '@preact/signals';

const STEP_MS = 10_000;

export const now = signal(Date.now());

/** Let time pass; at once again when the tab comes back. */
export function startClock(): void {
  const tick = () => {
    now.value = Date.now();
  };
  setInterval(tick, STEP_MS);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') tick();
  });
}
