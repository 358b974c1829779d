/** How the installation is doing: everything measured at once, each told as a finding. */
import { listChannels } from '../channels/channels.ts';
import { outstanding } from '../deliveries/outstanding.ts';
import type { Actor } from '../events/actor.ts';
import type { Store } from '../events/scope.ts';
import type { SystemReport } from '../wire/system.ts';
import { lastBackup } from './backups.ts';
import {
  addressCheck,
  backupCheck,
  channelsCheck,
  clockCheck,
  databaseCheck,
  diskCheck,
  filesCheck,
  mailCheck,
  queueCheck,
  type RedisMeasure,
  redisCheck,
  sendersCheck,
  versionsCheck,
  workerCheck,
} from './checks.ts';
import { processesHeard } from './heartbeat.ts';
import { isWritable, measureDatabase, measureDisk, reachAddress } from './measure.ts';
import type { Senders } from './senders.ts';

/** What is looked at. */
export type Installation = {
  version: string;
  publicUrl: string;
  /** On whose disk the space counts. */
  dataDir: string;
  /** Where the attachments lie. */
  filesDir: string;
  redis(): Promise<RedisMeasure>;
  /** By which the installation itself writes; null: it does not. */
  mailer: { from: string; check(): Promise<string | null> } | null;
};

type Looked = Installation & { senders: Senders };

/** For an admin: of the channels only those of the own workspace. */
export async function reportOn(
  { version, publicUrl, dataDir, filesDir, redis, mailer, senders }: Looked,
  store: Store,
  { workspaceId }: Actor,
): Promise<SystemReport> {
  const [database, reached, heard, due, disk, writable, queue, backup, channels, tried, reason] =
    await Promise.all([
      measureDatabase(store),
      reachAddress(publicUrl),
      processesHeard(store),
      outstanding(store),
      measureDisk(dataDir),
      isWritable(filesDir, dataDir),
      redis(),
      lastBackup(store),
      store.in(workspaceId, (scope) => listChannels(scope)),
      senders.try(workspaceId),
      mailer?.check() ?? null,
    ]);
  const now = new Date();
  const failing = channels.filter(({ failingSince }) => failingSince).map(({ name }) => name);
  return {
    at: now.toISOString(),
    ...{ version, publicUrl },
    databaseVersion: database.version,
    redisVersion: queue && 'version' in queue ? queue.version : null,
    processes: heard.map(({ silent: _silent, ...process }) => process),
    checks: [
      addressCheck(publicUrl, reached),
      workerCheck(heard),
      queueCheck(due),
      channelsCheck(failing, channels.length),
      sendersCheck(tried),
      mailCheck(mailer && { from: mailer.from, reason }),
      databaseCheck(database),
      clockCheck(database),
      redisCheck(queue),
      diskCheck(disk),
      filesCheck(writable),
      backupCheck(backup, now),
      versionsCheck(heard),
    ],
  };
}
