/** One process of the product, at the same address after every death. */
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  freePort,
  type ServerProcess,
  type Settings,
  START,
  startServer,
  stop,
} from '../../support/server-process.ts';

export class HubNode {
  readonly url: string;
  /** Lines it logged as an error or worse, and what it said on standard error. */
  readonly complaints: string[] = [];
  /** Of all its lives, in bytes. */
  peakRss = 0;
  /** What its next life is started from: this version, or another. */
  program: string;
  readonly #settings: Settings;
  #process: ServerProcess | null = null;

  private constructor(port: number, settings: Settings, program: string) {
    this.url = `http://localhost:${port}`;
    this.program = program;
    this.#settings = { ...settings, HOST: '127.0.0.1', PORT: String(port) };
  }

  static async start(settings: Settings, program = START): Promise<HubNode> {
    const node = new HubNode(await freePort(), settings, program);
    await node.comeBack();
    return node;
  }

  /** @param settings for this life only */
  async comeBack(settings: Settings = {}): Promise<void> {
    this.#process = await startServer({ ...this.#settings, ...settings }, this.program);
  }

  /**
   * A life that is to end by itself at a named moment.
   * @returns whether it did within `patience` ms; it has ended either way
   */
  async liveUntil(failpoint: string, patience: number): Promise<boolean> {
    try {
      await this.comeBack({ FAILPOINT: failpoint });
    } catch (error) {
      // So soon that it was not even ready.
      if (error instanceof Error && /ended with null/.test(error.message)) return true;
      throw error;
    }
    const timeout = new AbortController();
    const late = sleep(patience, false, { signal: timeout.signal }).catch(() => false);
    const reached = await Promise.race([this.ended().then(() => true), late]);
    timeout.abort();
    if (!reached) await this.die();
    return reached;
  }

  get pid(): number {
    return this.#process?.pid ?? 0;
  }

  /** `kill -9`. */
  async die(): Promise<void> {
    this.measure();
    this.signal('SIGKILL');
    await this.ended();
  }

  signal(name: NodeJS.Signals): void {
    this.#process?.signal(name);
  }

  /** Resolves with the exit code when it has ended by itself or by a signal (null). */
  async ended(): Promise<number | null> {
    const running = this.#process;
    if (!running) return null;
    const { code, out, err } = await running.ended;
    if (this.#process === running) {
      this.#process = null;
      this.complaints.push(...errorsIn(out), ...(err ? [err] : []));
    }
    return code;
  }

  /** In good order. */
  async stop(): Promise<void> {
    this.measure();
    if (this.#process) await stop(this.#process);
    await this.ended();
  }

  /** Asks the kernel how much memory it has held at most: the answer goes with the process. */
  measure(): void {
    const file = `/proc/${this.pid}/status`;
    const status = existsSync(file) ? readFileSync(file, 'utf8') : '';
    const kilobytes = Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? 0);
    this.peakRss = Math.max(this.peakRss, kilobytes * 1024);
  }
}

/** Pino's number for an error. */
const ERROR = 50;

function errorsIn(out: string): string[] {
  const lines = out.split('\n').filter((line) => line.startsWith('{"level"'));
  return lines.filter((line) => Number(/"level":(\d+)/.exec(line)?.[1]) >= ERROR);
}
