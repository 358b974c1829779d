/** The way out: what ends when, so that nobody is cut off whom somebody else could serve, and nothing under way is lost. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { App } from './http/door.ts';
import type { Readiness } from './http/health.ts';
import type { Newsroom } from './push/news.ts';
import type { Doorbell } from './queue/doorbell.ts';
import type { Listeners } from './queue/listeners.ts';
import type { Rounds } from './queue/rounds.ts';
import type { Worker } from './queue/worker.ts';
import type { Realtime } from './realtime/sockets.ts';
import type { Heartbeat } from './system/heartbeat.ts';

export type Running = {
  readiness: Readiness;
  app: App;
  realtime: Realtime;
  worker: Worker;
  listeners: Listeners;
  rounds: Rounds;
  doorbell: Doorbell;
  heartbeat: Heartbeat;
  newsroom: Newsroom;
  mail: { stop(): Promise<void> } | undefined;
};

/** Clients move elsewhere within this, spread so that they do not come all at once. */
const MOVE_MS = 15_000;
/** For what is being sent. */
const SEND_GRACE_MS = 20_000;
/** A proxy that asks whether we are ready finds out within this, and sends nobody here any more. */
const NOTICED_MS = 5_000;

/**
 * Not ready from now on and nothing claimed any more. Everybody is served as before until they have moved to other
 * processes (`others`) or, where there are none, until what is being sent is over: then alone are connections closed.
 */
export async function stopInOrder(running: Running, others: boolean): Promise<void> {
  const { readiness, app, realtime, worker, listeners, rounds, doorbell, heartbeat, mail } =
    running;
  readiness.draining = true;
  const background = [
    listeners.stop(),
    rounds.stop(),
    heartbeat.stop(),
    worker.stop(SEND_GRACE_MS),
  ];
  const finished = Promise.all([mail?.stop(), ...background]);
  if (others) await Promise.all([finished, sleep(NOTICED_MS), realtime.leave(MOVE_MS)]);
  else await finished.then(() => realtime.leave(MOVE_MS));
  await realtime.end();
  await app.close();
  await running.newsroom.stop();
  // Last, because requests that were under way until now ring and tell, too.
  doorbell.stop();
  realtime.close();
}
