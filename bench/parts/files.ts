/** One file of 1 GB into the server and out of it, on disk and in object storage: how much memory that takes. */
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { Readable } from 'node:stream';
import { json } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import type { Attachment } from '../../server/wire/messages.ts';
import { S3 } from '../../test/simulators/s3/service.ts';
import { logInRemotely, type Remote } from '../../test/support/remote.ts';
import {
  adminSettings,
  makeDataDir,
  removeDataDir,
  startServer,
  stop,
} from '../../test/support/server-process.ts';
import type { Figure } from '../report.ts';

const MB = 1024 * 1024;
const FILE_MB = 1024;
const SAMPLE_MS = 5;
/** A file of this size goes out by no real channel. */
const GENEROUS = 'bench/parts/generous.mjs';

export async function measureFiles(): Promise<Figure[]> {
  const s3 = await S3.start();
  try {
    return [
      ...(await measure('on disk', {})),
      ...(await measure('in object storage', s3.environment)),
    ];
  } finally {
    await s3.stop();
  }
}

async function measure(where: string, settings: Record<string, string>): Promise<Figure[]> {
  const dataDir = await makeDataDir();
  const server = await startServer({ DATA_DIR: dataDir, ...adminSettings, ...settings }, GENEROUS);
  try {
    const ana = await logInRemotely(server.url);
    let sent: Sent | undefined;
    const up = await watch(server.pid, async () => {
      sent = await upload(ana);
    });
    const down = await watch(server.pid, () => download(ana, sent));
    return [
      { name: `1 GB uploaded, ${where}`, value: FILE_MB / up.seconds, unit: 'MB/s' },
      { name: '  rise of memory', value: up.rise, unit: 'MB', target: '< 30 MB' },
      { name: `1 GB downloaded, ${where}`, value: FILE_MB / down.seconds, unit: 'MB/s' },
      { name: '  rise of memory', value: down.rise, unit: 'MB', target: '< 30 MB' },
    ];
  } finally {
    await stop(server);
    await removeDataDir(dataDir);
  }
}

async function watch(pid: number, what: () => Promise<void>) {
  const before = memoryOf(pid);
  let most = before;
  const watching = setInterval(() => {
    most = Math.max(most, memoryOf(pid));
  }, SAMPLE_MS);
  const begun = performance.now();
  await what().finally(() => clearInterval(watching));
  return { rise: most - before, seconds: (performance.now() - begun) / 1000 };
}

/** All that the process has in memory, in MB. */
function memoryOf(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) / 1024;
}

type Sent = { url: string; sha256: string };

/** As a browser sends it, made up while it is sent. */
async function upload(ana: Remote): Promise<Sent> {
  const hash = createHash('sha256');
  const edge = 'edge-of-the-parts';
  async function* body() {
    yield `--${edge}\r\ncontent-disposition: form-data; name="file"; filename="film.bin"\r\n\r\n`;
    const block = randomBytes(MB);
    for (let n = 0; n < FILE_MB; n++) {
      block.writeUInt32BE(n);
      const piece = Buffer.from(block);
      hash.update(piece);
      yield piece;
    }
    yield `\r\n--${edge}--\r\n`;
  }
  const headers = { ...ana.headers, 'content-type': `multipart/form-data; boundary=${edge}` };
  const asked = request(`${ana.url}/api/v1/attachments`, { method: 'POST', headers });
  const [[response]] = await Promise.all([
    once(asked, 'response'),
    pipeline(Readable.from(body()), asked),
  ]);
  const stored = (await json(response)) as Attachment;
  if (stored.size !== FILE_MB * MB) throw new Error(`answered ${JSON.stringify(stored)}`);
  return { url: `${ana.url}${stored.url}`, sha256: hash.digest('hex') };
}

/** @throws when other bytes come back */
async function download(ana: Remote, sent: Sent | undefined): Promise<void> {
  const hash = createHash('sha256');
  const asked = request(sent?.url ?? '', { headers: ana.headers }).end();
  const [response] = await once(asked, 'response');
  for await (const piece of response) hash.update(piece);
  if (hash.digest('hex') !== sent?.sha256) throw new Error('other bytes came back');
}
