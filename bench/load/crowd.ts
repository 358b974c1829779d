/** A crowd of live connections from a process of its own: see `crowd.mjs`. And what is measured beside it: `bare.mjs`. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { until } from '../../test/support/until.ts';
import { root } from '../../test/tools/tree.ts';

export type CrowdPlan = {
  url: string;
  namespace: '/agent' | '/visitor';
  count: number;
  perSecond: number;
  /** More for the address of the handshake, such as `&for=visitor`. */
  query?: string;
} & ({ auths: readonly object[] } | { visitorsOf: string });

/** `open`: connections that were let in and last. */
export type CrowdState = {
  open: number;
  heard: number;
  lost: number;
  tries: number;
  refused: number;
  /** How long each loss of a connection took, in ms. */
  away: number[];
};

const FLAGS = ['--import', path.join(root, 'bench/load/collect.mjs')];

export class Crowd {
  readonly #child: ChildProcess;
  state: CrowdState = { open: 0, heard: 0, lost: 0, tries: 0, refused: 0, away: [] };

  constructor(plan: CrowdPlan) {
    this.#child = spawn(process.execPath, [
      path.join(root, 'bench/load/crowd.mjs'),
      JSON.stringify(plan),
    ]);
    if (!this.#child.stdout) throw new Error('the crowd says nothing');
    createInterface({ input: this.#child.stdout }).on('line', (line) => {
      this.state = JSON.parse(line) as CrowdState;
    });
  }

  async gathered(count: number, patienceMs = 120_000): Promise<void> {
    await until(() => this.state.open >= count, patienceMs);
  }

  /** So many of them stop reading. */
  pause(count: number): void {
    this.#tell({ name: 'pause', count });
  }

  /** So many of them send a packet and are answered some time. */
  send(count: number, packet: unknown[]): void {
    this.#tell({ name: 'send', count, packet });
  }

  async end(): Promise<void> {
    const gone = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await gone;
  }

  #tell(command: object): void {
    this.#child.stdin?.write(`${JSON.stringify(command)}\n`);
  }
}

export type Bare = { url: string; pid: number; end(): Promise<void> };

/** @param database options for postgres.js, for a bare server that also writes */
export async function startBare(database: object | null = null): Promise<Bare> {
  const program = path.join(root, 'bench/load/bare.mjs');
  const child = spawn(process.execPath, [...FLAGS, program, JSON.stringify({ database })], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [port] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    async end() {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}

/** For a server whose memory is measured. */
export const collecting = { NODE_OPTIONS: FLAGS.join(' ') };
