/** All that an installation consists of: Postgres, perhaps Redis, and the processes of the product. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Redis } from '../../support/redis.ts';
import { adminSettings, type Settings, START, startProgram } from '../../support/server-process.ts';
import { HubNode } from './node.ts';
import { Postgres } from './postgres.ts';

type Role = 'all' | 'web' | 'worker';
export type Situation = { redis?: boolean; place?: string };

export class Site {
  readonly postgres: Postgres;
  readonly folder: string;
  readonly nodes: HubNode[] = [];
  /** What processes and commands are started from: this version, or another. */
  program = START;
  readonly #redis: Redis | null;
  readonly #settings: Settings;
  readonly #closing: (() => void)[] = [];

  private constructor(folder: string, postgres: Postgres, redis: Redis | null) {
    this.folder = folder;
    this.postgres = postgres;
    this.#redis = redis;
    this.#settings = {
      ...adminSettings,
      DATA_DIR: path.join(folder, 'data'),
      DATABASE_URL: postgres.url,
      SECRET_KEY: randomBytes(32).toString('base64'),
      // The platforms of these experiments run beside it.
      ALLOWED_NETWORKS: '127.0.0.0/8',
      ...(redis && { REDIS_URL: redis.url }),
    };
  }

  /** @param place where data and database lie; left out: with all other temporary files */
  static async open({ redis = false, place }: Situation = {}): Promise<Site> {
    const folder = await mkdtemp(path.join(tmpdir(), 'interline-fault-'));
    const postgres = await Postgres.start(place && path.join(place, 'database'));
    const site = new Site(folder, postgres, redis ? await Redis.start() : null);
    if (place) site.#settings['DATA_DIR'] = path.join(place, 'data');
    return site;
  }

  get redis(): Redis {
    if (!this.#redis) throw new Error('this site has no Redis');
    return this.#redis;
  }

  /** Something that stands in front of it, to be closed with it. */
  atTheEnd(close: () => void): void {
    this.#closing.push(close);
  }

  /** Starts one more process. */
  async start(role: Role = 'all', settings: Settings = {}): Promise<HubNode> {
    const node = await HubNode.start({ ...this.#settings, ROLE: role, ...settings }, this.program);
    this.nodes.push(node);
    return node;
  }

  /** A command such as `workspace`. @throws with what it said when it fails */
  async command(...args: string[]): Promise<string> {
    const { code, out, err } = await startProgram(this.#settings, args, this.program).ended;
    if (code !== 0) throw new Error(`${args[0]} ended with ${code}: ${err}`);
    return out.trim();
  }

  /** Where it keeps what is not in the database. */
  get dataFolder(): string {
    return this.#settings['DATA_DIR'] ?? '';
  }

  get peakRss(): number {
    return Math.max(...this.nodes.map(({ peakRss }) => peakRss));
  }

  get complaints(): string[] {
    return this.nodes.flatMap(({ complaints }) => complaints);
  }

  async close(): Promise<void> {
    for (const close of this.#closing) close();
    await Promise.all(this.nodes.map((node) => node.stop()));
    await this.#redis?.stop();
    await this.postgres.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}
