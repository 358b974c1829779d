/** Starts and stops the process. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import pino, { type Logger } from 'pino';
import { isFilled } from './agents/demo.ts';
import { ensureAdmin, isSetupNeeded } from './agents/setup.ts';
import { createHub, type Hub, type HubSettings } from './app.ts';
import { complaintOf } from './complaint.ts';
import { type Config, ConfigError, readConfig } from './config.ts';
import { loggable } from './database/loggable.ts';
import { type RunningDatabase, startDatabase } from './database/start.ts';
import type { Store } from './events/scope.ts';
import { arm } from './failpoints.ts';
import { packageVersion } from './package-root.ts';
import { loadSecretKey } from './secret-key.ts';
import { collectSpans } from './telemetry/traces.ts';

/** What is asked of this start. */
type Starting = Config & { demo: boolean };

/** How much the heap may grow between two collections, in per cent. Left to itself V8 takes three times what is used. */
const HEAP_GROWTH = 40;

/** @param args `--demo`: filled with made-up conversations while it is empty */
export async function main(args: readonly string[] = []): Promise<void> {
  setFlagsFromString(`--heap-growing-percent=${HEAP_GROWTH}`);
  const started = performance.now();
  try {
    const config = await settlePort({ ...readConfig(), ...readOptions(args) });
    refuseSharedDemo(config);
    const log = createLog(config);
    if (config.failpoint) arm(config.failpoint);
    if (config.cluster) await refuseUnsafe(config.cluster.redisUrl);
    const onEnd = (reason: string) => log.error({ reason }, ENDED);
    const running = await startDatabase(config.dataDir, config.databaseUrl, onEnd);
    await open(config, log, running, started);
  } catch (error) {
    giveUp(error);
  }
}

/** @throws ConfigError for what is not known */
function readOptions(args: readonly string[]): { demo: boolean } {
  const unknown = args.find((arg) => arg !== '--demo');
  if (unknown === undefined) return { demo: args.length > 0 };
  throw new ConfigError(`Unknown option ${unknown}: npm start takes --demo, and nothing else.`);
}

/** Only of its own database a process knows that nobody else is about to put something real into it. */
function refuseSharedDemo({ demo, databaseUrl }: Starting): void {
  if (!demo || !databaseUrl) return;
  throw new ConfigError('--demo fills the embedded database alone: leave DATABASE_URL unset.');
}

/** Loaded where it is wanted: most installations are one process. */
async function refuseUnsafe(redisUrl: string): Promise<void> {
  const { refuseUnsafeRedis } = await import('./redis/redis.ts');
  await refuseUnsafeRedis(redisUrl);
}

/** With PORT=0 the system chooses. Links need the number before we listen, so a free one is asked for first. */
async function settlePort(config: Starting): Promise<Starting> {
  if (config.port !== 0) return config;
  const probe = createServer();
  await once(probe.listen(0, config.host), 'listening');
  const address = probe.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  await new Promise((resolve) => probe.close(resolve));
  return { ...config, port, publicUrl: config.publicUrl.replace(/:0$/, `:${port}`) };
}

async function open(config: Starting, log: Logger, running: RunningDatabase, started: number) {
  try {
    const { trustedProxies, allowedNetworks, scrapers, smtpListen, dataDir, cluster } = config;
    const traces = await sendTraces(config, log);
    const secretKey = await loadSecretKey(config.secretKey, dataDir);
    const networks = { trustedProxies, allowedNetworks, scrapers, smtpListen, cluster };
    const kept = {
      dataDir,
      mail: config.mail,
      keepRawDays: config.keepRawDays,
      files: config.files,
    };
    const demo = config.demo && (await isSetupNeeded(running));
    const settings = { publicUrl: config.publicUrl, secretKey, demo, ...kept, ...networks };
    const hub = await createHub(running.database, settings, log);
    if (demo) process.stderr.write('Filling the demo…\n');
    if (demo) await hub.demo?.fill(running.connection);
    if (config.admin) await ensureAdmin(hub.store, config.admin, hub.afterSetup);
    if (!running.restricted) log.warn(OWNER_HINT);
    const begun = hub.app.listen({ host: config.host, port: config.port }).then(() => hub.start());
    // From the first answer on: whoever is told that we are ready may have us stop the moment after.
    stopOnSignals(() => begun.then(() => hub.stop()).then(() => traces?.stop()), running, log);
    await begun;
    const left = config.demo && !demo ? [LEFT_ALONE] : [];
    const told = hub.demo ? await tellDemo(hub.store, settings) : [];
    await greet(hub, config, started, [...left, ...told]);
  } catch (error) {
    await running.stop();
    throw error;
  }
}

/** Loaded where it is wanted; where it is not, no span is made. */
async function sendTraces({ traces }: Config, log: Logger) {
  if (!traces) return null;
  const { Exporter } = await import('./telemetry/otlp.ts');
  const why = (problem: string) => log.warn({ problem }, 'traces cannot be sent');
  const exporter = new Exporter(traces, packageVersion(), why);
  collectSpans((span) => exporter.add(span));
  return exporter;
}

const ENDED = 'the embedded database ended by itself and is started again';

const OWNER_HINT =
  'The database login may not create roles, so Interline runs as the tables’ owner; row-level security is forced all the same. For a second lock: CREATE ROLE interline_app NOLOGIN; GRANT interline_app TO the login.';

function createLog(config: Config): Logger {
  return pino({
    level: config.logLevel,
    serializers: { err: loggable },
    // Whatever is logged, these never are.
    redact: ['*.cookie', '*.authorization', '*.password', '*.token', 'req.headers'],
  });
}

/** @param said before the next step */
async function greet(hub: Hub, config: Config, started: number, said: string[]): Promise<void> {
  const url = config.publicUrl;
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const ready = `  Interline is ready: ${url}   (${seconds} s)`;
  process.stdout.write(['', ready, ...said, await nextStep(hub, config), '', ''].join('\n'));
}

const LEFT_ALONE = '  There is data here already: --demo left it alone.';

/** Loaded where it is wanted: only a demo has log-ins to tell. */
async function tellDemo(store: Store, { secretKey, dataDir }: HubSettings): Promise<string[]> {
  const { businesses } = await import('./demo/businesses.ts');
  const { describeLogIns } = await import('./demo/log-ins.ts');
  const half = `  It was not filled to its end: for all of it, remove ${dataDir} and start again.`;
  return [...describeLogIns(businesses, secretKey), ...((await isFilled(store)) ? [] : [half])];
}

async function nextStep(hub: Hub, { cluster, publicUrl }: Config): Promise<string> {
  if (cluster?.role === 'worker')
    return '  A worker: it answers /health and /metrics and serves nobody.';
  if (await isSetupNeeded(hub.store)) return '  Open it and make the first admin.';
  return `  Try the widget: ${publicUrl}/demo`;
}

/** First signal: stop in good order. Second: at once. */
function stopOnSignals(end: () => Promise<void>, running: RunningDatabase, log: Logger): void {
  let stopping = false;
  const stop = (signal: string) => {
    if (stopping) process.exit(1);
    stopping = true;
    log.info({ signal }, 'stopping');
    void Promise.race([end(), sleep(25_000)])
      .catch((error: unknown) => log.error({ err: error }, 'stopping failed'))
      .then(() => running.stop())
      .then(
        () => process.exit(0),
        () => process.exit(1),
      );
  };
  process.on('SIGINT', () => stop('SIGINT'));
  process.on('SIGTERM', () => stop('SIGTERM'));
}

function giveUp(error: unknown): never {
  process.stderr.write(`${complaintOf(error)}\n`);
  process.exit(1);
}
