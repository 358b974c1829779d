/** Everything that must stop together: listeners, timers, observers. What is put in here cannot leak. */
export type Lifetime = (() => void)[];

/** Listens until the end of the lifetime. */
export function listen<Heard extends Event = Event>(
  life: Lifetime,
  target: EventTarget,
  type: string,
  heard: (event: Heard) => void,
): void {
  target.addEventListener(type, heard as EventListener);
  life.push(() => target.removeEventListener(type, heard as EventListener));
}

/** Stops all. Safe to call twice. */
export function endAll(life: Lifetime): void {
  for (const end of life.splice(0)) end();
}
