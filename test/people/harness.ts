/** The real doors on a database of their own, with a look behind the scenes: what was let out, logged and stored. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pino from 'pino';
import postgres from 'postgres';
import type { AfterSetup } from '../../server/agents/setup.ts';
import { createDepots, createFiles } from '../../server/attachments/files.ts';
import { createTickets } from '../../server/attachments/tickets.ts';
import { OwnKnocks } from '../../server/channels/knocks.ts';
import { createVault } from '../../server/channels/settings.ts';
import { OwnVisits } from '../../server/channels/visits.ts';
import { Answering } from '../../server/conversations/answering/answering.ts';
import { openDatabase } from '../../server/database/database.ts';
import { loggable } from '../../server/database/loggable.ts';
import type { Effect } from '../../server/events/effects.ts';
import { createStore, type Store } from '../../server/events/scope.ts';
import type { App } from '../../server/http/door.ts';
import { createServer } from '../../server/http/server.ts';
import { Gathering } from '../../server/ingress/gathering.ts';
import { cloneDatabase } from '../support/hub.ts';

export type People = {
  app: App;
  store: Store;
  /** Everything let out after commits so far. */
  effects: { workspaceId: string; effect: Effect }[];
  /** Every line logged so far. */
  log: string[];
  /** The database without row-level security. */
  owner: postgres.Sql;
  /** The store as another server process has it, on a pool of its own. */
  secondStore: Store;
  /** Empties every table. */
  reset(): Promise<void>;
  close(): Promise<void>;
};

export type Options = { publicUrl?: string; afterSetup?: AfterSetup };

export async function startPeople(options: Options = {}): Promise<People> {
  const connection = await cloneDatabase();
  if (connection.kind !== 'socket') throw new Error('the tests use the embedded database');
  const { socketPath, database: name } = connection;
  const owner = postgres({
    path: socketPath,
    user: 'postgres',
    database: name,
    onnotice: () => {},
  });
  const pools = [
    openDatabase(connection, { restricted: true, max: 6 }),
    openDatabase(connection, { restricted: true, max: 6 }),
  ] as const;
  const effects: People['effects'] = [];
  const [store, secondStore] = pools.map((pool) =>
    createStore(pool, new Map(), (workspaceId, fresh) => {
      effects.push(...fresh.map((effect) => ({ workspaceId, effect })));
    }),
  ) as [Store, Store];
  const log: string[] = [];
  const folder = await mkdtemp(path.join(tmpdir(), 'interline-people-'));
  const app = await createDoors({ store, folder, log, options });
  return {
    ...{ app, store, secondStore, effects, log, owner },
    async reset() {
      effects.length = 0;
      await owner`truncate workspaces, login_failures cascade`;
    },
    async close() {
      await app.close();
      await Promise.all([...pools.map((pool) => pool.close()), owner.end()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const unreached = () => {
  throw new Error('no test of people reaches outside');
};

type Parts = { store: Store; folder: string; log: string[]; options: Options };

async function createDoors({ store, folder, log, options }: Parts): Promise<App> {
  const publicUrl = options.publicUrl ?? 'http://localhost:3000';
  const vault = createVault('a key for tests that is long enough', publicUrl);
  const app = await createServer({
    ...{ store, publicUrl },
    settings: { publicUrl, secure: publicUrl.startsWith('https:') },
    vault,
    pusher: { store, vault, fetch: () => unreached, looks: () => false },
    mailer: null,
    files: createFiles(createDepots(store.database, folder, { home: 'disk', s3: null })),
    previews: { of: unreached },
    stopUrl: unreached,
    redraw: unreached,
    gathering: new Gathering(store),
    answering: new Answering(store),
    readiness: { draining: false },
    installation: {
      version: '0.0.0',
      ...{ publicUrl, dataDir: folder, filesDir: folder },
      mailer: null,
      redis: async () => null,
    },
    readings: {
      sockets: () => ({ agents: 0, visitors: 0, bufferedBytes: 0 }),
      ingress: () => ({ waiting: 0, longestLane: 0 }),
    },
    scrapers: [],
    afterSetup: options.afterSetup ?? (async () => {}),
    trustedProxies: [],
    tickets: createTickets('a key for tests that is long enough'),
    remoteImages: () => unreached,
    knocks: new OwnKnocks(),
    visits: new OwnVisits(),
    levels: null,
    tools: unreached,
    log: pino(
      { level: 'trace', serializers: { err: loggable } },
      { write: (line: string) => void log.push(line) },
    ),
  });
  await app.ready();
  return app;
}
