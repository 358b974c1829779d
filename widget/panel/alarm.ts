/** One thing to do later. Setting it anew replaces what was set before, so timers never pile up. */
export type Alarm = { set(task: () => void, delay: number): void; stop(): void };

export function createAlarm(): Alarm {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = () => clearTimeout(timer);
  return {
    set(task, delay) {
      stop();
      timer = setTimeout(task, delay);
    },
    stop,
  };
}

/** Grows with each failure and is never the same for two visitors, so that a server that returns is not run over. */
export function backoff(failures: number, random: () => number = Math.random): number {
  const ceiling = Math.min(30_000, 1_000 * 2 ** failures);
  return ceiling * (0.5 + random() / 2);
}
