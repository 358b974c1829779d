/** The connection pool and the only two ways into it: a workspace's transaction, and the directory outside all of them. */
import { type SQL, sql } from 'drizzle-orm';
import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import { traceparent } from '../telemetry/traces.ts';
import { APP_ROLE, type Connection, connectOptions } from './connection.ts';
import type { Line } from './line.ts';
import { type Lose, Pool } from './pool.ts';

export type Transaction = Parameters<Parameters<PostgresJsDatabase['transaction']>[0]>[0];

/**
 * `once`: the work is done again and again, with other rows each time, and finds all of them by their keys. Its
 * statements are planned once for each connection, to go by indexes; otherwise Postgres looks at the values each time,
 * which takes a batch longer than all else it does.
 */
export type Planned = 'once' | 'each time';

export type Database = {
  /**
   * Work inside one workspace: one transaction in which row-level security shows that workspace alone.
   * Committed with synchronous_commit=on when `work` resolves, rolled back when it throws.
   */
  inWorkspace<Result>(
    workspaceId: string,
    work: (tx: Transaction) => Promise<Result>,
    planned?: Planned,
  ): Promise<Result>;
  /** Tables without a tenant: directory, jobs, login failures. Everything else shows no rows here. */
  outside: PostgresJsDatabase;
  /** Resolves when the database answers. */
  ping(): Promise<void>;
  /** For those who watch: how many connections are open, and transactions under way or waiting for one. */
  use(): { connections: number; transactions: number };
  close(): Promise<void>;
};

/** Opens the pool. `restricted` = act as the application role, which owns nothing. */
export function openDatabase(
  connection: Connection,
  options: { restricted: boolean; max?: number },
): Database {
  const where = connectOptions(connection);
  const open = (socket: () => Promise<Line>, waiting: Set<Lose>) => {
    // No end to what a line takes: a "begin" that comes as the last is sent, but postgres.js sets the line apart for nobody. It
    // answers with UNSAFE_TRANSACTION, and what others ask there later stands in a transaction that nobody commits.
    const max_pipeline = Number.MAX_SAFE_INTEGER;
    const connected = { ...where, ssl: false, socket, max_pipeline };
    const client = postgres({
      ...connected,
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
      // drizzle reads and writes arrays itself. Asked for, and the line lost meanwhile, nobody hears that it failed.
      fetch_types: false,
    });
    return preparing(client, () => pool.refuseWhileAway(), waiting);
  };
  const pool = new Pool(where, open);
  let transactions = 0;
  return {
    get outside() {
      return pool.database;
    },
    inWorkspace: (workspaceId, work, planned = 'each time') => {
      transactions += 1;
      const done = pool.database.transaction(async (tx) => {
        const entered = tx.execute(enter(workspaceId, planned)).execute();
        // Not waited for: it goes ahead of the first statement, on the same way. If it fails, all after it does.
        entered.catch(() => {});
        const result = await work(tx);
        await entered;
        return result;
      });
      return done.finally(() => {
        transactions -= 1;
      });
    },
    use: () => ({ connections: pool.connections, transactions }),
    ping: async () => {
      await pool.database.execute(sql`select 1`);
    },
    close: () => pool.end(),
  };
}

/** Where we are, for row-level security; and, for jobs made on the way, in whose trace. */
function enter(workspaceId: string, planned: Planned): SQL {
  const trace = traceparent();
  const traced = trace ? sql`, set_config('app.trace', ${trace}, true)` : sql``;
  const once = planned === 'once' ? PLANNED_ONCE : sql``;
  return sql`select set_config('app.workspace', ${workspaceId}, true)${traced}${once}`;
}

/** A plan that is kept must also be right when the tables have grown: it goes by indexes, however small they are now. */
const PLANNED_ONCE = sql.raw(
  [
    ['plan_cache_mode', 'force_generic_plan'],
    ...['seqscan', 'bitmapscan', 'hashjoin', 'mergejoin'].map((way) => [`enable_${way}`, 'off']),
  ]
    .map(([name, value]) => `, set_config('${name}', '${value}', true)`)
    .join(''),
);

/** More values than this are a list of ids: of some length, and next time of another. */
const MOST_VALUES = 60;

type Work = (tx: postgres.TransactionSql) => Promise<unknown>;

/** Of a transaction: why its line was lost, and who has to know. */
type Fate = { lost: unknown; lose: Lose };

/**
 * The pool with everything it runs prepared, in transactions and savepoints, too.
 * @param refuse throws while nothing must be asked; whoever asks is told by a promise that fails, as with any other trouble
 * @param waiting where what has no answer yet is kept
 */
function preparing(client: postgres.Sql, refuse: () => void, waiting: Set<Lose>): postgres.Sql {
  const plain = client.begin;
  const begin = async (work: Work) => {
    refuse();
    const fate: Fate = { lost: null, lose: () => {} };
    const over = new Promise<never>((_, reject) => {
      fate.lose = (error) => {
        fate.lost ??= error;
        reject(error);
      };
    });
    waiting.add(fate.lose);
    // Not its own end: the rollback would wait for an answer for ever.
    const done = Promise.race([plain((tx) => work(inTransaction(tx, fate))), over]);
    return done.finally(() => waiting.delete(fate.lose));
  };
  const attend = (statement: Promise<unknown>) => {
    const lose = loserOf(statement);
    waiting.add(lose);
    const forget = () => waiting.delete(lose);
    statement.then(forget, forget);
  };
  return Object.assign(byName(client, refuse, attend), { begin });
}

function inTransaction(tx: postgres.TransactionSql, fate: Fate): postgres.TransactionSql {
  const plain = tx.savepoint;
  const savepoint = (work: Work) => plain((inner) => work(inTransaction(inner, fate)));
  const refuse = () => {
    if (fate.lost) throw fate.lost;
  };
  return Object.assign(byName(tx, refuse, watching(fate)), { savepoint });
}

/** postgres.js settles a statement by a method that its types do not tell of. */
const loserOf =
  (statement: object): Lose =>
  (error) => {
    if ('reject' in statement && typeof statement.reject === 'function') statement.reject(error);
  };

/**
 * Statements get a name, once for each connection: asked by name they take one way to the database and back. drizzle
 * leaves them nameless, which takes two, and has each one read and analysed again.
 */
function byName<Client extends postgres.ISql>(
  client: Client,
  refuse: () => void,
  attend: (statement: Promise<unknown>) => void,
): Client {
  const plain = client.unsafe;
  const unsafe: typeof plain = (text, values = [], options = {}) => {
    refuse();
    const prepare = values.length > 0 && values.length <= MOST_VALUES;
    return attended(plain(text, values, { ...options, prepare }), attend);
  };
  return Object.assign(client, { unsafe });
}

function attended<Statement extends Promise<unknown>>(
  statement: Statement,
  attend: (statement: Promise<unknown>) => void,
): Statement {
  attend(statement);
  return statement;
}

/** What the database itself says leaves the line as it was, unless they are its last words; everything else means that it is lost. */
const watching = (fate: Fate) => (statement: Promise<unknown>) => {
  statement.catch((error: unknown) => {
    if (!(error instanceof postgres.PostgresError) || isLastWord(error)) fate.lose(error);
  });
};

/** Said before the line is cut: https://www.postgresql.org/docs/current/runtime-config-logging.html#RUNTIME-CONFIG-SEVERITY-LEVELS */
const isLastWord = ({ severity }: postgres.PostgresError): boolean =>
  severity === 'FATAL' || severity === 'PANIC';
