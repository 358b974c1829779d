/** Waiting mail from a Dovecot through the whole product: fetched, read, threaded, stored. */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CreatedChannel } from '../../server/wire/channels.ts';
import { Dovecot } from '../../test/support/dovecot.ts';
import { letter } from '../../test/support/letters.ts';
import { readingFrom } from '../../test/support/mailbox.ts';
import { logInRemotely, type Remote } from '../../test/support/remote.ts';
import {
  adminSettings,
  makeDataDir,
  removeDataDir,
  startServer,
  stop,
} from '../../test/support/server-process.ts';
import type { Figure } from '../report.ts';

const USER = 'help';
const BODY = 'A line of text as it stands in a mail.\r\n'.repeat(50);
const PATIENCE_MS = 15 * 60_000;

/** Every tenth mail has a file; every mail is from somebody else. */
function mail(n: number): string {
  const from = `Person ${n} <person-${n}@example.org>`;
  if (n % 10) return letter({ from, text: `Letter ${n}\r\n\r\n${BODY}` });
  const file = Buffer.from(`File ${n}\n`.repeat(2_000)).toString('base64');
  const body = [
    `--edge\r\nContent-Type: text/plain\r\n\r\nLetter ${n}\r\n`,
    '--edge\r\nContent-Type: text/plain; name="notes.txt"\r\nContent-Transfer-Encoding: base64',
    `Content-Disposition: attachment\r\n\r\n${file.replace(/.{76}/g, '$&\r\n')}`,
    '--edge--',
  ].join('\r\n');
  return letter({ from, content: { type: 'multipart/mixed; boundary="edge"', body } });
}

export async function measureImport(mails = 2_000): Promise<Figure[]> {
  const dovecot = await Dovecot.start();
  const dataDir = await makeDataDir();
  const server = await startServer({
    DATA_DIR: dataDir,
    ALLOWED_NETWORKS: '127.0.0.0/8',
    ...adminSettings,
  });
  try {
    for (let n = 1; n <= mails; n++) await dovecot.deliver(USER, mail(n));
    const ana = await logInRemotely(server.url);
    const before = memoryOf(server.pid);
    const begun = performance.now();
    await connect(ana, dovecot);
    const most = await follow(ana, mails, () => memoryOf(server.pid));
    const seconds = (performance.now() - begun) / 1000;
    return [
      { name: 'waiting mails imported', value: mails / seconds, unit: '/s', target: '≥ 100 /s' },
      { name: '  growth of memory', value: most - before, unit: 'MB', target: '< 150 MB' },
    ];
  } finally {
    await stop(server);
    await removeDataDir(dataDir);
    await dovecot.stop();
  }
}

const connect = (ana: Remote, dovecot: Dovecot) =>
  ana.expect<CreatedChannel>('POST', '/api/v1/channels', {
    adapter: 'email',
    name: 'Import',
    settings: { address: 'help@example.com', importDays: '1', ...readingFrom(dovecot, USER) },
  });

/** Resolves when all conversations are there. @returns the most memory seen, in MB */
async function follow(ana: Remote, mails: number, memory: () => number): Promise<number> {
  let most = 0;
  for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; ) {
    most = Math.max(most, memory());
    if (await isThere(ana, mails)) return most;
    await sleep(500);
  }
  throw new Error(`not within ${PATIENCE_MS} ms`);
}

/** Conversations are counted from one on. */
async function isThere(ana: Remote, number: number): Promise<boolean> {
  const found = await ana.get<{ data: unknown[] }>(`/api/v1/search?q=%23${number}`);
  return found.data.length > 0;
}

/** The server process alone, without its database. */
function memoryOf(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) / 1024;
}
