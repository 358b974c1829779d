/** Waits for something that happens after an answer was given. */
import { setTimeout as sleep } from 'node:timers/promises';

/** Resolves when `check` says yes. @throws when it has not within `patience` ms */
export async function until(
  check: () => boolean | Promise<boolean>,
  patience = 5_000,
): Promise<void> {
  const deadline = Date.now() + patience;
  while (!(await check())) {
    if (Date.now() > deadline) throw new Error(`not within ${patience} ms`);
    await sleep(15);
  }
}
