/** The whole product on a database of its own, for one test file. Everything goes through the front door. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pino from 'pino';
import postgres from 'postgres';
import { inject } from 'vitest';
import { createHub, type Hub, type HubSettings } from '../../server/app.ts';
import type { Connection } from '../../server/database/connection.ts';
import { type Database, openDatabase } from '../../server/database/database.ts';
import { loggable } from '../../server/database/loggable.ts';
import { OWNER, TEMPLATE } from '../setup/database.ts';

export type TestHub = Hub & {
  database: Database;
  connection: Connection;
  /** Origin under which the hub listens, with its sockets. */
  url: string;
  /** Where the files lie. */
  dataDir: string;
  /** Everything that was logged, one JSON line each. */
  logged: string[];
  close(): Promise<void>;
};

/** A fresh clone of the migrated template. */
export async function cloneDatabase(): Promise<Connection> {
  const socketPath = inject('databaseSocket');
  const database = `test_${randomUUID().replaceAll('-', '')}`;
  const client = postgres({ path: socketPath, user: OWNER, database: 'postgres', max: 1 });
  // Copying a template fails while somebody looks into it; other test files only do so for an instant.
  await client.unsafe(`create database ${database} template ${TEMPLATE}`);
  await client.end();
  return { kind: 'socket', socketPath, user: OWNER, database };
}

/** Where nobody listens: mails of the installation wait for it. */
export const DEAF_SERVER = {
  ...{ host: '127.0.0.1', port: 1, secure: false, login: null },
  from: 'Interline <desk@example.com>',
};

type HubOptions = Partial<Pick<HubSettings, 'smtpListen' | 'mail' | 'files'>> & {
  /** Goes on with the database and the files of one that has ended or is to be beside it. */
  after?: Pick<TestHub, 'connection' | 'dataDir'>;
};

/** Starts the product, listening on a port of its own. */
export async function startHub({
  after,
  smtpListen = null,
  mail = null,
  files = { home: 'disk', s3: null },
}: HubOptions = {}): Promise<TestHub> {
  const connection = after?.connection ?? (await cloneDatabase());
  const database = openDatabase(connection, { restricted: true, max: 6 });
  const dataDir = after?.dataDir ?? (await mkdtemp(path.join(tmpdir(), 'interline-hub-')));
  const logged: string[] = [];
  const log = pino(
    { level: 'debug', serializers: { err: loggable } },
    { write: (line: string) => void logged.push(line) },
  );
  const settings = {
    publicUrl: 'http://localhost:3000',
    dataDir,
    secretKey: 'a key for tests that is long enough',
    trustedProxies: [],
    scrapers: [],
    // The servers of these tests run beside them.
    allowedNetworks: ['127.0.0.0/8'],
    smtpListen,
    mail,
    keepRawDays: 90,
    files,
    cluster: null,
  };
  const hub = await createHub(database, settings, log);
  await hub.app.listen({ host: '127.0.0.1', port: 0 });
  await hub.start();
  const { port } = hub.app.server.address() as AddressInfo;
  return {
    ...hub,
    database,
    connection,
    dataDir,
    logged,
    url: `http://127.0.0.1:${port}`,
    async close() {
      await hub.stop();
      await database.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
