/** A Postgres as an operator runs it, at an address that stays the same however often it dies. */
import { mkdtemp, rename, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import postgres from 'postgres';
import {
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from '../../../server/database/embedded/embedded-postgres.ts';
import { isAlive, postgresProcesses } from '../../support/postgres-processes.ts';
import { until } from '../../support/until.ts';

export class Postgres {
  readonly folder: string;
  readonly #home: string;
  #server: EmbeddedPostgres | null = null;

  private constructor(home: string, folder: string) {
    this.#home = home;
    this.folder = folder;
  }

  /** With a role and a database for us. @param folder where its data lies; left out: a new one */
  static async start(folder?: string): Promise<Postgres> {
    const home = await mkdtemp(path.join(tmpdir(), 'interline-fault-pg-'));
    const database = new Postgres(home, folder ?? path.join(home, 'data'));
    await database.comeBack();
    await database.#makeOurs();
    return database;
  }

  get url(): string {
    return `postgres://interline@localhost/interline?host=${encodeURIComponent(this.#address)}`;
  }

  /** A folder in whose place the real one is put at each start. */
  get #address(): string {
    return path.join(this.#home, 'socket');
  }

  /** All processes of it, the server first. */
  get processes(): number[] {
    return postgresProcesses(this.folder);
  }

  async comeBack(): Promise<void> {
    this.#server = await startEmbeddedPostgres(this.folder);
    const next = `${this.#address}-next`;
    await symlink(path.dirname(this.#server.socketPath), next);
    await rename(next, this.#address);
  }

  /** `kill -9` for the whole group: server, helpers and every connection. */
  async die(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    const { processes } = this;
    for (const pid of processes) tell(pid, 'SIGKILL');
    await until(() => !processes.some(isAlive), 10_000);
    await server?.died;
  }

  /** Ours is gone, and an empty one has its place on the same server, which goes on counting transactions. */
  async emptyOurs(): Promise<void> {
    await this.ask((sql) => sql`drop database interline with (force)`, 'postgres');
    await this.#makeOurs();
  }

  /** The whole server is gone, and another begins, which has counted no transactions yet. */
  async beginAnew(): Promise<void> {
    await this.die();
    await rm(this.folder, { recursive: true });
    await this.comeBack();
    await this.#makeOurs();
  }

  /** Whether it answers. */
  isWell(): Promise<boolean> {
    return this.ask((sql) => sql`select 1`).then(
      () => true,
      () => false,
    );
  }

  /** All of them stand still, as on a machine that hangs. */
  pause(): void {
    for (const pid of this.processes) tell(pid, 'SIGSTOP');
  }

  resume(): void {
    for (const pid of this.processes) tell(pid, 'SIGCONT');
  }

  /** Looks into it as its superuser, whom no policy keeps from anything. */
  async ask<Result>(
    work: (sql: postgres.Sql) => Promise<Result>,
    database = 'interline',
  ): Promise<Result> {
    const user = this.#server?.superuser ?? 'postgres';
    const where = { path: `${this.#address}/.s.PGSQL.5432`, user, database };
    const sql = postgres({ ...where, max: 1, onnotice: () => {} });
    try {
      return await work(sql);
    } finally {
      await sql.end({ timeout: 5 });
    }
  }

  async #makeOurs(): Promise<void> {
    await this.ask(async (sql) => {
      await sql`
        do $$ begin create role interline login createrole; exception when duplicate_object then null; end $$`;
      await sql`create database interline owner interline`;
    }, 'postgres');
  }

  async stop(): Promise<void> {
    await this.#server?.stop();
    await rm(this.#home, { recursive: true, force: true });
  }
}

function tell(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended by itself meanwhile.
  }
}
