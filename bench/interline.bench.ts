/**
 * Every figure that is promised, measured on this machine: `npm run bench`; one part of it: `npm run bench -- -t webhooks`.
 * A part that fails takes none of the others with it.
 */
import { afterAll, it } from 'vitest';
import { logInRemotely, type Remote } from '../test/support/remote.ts';
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
import { measureHand } from './parts/hand.ts';
import { measureImport } from './parts/import.ts';
import { measureLatency } from './parts/latency.ts';
import { measureLoader } from './parts/loader.ts';
import { measureMailbox } from './parts/mailbox.ts';
import { measurePaint } from './parts/paint.ts';
import { measureParser } from './parts/parser.ts';
import { measureReads } from './parts/reads.ts';
import { measureReplies } from './parts/replies.ts';
import { measureSockets } from './parts/sockets.ts';
import { measureStart } from './parts/start.ts';
import { measureWebhooks } from './parts/webhooks.ts';
import { type Figure, report } from './report.ts';

const figures: Figure[] = [];

afterAll(() => {
  if (figures.length > 0) report(figures);
});

part('start', measureStart);
part(
  'paint',
  onServer((ana) => measurePaint(ana.url)),
);
part('loader', onServer(measureLoader));
part('webhooks', onServer(measureWebhooks));
part('flood', onServer(measureFlood));
part('latency', onServer(measureLatency));
part('replies', measureReplies);
part('sockets', measureSockets);
part('parser', measureParser);
part('mailbox', measureMailbox);
part('import', measureImport);
part('files', measureFiles);
part('reads', measureReads);
part('hand', measureHand);
part('counts', onServer(auditCounts));

function part(name: string, measure: () => Promise<Figure[]>): void {
  it(name, async () => {
    figures.push(...(await measure()));
  });
}

/** On a server of its own, with nothing in it. */
function onServer(measure: (ana: Remote, dataDir: string, pid: number) => Promise<Figure[]>) {
  return async () => {
    const dataDir = await makeDataDir();
    const server = await startServer({ DATA_DIR: dataDir, ...adminSettings });
    try {
      return await measure(await logInRemotely(server.url), dataDir, server.pid);
    } finally {
      await stop(server);
      await removeDataDir(dataDir);
    }
  };
}
