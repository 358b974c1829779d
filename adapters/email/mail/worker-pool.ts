/** Mails read in worker threads, each within a time and a memory limit (C8). */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { UnderstoodMail } from './understand.ts';

/** What became of a mail: understood, or kept unread for a reason that people can be told. */
export type ReadOutcome = UnderstoodMail | { problem: string };

export type MailReader = {
  /**
   * Reads one mail; mails given at once wait for each other. Never rejects. What is ours is not
   * known in the thread: its verdict is never `own_echo`.
   */
  read(raw: Uint8Array): Promise<ReadOutcome>;
  /** Ends the threads; what is not read by then comes back as a problem. */
  close(): Promise<void>;
};

export type MailReaderOptions = {
  workers?: number;
  timeoutMs?: number;
  memoryMb?: number;
  /** The built worker, where it is not the one of this package. */
  file?: string;
};

type Job = { raw: Uint8Array; settle: (outcome: ReadOutcome) => void };

/** A reader whose threads start with the first mail and never keep the process alive when idle. */
export function createMailReader(options: MailReaderOptions = {}): MailReader {
  const { workers = 1, timeoutMs = 10_000, memoryMb = 256, file = builtWorker() } = options;
  const desks = Array.from({ length: workers }, () => new Desk(file, { timeoutMs, memoryMb }));
  const waiting: Job[] = [];
  let isClosed = false;

  async function work(desk: Desk): Promise<void> {
    for (let job = waiting.shift(); job; job = waiting.shift()) {
      job.settle(await desk.read(job.raw));
    }
  }

  return {
    read(raw) {
      if (isClosed) return Promise.resolve({ problem: CLOSED });
      return new Promise((settle) => {
        waiting.push({ raw, settle });
        const idle = desks.find((desk) => !desk.isBusy);
        if (idle) void work(idle);
      });
    },
    async close() {
      isClosed = true;
      for (const { settle } of waiting.splice(0)) settle({ problem: CLOSED });
      await Promise.all(desks.map((desk) => desk.close()));
    },
  };
}

const NURSERY_MB = 12;
const CLOSED = 'the mail reader was closed';

/** One thread at a time, replaced whenever it had to be ended. */
class Desk {
  isBusy = false;
  #worker: Worker | null = null;
  readonly #file: string;
  readonly #limits: { timeoutMs: number; memoryMb: number };
  #end: (problem: string) => void = () => undefined;

  constructor(file: string, limits: { timeoutMs: number; memoryMb: number }) {
    this.#file = file;
    this.#limits = limits;
  }

  async read(raw: Uint8Array): Promise<ReadOutcome> {
    this.isBusy = true;
    const worker = this.#worker ?? this.#hire();
    worker.ref();
    const outcome = await this.#answerOf(worker, raw);
    worker.unref();
    this.isBusy = false;
    return outcome;
  }

  async close(): Promise<void> {
    this.#end(CLOSED);
    await this.#worker?.terminate();
    this.#worker = null;
  }

  #hire(): Worker {
    const worker = new Worker(this.#file, {
      // Mails are short-lived: a large nursery would only keep their remains longer.
      resourceLimits: {
        maxOldGenerationSizeMb: this.#limits.memoryMb,
        maxYoungGenerationSizeMb: NURSERY_MB,
      },
      // A mail has no business with the environment.
      env: {},
    });
    const leave = () => {
      if (this.#worker === worker) this.#worker = null;
    };
    worker.on('error', leave).on('exit', leave);
    this.#worker = worker;
    return worker;
  }

  #answerOf(worker: Worker, raw: Uint8Array): Promise<ReadOutcome> {
    const { timeoutMs, memoryMb } = this.#limits;
    const copy = Uint8Array.from(raw);
    return new Promise((resolve) => {
      const settle = (outcome: ReadOutcome) => {
        clearTimeout(timer);
        worker.off('message', settle).off('error', fail).off('exit', leave);
        this.#end = () => undefined;
        resolve(outcome);
      };
      const dismiss = (problem: string) => {
        settle({ problem });
        if (this.#worker === worker) this.#worker = null;
        // Its last words concern nobody.
        worker.on('error', () => undefined);
        void worker.terminate();
      };
      const fail = (error: unknown) => dismiss(reasonOf(error, memoryMb));
      const leave = () => dismiss('the thread that read the mail ended');
      const timer = setTimeout(
        dismiss,
        timeoutMs,
        `the mail took more than ${timeoutMs} ms to read`,
      );
      this.#end = dismiss;
      worker.on('message', settle).on('error', fail).on('exit', leave);
      worker.postMessage(copy, [copy.buffer]);
    });
  }
}

function reasonOf(error: unknown, memoryMb: number): string {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  if (code === 'ERR_WORKER_OUT_OF_MEMORY') return `the mail took more than ${memoryMb} MB to read`;
  return 'the thread that read the mail broke down';
}

/** Next to the server's programs in the package's `dist`, whether this runs from there or from source. */
function builtWorker(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const file = join(folder, 'dist/server/mail-worker.js');
    if (existsSync(file)) return file;
    if (folder === dirname(folder)) throw new Error('dist/server/mail-worker.js is not built');
  }
}
