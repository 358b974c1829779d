import { setTimeout as sleep } from 'node:timers/promises';
import { complaintIn } from './complaint.ts';
import { EmbeddedPostgresError } from './error.ts';
import { type GuardedProcess, spawnGuarded } from './guarded-process.ts';
import type { Identity } from './identity.ts';
import { isReady } from './postmaster.ts';
import { type Settings, settingArguments } from './settings.ts';

type ServerOptions = {
  identity: Identity;
  /** The command that starts the server program. */
  postgres: readonly string[];
  clusterDir: string;
  socketDir: string;
  kernelLock: number;
  settings: Settings;
};

const START_PATIENCE = 300_000; // recovery after a crash may have much to read on a slow disk
const POLL = 10;

/** Starts the server and resolves when it accepts connections. */
export async function startServer(options: ServerOptions): Promise<GuardedProcess> {
  const settings = { ...options.settings, unix_socket_directories: options.socketDir };
  const command = [
    ...options.postgres,
    ...['-D', options.clusterDir],
    ...settingArguments(settings),
  ];
  const server = spawnGuarded(options.identity, command, options.kernelLock);
  const deadline = Date.now() + START_PATIENCE;
  while (!(await isReady(options.clusterDir))) {
    if (!server.isRunning() || Date.now() > deadline) throw await failure(server);
    await sleep(POLL);
  }
  return server;
}

async function failure(server: GuardedProcess): Promise<EmbeddedPostgresError> {
  const problem = server.isRunning() ? 'did not get ready in time' : 'did not start';
  server.cut();
  await server.ended;
  return new EmbeddedPostgresError(
    `The embedded database ${problem}: ${complaintIn(server.log())}`,
  );
}
