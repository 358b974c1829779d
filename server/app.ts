/** The composition root: the only file that knows everyone. */
import path from 'node:path';
import type { FastifyBaseLogger } from 'fastify';
import { adapters } from '../adapters/index.ts';
import { authenticate } from './agents/authenticate.ts';
import { isOwnOrigin } from './agents/origin.ts';
import { readSessionCookie } from './agents/session-cookie.ts';
import { createFiles } from './attachments/files.ts';
import { connectWebsite } from './channels/channels.ts';
import { createVault, type Vault } from './channels/settings.ts';
import type { Database } from './database/database.ts';
import type { Effect } from './events/effects.ts';
import { createStore, type Scope, type Store } from './events/scope.ts';
import { guardedFetch } from './guarded-fetch.ts';
import type { App } from './http/door.ts';
import { createServer } from './http/server.ts';
import { InProcessDoorbell } from './queue/doorbell.ts';
import { Worker } from './queue/worker.ts';
import { type Realtime, startRealtime } from './realtime/sockets.ts';

export type HubSettings = {
  publicUrl: string;
  dataDir: string;
  secretKey: string;
  trustedProxies: string[];
};

export type Hub = {
  app: App;
  store: Store;
  vault: Vault;
  /** Begins to do what is due. */
  start(): void;
  /** Stops in good order: no new work, everyone told when to come back, what is under way finished. */
  stop(): Promise<void>;
  /** What a new workspace begins with. */
  afterSetup(scope: Scope): Promise<void>;
};

/** Clients come back within this, spread so that they do not come all at once. */
const COME_BACK_MS = 15_000;
const SEND_GRACE_MS = 20_000;
/** Shorter than a job's lease: a send that hangs ends before somebody else may try. */
const SEND_TIMEOUT_MS = 15_000;

export async function createHub(
  database: Database,
  settings: HubSettings,
  log: FastifyBaseLogger,
): Promise<Hub> {
  const outlets: { realtime?: Realtime } = {};
  const doorbell = new InProcessDoorbell();
  const release = (workspaceId: string, effects: Effect[]) => {
    for (const effect of effects) {
      if (effect.type === 'due') doorbell.ring(effect.at);
      else outlets.realtime?.publish(workspaceId, effect);
    }
  };
  const catalogue = new Map(adapters.map((adapter) => [adapter.id, adapter]));
  const store = createStore(database, catalogue, release);
  const vault = createVault(settings.secretKey);
  const files = createFiles(path.join(settings.dataDir, 'files'));
  const readiness = { draining: false };
  const secure = settings.publicUrl.startsWith('https:');
  const afterSetup = (scope: Scope) => connectWebsite(scope, vault);
  const shared = { store, vault, files, publicUrl: settings.publicUrl, readiness, log };
  const app = await createServer({
    ...shared,
    settings: { publicUrl: settings.publicUrl, secure },
    afterSetup,
    trustedProxies: settings.trustedProxies,
  });
  const worker = new Worker({ store, vault, files, tools: toolsFor(log) }, doorbell, log);
  await app.ready();
  const realtime = startRealtime(app.server, {
    ...shared,
    authenticate: async ({ cookie, token, origin, host }) => {
      if (!isOwnOrigin(origin, host, settings.publicUrl)) return null;
      const bearer = typeof token === 'string' ? token : undefined;
      return authenticate(store, { cookie: readSessionCookie(cookie, secure), bearer });
    },
  });
  outlets.realtime = realtime;
  return {
    app,
    store,
    vault,
    afterSetup,
    start: () => worker.start(),
    async stop() {
      readiness.draining = true;
      await worker.stop(SEND_GRACE_MS);
      await realtime.stop(COME_BACK_MS);
      await app.close();
    },
  };
}

function toolsFor(log: FastifyBaseLogger) {
  return (channel: { id: string; adapter: string }) => {
    const signal = AbortSignal.timeout(SEND_TIMEOUT_MS);
    return {
      fetch: guardedFetch(signal),
      log: (message: string, details?: Record<string, string | number | boolean>) =>
        log.info({ channel: channel.id, adapter: channel.adapter, ...details }, message),
      signal,
      now: () => new Date(),
    };
  };
}
