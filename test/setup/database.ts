/** One real Postgres for the whole run. Durability is off: these tests ask for right answers, the crash test for surviving. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import postgres from 'postgres';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '../../server/database/embedded/embedded-postgres.ts';
import { migrateDatabase } from '../../server/database/migrate.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The unix socket of the run's server. */
    databaseSocket: string;
  }
}

export const OWNER = 'interline_owner';
export const TEMPLATE = 'template_interline';

const FAST = {
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
  max_connections: '90',
};

/** Starts the server, makes the migrated template that every test file clones, and stops it all at the end. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'interline-test-'));
  const server = await startEmbeddedPostgres(folder, { settings: FAST });
  const { socketPath, superuser } = server;
  const client = postgres({ path: socketPath, user: superuser, database: 'postgres', max: 1 });
  await client.unsafe(`create role ${OWNER} login createrole createdb nosuperuser nobypassrls`);
  await client.unsafe(`create database ${TEMPLATE} owner ${OWNER}`);
  await client.end();
  await migrateDatabase({ kind: 'socket', socketPath, user: OWNER, database: TEMPLATE });
  project.provide('databaseSocket', socketPath);
  return async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
}
