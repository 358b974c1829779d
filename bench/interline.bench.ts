/** Every figure that is promised, measured on this machine: `npm run bench`. */
import { it } from 'vitest';
import { logInRemotely } from '../test/support/remote.ts';
import {
  adminSettings,
  makeDataDir,
  removeDataDir,
  startServer,
  stop,
} from '../test/support/server-process.ts';
import { auditCounts } from './parts/counts.ts';
import { measureFiles } from './parts/files.ts';
import { measureFlood } from './parts/flood.ts';
import { measureImport } from './parts/import.ts';
import { measureLatency } from './parts/latency.ts';
import { measureMailbox } from './parts/mailbox.ts';
import { measurePaint } from './parts/paint.ts';
import { measureParser } from './parts/parser.ts';
import { measureReads } from './parts/reads.ts';
import { measureReplies } from './parts/replies.ts';
import { measureSockets } from './parts/sockets.ts';
import { measureStart } from './parts/start.ts';
import { measureWebhooks } from './parts/webhooks.ts';
import { type Figure, report } from './report.ts';

it('measures', async () => {
  const figures: Figure[] = await measureStart();
  const dataDir = await makeDataDir();
  const server = await startServer({ DATA_DIR: dataDir, ...adminSettings });
  try {
    figures.push(...(await measurePaint(server.url)));
    const ana = await logInRemotely(server.url);
    figures.push(...(await measureWebhooks(ana, dataDir)));
    figures.push(...(await measureFlood(ana, dataDir)));
    figures.push(...(await auditCounts(ana, dataDir)));
    figures.push(...(await measureLatency(ana, dataDir)));
  } finally {
    await stop(server);
    await removeDataDir(dataDir);
  }
  figures.push(...(await measureReplies()));
  figures.push(...(await measureReads()));
  figures.push(...(await measureSockets()));
  figures.push(...(await measureParser()));
  figures.push(...(await measureMailbox()));
  figures.push(...(await measureImport()));
  figures.push(...(await measureFiles()));
  report(figures);
});
