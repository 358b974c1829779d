/** A real Redis of its own on loopback, that can be taken away and brought back. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Redis as Client } from 'ioredis';
import { findProgram } from '../tools/install.ts';
import { freePort } from './server-process.ts';
import { until } from './until.ts';

export class Redis {
  readonly port: number;
  readonly #folder: string;
  readonly #options: readonly string[];
  #process: ChildProcess | null = null;

  private constructor(port: number, folder: string, options: readonly string[]) {
    this.port = port;
    this.#folder = folder;
    this.#options = options;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** @param options such as `--maxmemory-policy`, `allkeys-lru` */
  static async start(options: readonly string[] = []): Promise<Redis> {
    const folder = await mkdtemp(path.join(tmpdir(), 'interline-redis-'));
    const redis = new Redis(await freePort(), folder, options);
    await redis.comeBack();
    return redis;
  }

  /** Empty, as after a loss of its disk. */
  async comeBack(): Promise<void> {
    const program = findProgram(['redis-server'], ['redis-server']);
    const where = ['--port', String(this.port), '--bind', '127.0.0.1', '--dir', this.#folder];
    const forgetful = ['--save', '', '--appendonly', 'no'];
    this.#process = spawn(program, [...where, ...forgetful, ...this.#options], { stdio: 'ignore' });
    await until(() => this.#answers(), 20_000);
  }

  /** `kill -9`. */
  async die(): Promise<void> {
    const running = this.#process;
    this.#process = null;
    if (!running) return;
    const gone = once(running, 'exit');
    running.kill('SIGKILL');
    await gone;
  }

  async flush(): Promise<void> {
    await this.#with((client) => client.flushall());
  }

  async stop(): Promise<void> {
    await this.die();
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #answers(): Promise<boolean> {
    try {
      return (await this.#with((client) => client.ping())) === 'PONG';
    } catch {
      return false;
    }
  }

  async #with<Result>(work: (client: Client) => Promise<Result>): Promise<Result> {
    const client = new Client(this.url, { lazyConnect: true, retryStrategy: () => null });
    client.on('error', () => {});
    try {
      await client.connect();
      return await work(client);
    } finally {
      client.disconnect();
    }
  }
}
