/** Connections to the database, in which none is used again once it was lost. */
import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import type postgres from 'postgres';
import type { ConnectOptions } from './connection.ts';
import { dial, Line } from './line.ts';
import { Pulse } from './pulse.ts';

/** Fails something that was asked for and has no answer yet. */
export type Lose = (error: unknown) => void;

/** Opens a client whose connections are made by `socket`. @param waiting where it keeps what has no answer yet */
type Open = (socket: () => Promise<Line>, waiting: Set<Lose>) => postgres.Sql;

/** So long no statement of ours takes without a word, unless the database hangs. */
const LONG_MS = 1_500;
const LOOK_MS = 500;

type Client = {
  sql: postgres.Sql;
  outside: PostgresJsDatabase;
  lines: number;
  waiting: Set<Lose>;
};

/**
 * The client that is used. When it loses a line, another takes its place for all that is asked from then on; what is
 * under way on its other lines is finished there.
 */
export class Pool {
  readonly #options: ConnectOptions;
  readonly #open: Open;
  readonly #clients = new Set<Client>();
  readonly #lines = new Set<Line>();
  readonly #pulse: Pulse;
  readonly #looking: NodeJS.Timeout;
  #current: Client;

  constructor(options: ConnectOptions, open: Open) {
    this.#options = options;
    this.#open = open;
    this.#current = this.#make();
    // Lines that end all at once are told apart from those that lead to a database at work on something long.
    this.#pulse = new Pulse(options, () => {
      for (const line of this.#lines) line.destroy();
    });
    this.#looking = setInterval(() => this.#look(), LOOK_MS).unref();
  }

  get database(): PostgresJsDatabase {
    return this.#current.outside;
  }

  /** @throws while the database hangs: nobody shall begin to wait for it */
  refuseWhileAway(): void {
    if (!this.#pulse.away) return;
    throw Object.assign(new Error('the database does not answer'), { code: 'CONNECT_TIMEOUT' });
  }

  get connections(): number {
    return [...this.#clients].reduce((sum, { lines }) => sum + lines, 0);
  }

  /** Waits for what is under way, for some seconds. */
  async end(): Promise<void> {
    clearInterval(this.#looking);
    this.#pulse.stop();
    await Promise.all([...this.#clients].map(({ sql }) => sql.end({ timeout: 5 })));
  }

  #make(): Client {
    const waiting = new Set<Lose>();
    const sql = this.#open(() => this.#line(client), waiting);
    const client: Client = { sql, outside: drizzle(sql), lines: 0, waiting };
    this.#clients.add(client);
    return client;
  }

  async #line(client: Client): Promise<Line> {
    client.lines += 1;
    try {
      const stream = await dial(this.#options);
      const line: Line = new Line(stream, (lost) => {
        this.#lines.delete(line);
        this.#ended(client, lost);
      });
      this.#lines.add(line);
      return line;
    } catch (error) {
      this.#ended(client, true, error);
      throw error;
    }
  }

  #look(): void {
    if ([...this.#lines].some((line) => line.silentFor() > LONG_MS)) this.#pulse.feel();
  }

  #ended(client: Client, lost: boolean, why: unknown = hungUp()): void {
    client.lines -= 1;
    if (lost && client === this.#current) this.#current = this.#make();
    if (client === this.#current || client.lines > 0) return;
    this.#clients.delete(client);
    client.sql.end({ timeout: 0 }).catch(() => {});
    // What still waits there for a line fails now, as none will come. postgres.js ends without a word to those who wait.
    for (const lose of client.waiting) lose(why);
  }
}

const hungUp = () =>
  Object.assign(new Error('the database has hung up'), { code: 'CONNECTION_CLOSED' });
