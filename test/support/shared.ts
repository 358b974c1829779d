/** What several processes work on together: a Postgres, a Redis and a data folder of their own. */
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import postgres from 'postgres';
import { startEmbeddedPostgres } from '../../server/database/embedded/embedded-postgres.ts';
import { Redis } from './redis.ts';
import {
  adminSettings,
  makeDataDir,
  removeDataDir,
  type ServerProcess,
  type Settings,
  startServer,
  stop,
} from './server-process.ts';

export type Shared = {
  redis: Redis;
  /** For each process the same. */
  settings: Settings;
  /** One more process, stopped with the rest. */
  start(role: 'web' | 'worker' | 'all', settings?: Settings): Promise<ServerProcess>;
  close(): Promise<void>;
};

export async function startShared(): Promise<Shared> {
  const folder = await makeDataDir();
  const dataDir = await makeDataDir();
  const database = await startEmbeddedPostgres(folder);
  const { socketPath, superuser } = database;
  const client = postgres({ path: socketPath, user: superuser, database: 'postgres' });
  await client`create role interline login createrole`;
  await client`create database interline owner interline`;
  await client.end();
  const redis = await Redis.start();
  const host = encodeURIComponent(path.dirname(socketPath));
  const settings = {
    DATA_DIR: dataDir,
    DATABASE_URL: `postgres://interline@localhost/interline?host=${host}`,
    REDIS_URL: redis.url,
    SECRET_KEY: randomBytes(32).toString('base64'),
  };
  const processes: ServerProcess[] = [];
  return {
    redis,
    settings,
    async start(role, more = {}) {
      const one = await startServer({ ...settings, ...adminSettings, ROLE: role, ...more });
      processes.push(one);
      return one;
    },
    async close() {
      await Promise.all(processes.map((one) => stop(one)));
      await redis.stop();
      await database.stop();
      await removeDataDir(folder);
      await removeDataDir(dataDir);
    },
  };
}
