/** Gets a database ready: our own in the data folder, or the one DATABASE_URL names. */
import postgres from 'postgres';
import { type Connection, connectOptions } from './connection.ts';
import { type Database, openDatabase } from './database.ts';
import { startEmbeddedPostgres } from './embedded/embedded-postgres.ts';
import { migrateDatabase } from './migrate.ts';
import { refuseUnsafe } from './safety.ts';
import { listeners } from './schema/workspaces.ts';

export type RunningDatabase = {
  connection: Connection;
  database: Database;
  /** False when the application has to run as the tables' owner; row-level security binds it all the same. */
  restricted: boolean;
  stop(): Promise<void>;
};

const OWNER = 'interline_owner';
const DATABASE = 'interline';

/**
 * @param onEnd is told why, when the embedded server has ended by itself: it is started again, and until it runs the
 * database is away like any other that is
 * @throws UnsafeDatabaseError, EmbeddedPostgresError, each with one line for the operator
 */
export async function startDatabase(
  dataDir: string,
  databaseUrl: string | null,
  onEnd?: (reason: string) => void,
): Promise<RunningDatabase> {
  if (databaseUrl) {
    const connection: Connection = { kind: 'url', url: databaseUrl };
    await refuseUnsafe(connection);
    return open(connection);
  }
  const server = await startEmbeddedPostgres(dataDir, { onEnd });
  try {
    const connection = await prepareCluster(server.socketPath, server.superuser);
    const opened = await open(connection);
    await freeListeners(opened.database);
    return {
      ...opened,
      async stop() {
        await opened.stop();
        await server.stop();
      },
    };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** How a command reaches the embedded database of a server that is running already. */
export const embeddedConnection = (socketPath: string): Connection => ({
  kind: 'socket',
  socketPath,
  user: OWNER,
  database: DATABASE,
});

async function open(connection: Connection) {
  const { restricted } = await migrateDatabase(connection);
  const database = openDatabase(connection, { restricted });
  return { connection, database, restricted, stop: () => database.close() };
}

/**
 * This server was started a moment ago, for this process alone, after every other on these files had ended: whoever
 * holds a channel in it can store nothing any more, and nobody need wait for the end of the lease. Of an outside
 * database that cannot be known.
 */
async function freeListeners({ outside }: Database): Promise<void> {
  await outside.update(listeners).set({ holder: null, leasedUntil: null });
}

/** The cluster's superuser makes an owner and a database once; nothing of ours runs as superuser. */
async function prepareCluster(socketPath: string, superuser: string): Promise<Connection> {
  const client = postgres({
    ...connectOptions({ kind: 'socket', socketPath, user: superuser, database: 'postgres' }),
    max: 1,
    onnotice: () => {},
  });
  try {
    const [role] = await client`select 1 from pg_roles where rolname = ${OWNER}`;
    if (!role) await client`create role ${client(OWNER)} login createrole nosuperuser nobypassrls`;
    const [known] = await client`select 1 from pg_database where datname = ${DATABASE}`;
    if (!known) await client`create database ${client(DATABASE)} owner ${client(OWNER)}`;
  } finally {
    await client.end({ timeout: 5 });
  }
  return embeddedConnection(socketPath);
}
