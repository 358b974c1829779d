/** Processes say that they are alive, so that a screen at one of them can tell of the others. */
import { randomUUID } from 'node:crypto';
import { and, eq, ne, sql } from 'drizzle-orm';
import { processes } from '../database/schema/system.ts';
import type { Store } from '../events/scope.ts';
import type { SystemProcess } from '../wire/system.ts';

export type Self = Pick<SystemProcess, 'host' | 'role' | 'version' | 'node'>;

const BEAT_MS = 5_000;
/** Three beats in vain: nobody has to wait longer to hear that a process is gone. */
export const SILENT_SECONDS = 15;

export class Heartbeat {
  readonly #store: Store;
  readonly #self: Self & { id: string };
  #timer: NodeJS.Timeout | null = null;
  #beating = Promise.resolve();
  /** By our own clock; before the first beat they have as long as anybody. */
  #workersHeardAt = Date.now();

  constructor(store: Store, self: Self) {
    this.#store = store;
    this.#self = { id: randomUUID(), ...self };
  }

  async start(): Promise<void> {
    const beat = () => {
      this.#beating = this.#beat();
      return this.#beating;
    };
    await beat();
    this.#timer = setInterval(() => void beat(), BEAT_MS);
  }

  /** Since when nobody sends or fetches, as far as we heard; null: somebody does, or has been gone for a moment only. */
  get restingSince(): string | null {
    const resting = Date.now() - this.#workersHeardAt > SILENT_SECONDS * 1000;
    return resting ? new Date(this.#workersHeardAt).toISOString() : null;
  }

  /** Gone in good order: nobody has to wonder. */
  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    // Or we would be there again when it comes through.
    await this.#beating;
    const { outside } = this.#store.database;
    await outside.delete(processes).where(eq(processes.id, this.#self.id)).catch(ignored);
  }

  /** A database that is away hears of us when it is back. Who fell silent a day ago is forgotten. */
  async #beat(): Promise<void> {
    const { outside } = this.#store.database;
    const seen = outside
      .insert(processes)
      .values(this.#self)
      .onConflictDoUpdate({ target: processes.id, set: { seenAt: sql`now()` } });
    const old = sql`${processes.seenAt} < now() - interval '1 day'`;
    await Promise.all([seen, outside.delete(processes).where(old)]).catch(ignored);
    await this.#listen();
  }

  /** A database that says nothing tells nothing of the others: then screens have their own strip to show. */
  async #listen(): Promise<void> {
    const heard = await areWorkersHeard(this.#store).catch(() => true);
    if (heard) this.#workersHeardAt = Date.now();
  }
}

function ignored(): void {}

async function areWorkersHeard(store: Store): Promise<boolean> {
  const alive = sql`${processes.seenAt} > now() - ${SILENT_SECONDS} * interval '1 second'`;
  const heard = await store.database.outside
    .select({ id: processes.id })
    .from(processes)
    .where(and(ne(processes.role, 'web'), alive))
    .limit(1);
  return heard.length > 0;
}

/** Those heard of within a day, the latest first, by the database's clock. */
export async function processesHeard(
  store: Store,
): Promise<(SystemProcess & { silent: boolean })[]> {
  const rows = await store.database.outside
    .select({
      row: processes,
      silent: sql<boolean>`${processes.seenAt} < now() - ${SILENT_SECONDS} * interval '1 second'`,
    })
    .from(processes)
    .orderBy(sql`${processes.seenAt} desc`)
    .limit(100);
  return rows.map(({ row, silent }) => ({
    ...{ host: row.host, role: row.role, version: row.version, node: row.node, silent },
    startedAt: row.startedAt.toISOString(),
    seenAt: row.seenAt.toISOString(),
  }));
}
