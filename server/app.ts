/** The composition root: the only file that knows everyone. */
import { hostname } from 'node:os';
import path from 'node:path';
import type { FastifyBaseLogger } from 'fastify';
import { adapters } from '../adapters/index.ts';
import { authenticate } from './agents/authenticate.ts';
import { isDemo } from './agents/demo.ts';
import { isOwnOrigin } from './agents/origin.ts';
import { readSessionCookie } from './agents/session-cookie.ts';
import type { FileSettings } from './attachments/depots/settings.ts';
import { createDepots, createFiles } from './attachments/files.ts';
import { unfitness } from './attachments/fit.ts';
import { createPictures } from './attachments/pictures/pictures.ts';
import { createRedraw } from './attachments/pictures/redraw.ts';
import { createPreviews } from './attachments/previews.ts';
import { createTickets } from './attachments/tickets.ts';
import { connectWebsite } from './channels/channels.ts';
import { createVault, type Vault } from './channels/settings.ts';
import { type Config, ConfigError } from './config.ts';
import { Answering } from './conversations/answering/answering.ts';
import type { Connection } from './database/connection.ts';
import type { Database } from './database/database.ts';
import { Pace } from './deliveries/pace.ts';
import type { Sender } from './deliveries/sender.ts';
import { createTellWriting } from './deliveries/signals.ts';
import type { FillingHub } from './demo/fill.ts';
import { demoPassword } from './demo/log-ins.ts';
import { noWayOut, Pretence } from './demo/pretence.ts';
import type { Effect } from './events/effects.ts';
import { createStore, type Scope, type Store } from './events/scope.ts';
import { createGuard } from './guarded-fetch.ts';
import type { App } from './http/door.ts';
import { createProbes, createServer, type HttpHub } from './http/server.ts';
import { Gathering } from './ingress/gathering.ts';
import { linksFrom } from './links.ts';
import type { Mailer, MailSettings } from './mails/mailer.ts';
import { joinOthers } from './others.ts';
import { packageVersion } from './package-root.ts';
import { Newsroom } from './push/news.ts';
import type { Looks } from './push/notices.ts';
import { Caretaker } from './queue/caretaker.ts';
import type { Doorbell } from './queue/doorbell.ts';
import { Listeners } from './queue/listeners.ts';
import { errands, Rounds } from './queue/rounds.ts';
import { Worker } from './queue/worker.ts';
import { type Realtime, type RealtimeHub, startRealtime } from './realtime/sockets.ts';
import type { MailDoor } from './smtp/mail-door.ts';
import { stopInOrder } from './stop.ts';
import { Heartbeat, type Self } from './system/heartbeat.ts';
import type { Installation } from './system/report.ts';
import { countEffect, watchSends } from './watching.ts';
import { SEND_TIMEOUT_MS, waysOut } from './ways-out.ts';

export type HubSettings = {
  publicUrl: string;
  dataDir: string;
  secretKey: string;
  trustedProxies: string[];
  allowedNetworks: string[];
  /** Networks that may read the metrics. */
  scrapers: string[];
  smtpListen: { host: string; port: number } | null;
  mail: MailSettings | null;
  keepRawDays: number;
  cluster: Config['cluster'];
  files: FileSettings;
  /** It is about to become a demo; one that is a demo already knows by itself. */
  demo?: boolean;
};

export type Hub = {
  app: App;
  store: Store;
  vault: Vault;
  /** Begins to do what is due, and to fetch. @throws when mail cannot be taken in where it was asked for */
  start(): Promise<void>;
  /** Stops in good order: no new work, everyone told when to come back, what is under way finished. */
  stop(): Promise<void>;
  /** What a new workspace begins with. */
  afterSetup(scope: Scope): Promise<void>;
  /** Of a demo, which nothing leaves: fills it while it is empty and nobody listens yet. */
  demo: { fill(owner: Connection): Promise<void> } | null;
};

/** In the data folder: the bytes of attachments. */
const FILES = 'files';

export async function createHub(
  database: Database,
  settings: HubSettings,
  log: FastifyBaseLogger,
): Promise<Hub> {
  const outlets: Outlets = {};
  const { doorbell, cluster, leave, ...others } = await joinOthers(settings.cluster);
  const pretence = settings.demo || (await isDemo(database)) ? new Pretence() : null;
  const release = releaseBy(doorbell, outlets);
  const core = await createCore(database, { ...settings, pretence }, log, release);
  const { store, vault } = core;
  const guard = pretence ? noWayOut : createGuard(settings.allowedNetworks);
  const { publicUrl } = settings;
  const { tools, sending, pusher, mailer } = waysOut(core, guard, log, looksBy(outlets));
  const watched = watchedBy(settings, { ...core, mailer }, outlets);
  const newsroom = new Newsroom(store, log);
  outlets.newsroom = newsroom;
  const shared = { ...core, ...others, publicUrl, ...watched, log, pusher, mailer, tools: sending };
  const heartbeat = new Heartbeat(store, selfOf(settings));
  const afterSetup = (scope: Scope) => connectWebsite(scope, vault);
  const app = await createApp({ ...shared, afterSetup, remoteImages: guard.fetch }, settings);
  const pace = new Pace(others.levels);
  const sender = { ...core, pace, tools: sending };
  const worker = new Worker({ ...sender, pusher, postman: { ...core, mailer } }, doorbell, log);
  const listeners = new Listeners({ ...core, tools, log });
  const rounds = new Rounds(store, errandsOf(settings, sender.stopUrl), log);
  await app.ready();
  const tellWriting = createTellWriting(sender);
  const live = { ...shared, authenticate: admit(store, settings), tellWriting, heartbeat };
  const realtime = startRealtime(serves(settings) ? app.server : null, live, cluster);
  outlets.realtime = realtime;
  return {
    ...{ app, store, vault, afterSetup },
    demo: pretence && toBeFilled({ ...core, pretence }, worker, settings),
    async start() {
      await heartbeat.start();
      outlets.mail = await takeMail(core, serves(settings) ? settings.smtpListen : null, log);
      if (settings.cluster?.role === 'web') return;
      for (const one of [worker, listeners, rounds, core.caretaker]) one.start();
    },
    async stop() {
      core.caretaker.stop();
      const background = { worker, listeners, rounds, doorbell, heartbeat, newsroom };
      const running = { ...watched, app, realtime, ...background, mail: outlets.mail };
      await stopInOrder(running, cluster !== null && serves(settings));
      leave();
    },
  };
}

/** A demo before anybody listens: only what is due is done meanwhile. */
const toBeFilled = (hub: FillingHub, worker: Worker, { secretKey }: HubSettings) => ({
  async fill(owner: Connection) {
    // Loaded where it is wanted: no other installation needs the stories.
    const { fill } = await import('./demo/fill.ts');
    worker.start();
    await fill(hub, demoPassword(secretKey), owner).finally(() => worker.stop(SEND_TIMEOUT_MS));
  },
});

/** @throws ConfigError when files could not be kept, or kept ones not be read */
async function refuseUnfit(database: Database, files: FileSettings, log: FastifyBaseLogger) {
  const fault = await unfitness(database, files);
  if (fault?.kind === 'wrong') throw new ConfigError(fault.line);
  if (fault) log.warn(fault.line);
}

type Outlets = { realtime?: Realtime; mail?: MailDoor | undefined; newsroom?: Newsroom };

/** What follows a commit: who is told, and which doorbell rings. */
const releaseBy =
  (doorbell: Doorbell, outlets: Outlets) => (workspaceId: string, effects: Effect[]) => {
    for (const effect of effects) {
      countEffect(effect);
      if (effect.type === 'due') doorbell.ring(effect.at);
      else {
        outlets.realtime?.publish(workspaceId, effect);
        outlets.newsroom?.hear(workspaceId, effect);
      }
    }
  };

/** Whether an agent has a screen of ours before their eyes. */
const looksBy =
  (outlets: Outlets): Looks =>
  (workspaceId, agentId) =>
    outlets.realtime?.looks(workspaceId, agentId) ?? false;

/** What those who watch may ask. */
const watchedBy = (
  settings: HubSettings,
  { gathering, mailer }: { gathering: Gathering; mailer: Mailer | null },
  outlets: Outlets,
) => ({
  readiness: { draining: false },
  readings: {
    sockets: () => outlets.realtime?.standing() ?? NOBODY,
    ingress: () => gathering.standing(),
  },
  scrapers: settings.scrapers,
  installation: { ...installationOf(settings), mailer },
});

const NOBODY = { agents: 0, visitors: 0, bufferedBytes: 0 };

/** What the System page looks at. */
function installationOf({
  publicUrl,
  dataDir,
  cluster,
}: HubSettings): Omit<Installation, 'mailer'> {
  return {
    version: packageVersion(),
    ...{ publicUrl, dataDir, filesDir: path.join(dataDir, FILES) },
    async redis() {
      if (!cluster) return null;
      const { inspectRedis } = await import('./redis/redis.ts');
      return inspectRedis(cluster.redisUrl);
    },
  };
}

const selfOf = ({ cluster }: HubSettings): Self => ({
  host: hostname(),
  role: cluster?.role ?? 'all',
  version: packageVersion(),
  node: process.versions.node,
});

async function takeMail(
  intake: Parameters<typeof import('./smtp/mail-door.ts')['openMailDoor']>[0],
  smtpListen: HubSettings['smtpListen'],
  log: FastifyBaseLogger,
): Promise<MailDoor | undefined> {
  if (!smtpListen) return undefined;
  // Loaded where it is wanted: most installations fetch their mail.
  const { openMailDoor } = await import('./smtp/mail-door.ts');
  return openMailDoor(intake, smtpListen, log).catch(whyNoMail);
}

function whyNoMail(error: unknown): never {
  const why = error instanceof Error ? error.message : 'unknown';
  throw new ConfigError(`SMTP_LISTEN cannot be used: ${why}.`);
}

/** What every door works with. */
async function createCore(
  database: Database,
  { pretence, ...settings }: HubSettings & { pretence: Pretence | null },
  log: FastifyBaseLogger,
  release: (workspaceId: string, effects: Effect[]) => void,
) {
  await refuseUnfit(database, settings.files, log);
  const installed = adapters.map((adapter) => pretence?.adapt(adapter) ?? adapter);
  const catalogue = new Map(installed.map((adapter) => [adapter.id, watchSends(adapter)]));
  const store = createStore(database, catalogue, release);
  const depots = createDepots(database, path.join(settings.dataDir, FILES), settings.files);
  const files = createFiles(depots);
  const pictures = createPictures();
  const tickets = createTickets(settings.secretKey);
  const core = {
    ...{ store, files, caretaker: new Caretaker(depots, log) },
    gathering: new Gathering(store),
    answering: new Answering(store),
    vault: createVault(settings.secretKey, settings.publicUrl),
    previews: createPreviews({ depots, files, pictures }),
    redraw: createRedraw(pictures, depots.folder),
    ...{ tickets, ...linksFrom(settings.publicUrl, tickets) },
    // Nothing leaves a demo.
    mail: pretence ? null : settings.mail,
  };
  pretence?.reportTo(core);
  return core;
}

function createApp(
  hub: Omit<HttpHub, 'settings' | 'trustedProxies'>,
  settings: HubSettings,
): Promise<App> {
  const { publicUrl, trustedProxies } = settings;
  const secure = isSecure(publicUrl);
  const create = serves(settings) ? createServer : createProbes;
  return create({ ...hub, settings: { publicUrl, secure }, trustedProxies });
}

/** Whether people and platforms come in here. */
const serves = ({ cluster }: HubSettings): boolean => cluster?.role !== 'worker';

/** Who may open an agent's socket: whoever may call the API, from a page of ours. */
function admit(store: Store, { publicUrl }: HubSettings): RealtimeHub['authenticate'] {
  return async ({ cookie, token, origin, host }) => {
    if (!isOwnOrigin(origin, host, publicUrl)) return null;
    const bearer = typeof token === 'string' ? token : undefined;
    const session = readSessionCookie(cookie, isSecure(publicUrl));
    return authenticate(store, { cookie: session, bearer });
  };
}

const isSecure = (publicUrl: string): boolean => publicUrl.startsWith('https:');

const errandsOf = ({ keepRawDays, mail }: HubSettings, stopUrl: Sender['stopUrl']) =>
  errands({ keepRawDays, mailsOut: mail !== null }, stopUrl);
