/** How a command gets at the store: beside the running product, or alone when it is not running. */
import { adapters } from '../../adapters/index.ts';
import { createVault, type Vault } from '../channels/settings.ts';
import { readConfig } from '../config.ts';
import type { Connection } from '../database/connection.ts';
import { openDatabase } from '../database/database.ts';
import { findRunning } from '../database/embedded/running.ts';
import { embeddedConnection, startDatabase } from '../database/start.ts';
import { createStore, type Store } from '../events/scope.ts';
import { loadSecretKey } from '../secret-key.ts';

/** Where everything is kept. */
export type Place = {
  connection: Connection;
  dataDir: string;
  /** The product runs on the embedded database. */
  inUse: boolean;
  close(): Promise<void>;
};

/** The database itself, migrated, for what is not done workspace by workspace. @throws as `reachStore` does */
export async function reachDatabase(): Promise<Place> {
  const { dataDir, databaseUrl } = readConfig();
  const socketPath = databaseUrl ? null : await findRunning(dataDir);
  if (socketPath) {
    const connection = embeddedConnection(socketPath);
    return { connection, dataDir, inUse: true, close: async () => {} };
  }
  const { connection, stop } = await startDatabase(dataDir, databaseUrl);
  return { connection, dataDir, inUse: false, close: stop };
}

export type Reached = { store: Store; vault: Vault; close(): Promise<void> };

/** @throws ConfigError and the database's own errors, each one line for the operator */
export async function reachStore(): Promise<Reached> {
  const config = readConfig();
  const vault = createVault(
    await loadSecretKey(config.secretKey, config.dataDir),
    config.publicUrl,
  );
  const socketPath = config.databaseUrl ? null : await findRunning(config.dataDir);
  const catalogue = new Map(adapters.map((adapter) => [adapter.id, adapter]));
  if (socketPath) {
    const database = openDatabase(embeddedConnection(socketPath), { restricted: true, max: 2 });
    const store = createStore(database, catalogue, () => {});
    return { store, vault, close: () => database.close() };
  }
  const running = await startDatabase(config.dataDir, config.databaseUrl);
  const store = createStore(running.database, catalogue, () => {});
  return { store, vault, close: () => running.stop() };
}
