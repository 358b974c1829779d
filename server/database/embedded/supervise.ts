import { setTimeout as sleep } from 'node:timers/promises';
import type { GuardedProcess } from './guarded-process.ts';
import { disownPidFile, stopPostmaster } from './postmaster.ts';
import type { Undo } from './undo-stack.ts';

const STOP_PATIENCE = 10_000;
const AGAIN_AFTER = 1_000;

/** Told with the last lines of a server that ended by itself, and of every vain try to start it again. */
export type OnEnd = (reason: string) => void;

type Running = {
  server: GuardedProcess;
  clusterDir: string;
  undo: Undo;
  /** Starts another server in its place. */
  again(): Promise<GuardedProcess>;
  /** Left out, a server that ends by itself is not started again. */
  onEnd: OnEnd | undefined;
};

/** Sees to the server until it is told to stop: killed, or out of room on the disk, it is started anew until it runs. */
export function supervise(running: Running): { died: Promise<string>; stop(): Promise<void> } {
  const supervisor = new Supervisor(running);
  return { died: supervisor.watch(), stop: () => supervisor.stop() };
}

class Supervisor {
  readonly #running: Running;
  #server: GuardedProcess;
  #finished: Promise<void> | undefined;
  #reviving: Promise<void> = Promise.resolve();

  constructor(running: Running) {
    this.#running = running;
    this.#server = running.server;
  }

  /** Resolves with its last lines when the server has ended for good by itself. */
  async watch(): Promise<string> {
    const { onEnd } = this.#running;
    for (;;) {
      await this.#server.ended;
      if (this.#finished !== undefined) return new Promise<string>(() => undefined);
      const last = this.#server.log();
      if (!onEnd) {
        await this.stop().catch(() => undefined);
        return last;
      }
      onEnd(last);
      this.#reviving = this.#revive(onEnd);
      await this.#reviving;
    }
  }

  stop(): Promise<void> {
    this.#finished ??= this.#finish();
    return this.#finished;
  }

  async #revive(tell: OnEnd): Promise<void> {
    for (; this.#finished === undefined; await sleep(AGAIN_AFTER)) {
      try {
        await this.#endRest();
        await disownPidFile(this.#running.clusterDir);
        this.#server = await this.#running.again();
        return;
      } catch (error) {
        tell(error instanceof Error ? error.message : String(error));
      }
    }
  }

  async #finish(): Promise<void> {
    this.#server.cut();
    await this.#endRest();
    // Another one may have got on its feet meanwhile.
    await this.#reviving;
    this.#server.cut();
    await this.#endRest();
    await this.#server.ended;
    await this.#running.undo.run();
  }

  /** What ended may be the watcher alone, with the server still at work. */
  #endRest(): Promise<void> {
    return stopPostmaster(this.#running.clusterDir, STOP_PATIENCE);
  }
}
