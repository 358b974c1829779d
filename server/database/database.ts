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
  const client = preparing(
    postgres({
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
    }),
  );
  const outside = drizzle(client);
  return {
    outside,
    inWorkspace: (workspaceId, work) =>
      outside.transaction(async (tx) => {
        const entered = tx
          .execute(sql`select set_config('app.workspace', ${workspaceId}, true)`)
          .execute();
        // Not waited for: it goes ahead of the first statement, on the same way. If it fails, all after it does.
        entered.catch(() => {});
        const result = await work(tx);
        await entered;
        return result;
      }),
    ping: async () => {
      await outside.execute(sql`select 1`);
    },
    close: () => client.end({ timeout: 5 }),
  };
}

/** More values than this are a list of ids: of some length, and next time of another. */
const MOST_VALUES = 60;

type Work = (tx: postgres.TransactionSql) => Promise<unknown>;

/** The pool with everything it runs prepared, in transactions and savepoints, too. */
function preparing(client: postgres.Sql): postgres.Sql {
  const plain = client.begin;
  const begin = (work: Work) => plain((tx) => work(inTransaction(tx)));
  return Object.assign(byName(client), { begin });
}

function inTransaction(tx: postgres.TransactionSql): postgres.TransactionSql {
  const plain = tx.savepoint;
  const savepoint = (work: Work) => plain((inner) => work(inTransaction(inner)));
  return Object.assign(byName(tx), { savepoint });
}

/**
 * Statements get a name, once for each connection: asked by name they take one way to the database and back. drizzle
 * leaves them nameless, which takes two, and has each one read and analysed again.
 */
function byName<Client extends postgres.ISql>(client: Client): Client {
  const plain = client.unsafe;
  const unsafe: typeof plain = (text, values = [], options = {}) => {
    const prepare = values.length > 0 && values.length <= MOST_VALUES;
    return plain(text, values, { ...options, prepare });
  };
  return Object.assign(client, { unsafe });
}
