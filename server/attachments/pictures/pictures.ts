/** Pictures made smaller, one at a time, by a process that is started when one is asked for and ends when none is. */
import { type ChildProcess, fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import os from 'node:os';
import { inPackage } from '../../package-root.ts';

/** One picture to be drawn anew, from file to file. */
export type Drawing = {
  from: string;
  to: string;
  /** The longest side of what is drawn, in pixels. Nothing is made larger. */
  side: number;
  /** What has no more bytes than this, and no more pixels than it needs, is left as it is. */
  leaveBytes: number;
};

/**
 * `left`: it is small already, and nothing was drawn. `no`: it is no picture that may be shown. `failed`: it took too
 * long, too much else was waiting, or the process ended: nobody knows whose fault that was.
 */
export type Drawn = { drawn: 'yes' | 'left' | 'no' | 'failed' };

export type Pictures = {
  /** Always WebP without metadata, turned as it was meant to be seen. Never rejects. */
  draw(drawing: Drawing): Promise<Drawn>;
};

/** Starting included; the machine may be busy. */
const PATIENCE_MS = 12_000;
const IDLE_MS = 20_000;
/** Below everything else: a screen may wait for a picture, a message may not. */
const NICENESS = 10;
/** Who asks while so many wait has to come again. */
const MOST_WAITING = 200;

type Job = { drawing: Drawing; settle: (drawn: Drawn) => void };

export function createPictures(): Pictures {
  const desk = new Desk();
  const waiting: Job[] = [];
  let isBusy = false;

  async function work(): Promise<void> {
    isBusy = true;
    for (let job = waiting.shift(); job; job = waiting.shift()) {
      job.settle(await desk.draw(job.drawing));
    }
    isBusy = false;
  }

  return {
    draw(drawing) {
      if (waiting.length >= MOST_WAITING) return Promise.resolve({ drawn: 'failed' });
      return new Promise((settle) => {
        waiting.push({ drawing, settle });
        if (!isBusy) void work();
      });
    },
  };
}

/** The process, replaced whenever it had to be ended. */
class Desk {
  #painter: ChildProcess | null = null;
  #idle: NodeJS.Timeout | null = null;

  async draw(drawing: Drawing): Promise<Drawn> {
    if (this.#idle) clearTimeout(this.#idle);
    const painter = this.#painter ?? this.#hire();
    const drawn = await this.#answerOf(painter, drawing);
    this.#idle = setTimeout(() => this.#dismiss(), IDLE_MS).unref();
    return drawn;
  }

  #dismiss(): void {
    this.#painter?.kill('SIGKILL');
    this.#painter = null;
  }

  #hire(): ChildProcess {
    const file = inPackage('dist/server/picture-worker.js');
    if (!existsSync(file)) throw new Error('dist/server/picture-worker.js is not built');
    // A picture has no business with the environment.
    const painter = fork(file, [], {
      env: {},
      execArgv: [],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    painter.unref();
    painter.channel?.unref();
    painter.once('exit', () => {
      if (this.#painter === painter) this.#painter = null;
    });
    painter.once('spawn', () => os.setPriority(painter.pid ?? 0, NICENESS));
    this.#painter = painter;
    return painter;
  }

  #answerOf(painter: ChildProcess, drawing: Drawing): Promise<Drawn> {
    return new Promise((resolve) => {
      const settle = (drawn: Drawn) => {
        clearTimeout(timer);
        painter.off('message', settle).off('exit', fail).off('error', fail);
        resolve(drawn);
      };
      const fail = () => {
        settle({ drawn: 'failed' });
        if (this.#painter === painter) this.#dismiss();
      };
      const timer = setTimeout(fail, PATIENCE_MS);
      painter.on('message', settle).on('exit', fail).on('error', fail);
      painter.send(drawing);
    });
  }
}
