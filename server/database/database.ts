/** The connection pool and the only two ways into it: a workspace's transaction, and the directory outside all of them. */
import { sql } from 'drizzle-orm';
import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import { APP_ROLE, type Connection, connectOptions } from './connection.ts';

export type Transaction = Parameters<Parameters<PostgresJsDatabase['transaction']>[0]>[0];

export type Database = {
  /**
   * Work inside one workspace: one transaction in which row-level security shows that workspace alone.
   * Committed with synchronous_commit=on when `work` resolves, rolled back when it throws.
   */
  inWorkspace<Result>(
    workspaceId: string,
    work: (tx: Transaction) => Promise<Result>,
  ): Promise<Result>;
  /** Tables without a tenant: directory, jobs, login failures. Everything else shows no rows here. */
  outside: PostgresJsDatabase;
  /** Resolves when the database answers. */
  ping(): Promise<void>;
  close(): Promise<void>;
};

/** Opens the pool. `restricted` = act as the application role, which owns nothing. */
export function openDatabase(
  connection: Connection,
  options: { restricted: boolean; max?: number },
): Database {
  const client = postgres({
    ...connectOptions(connection),
    max: options.max ?? 8,
    // Seconds. Each server process costs memory: at rest the sweep keeps two or three of them, not the whole pool.
    idle_timeout: 4,
    connection: {
      application_name: 'interline',
      statement_timeout: 15_000,
      idle_in_transaction_session_timeout: 30_000,
      ...(options.restricted && { role: APP_ROLE }),
    },
    onnotice: () => {},
  });
  const outside = drizzle(client);
  return {
    outside,
    inWorkspace: (workspaceId, work) =>
      outside.transaction(async (tx) => {
        await tx.execute(sql`select set_config('app.workspace', ${workspaceId}, true)`);
        return work(tx);
      }),
    ping: async () => {
      await outside.execute(sql`select 1`);
    },
    close: () => client.end({ timeout: 5 }),
  };
}
