/** How much memory the server alone takes for large files, in and out, from its very first one on. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CreatedChannel } from '../../server/wire/channels.ts';
import type { OwnConversation } from '../../server/wire/conversations.ts';
import type { Attachment, Message } from '../../server/wire/messages.ts';
import { Outsider } from '../simulators/api.ts';
import { ACCOUNT, APP, NUMBER, WhatsApp } from '../simulators/whatsapp.ts';
import { logInRemotely, type Remote } from '../support/remote.ts';
import {
  adminSettings,
  makeDataDir,
  removeDataDir,
  type ServerProcess,
  startServer,
  stop,
} from '../support/server-process.ts';
import { until } from '../support/until.ts';

const MB = 1024 * 1024;
const SECRET = 'what-the-outside-channel-signs-with';

let dataDir: string;
let server: ServerProcess;
let ana: Remote;
let outsider: Outsider;
let whatsapp: WhatsApp;
let cinema: Server;
/** How many MB of the film somebody took. */
let shown = 0;

beforeAll(async () => {
  dataDir = await makeDataDir();
  outsider = await Outsider.start(SECRET);
  whatsapp = await WhatsApp.start();
  cinema = createServer((_request, response) => show(response)).listen(0, '127.0.0.1');
  server = await startServer({
    ...{ DATA_DIR: dataDir, ALLOWED_NETWORKS: '127.0.0.0/8' },
    ...adminSettings,
  });
  ana = await logInRemotely(server.url);
});

afterAll(async () => {
  await stop(server);
  cinema.closeAllConnections();
  cinema.close();
  await Promise.all([outsider.stop(), whatsapp.stop(), removeDataDir(dataDir)]);
});

/** A film of 200 MB. */
function show(response: ServerResponse): void {
  const block = Buffer.alloc(MB, 7);
  let written = 0;
  const more = () => {
    while (written < 200 && !response.destroyed) {
      written += 1;
      shown = written;
      if (response.write(block)) continue;
      response.once('drain', more);
      return;
    }
    response.end();
  };
  more();
}

async function connect(adapter: string, settings: Record<string, string>): Promise<string> {
  const wanted = { adapter, name: adapter, settings };
  const made = await ana.expect<CreatedChannel>('POST', '/api/v1/channels', wanted);
  return `${server.url}/channels/${made.id}/webhook`;
}

async function lastOf(name: string): Promise<{ path: string; last: Message | undefined }> {
  const inbox = await ana.get<{ data: OwnConversation[] }>('/api/v1/conversations?view=all');
  const found = inbox.data.find(({ contact }) => contact.name === name);
  const path = `/api/v1/conversations/${found?.id}/messages`;
  const { data } = await ana.get<{ data: Message[] }>(path);
  return { path, last: data.at(-1) };
}

/** All that the process has in memory, in MB: the heap, buffers, code, and what the allocator keeps. */
function memory(): number {
  const status = readFileSync(`/proc/${server.pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
}

/** By how many MB the memory rises at most meanwhile. */
async function rise(what: () => Promise<void>): Promise<number> {
  const before = memory();
  let most = before;
  const watch = setInterval(() => {
    most = Math.max(most, memory());
  }, 2);
  await what().finally(() => clearInterval(watch));
  return most - before;
}

it('takes no 30 MB to read 64 MB of a file of 200, and tells the agent why it stopped', async () => {
  const webhook = await connect('api', { secret: SECRET, url: outsider.provider.url });
  const { port } = cinema.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/film`;
  const attachments = [{ name: 'film.mp4', type: 'video/mp4', url }];
  const event = { type: 'message', id: 'f1', from: { id: 'bo', name: 'Bo' }, attachments };
  const risen = await rise(async () => {
    expect((await outsider.deliver(webhook, event)).status).toBe(200);
    await until(async () => (await lastOf('Bo')).last?.attachments[0]?.state !== 'pending', 60_000);
  });
  const [film] = (await lastOf('Bo')).last?.attachments ?? [];
  expect(film).toMatchObject({ state: 'failed', problem: expect.stringContaining('64 MB') });
  expect(shown).toBeGreaterThan(64);
  expect(shown).toBeLessThan(100);
  expect(risen).toBeLessThan(30);
});

it('takes no 30 MB to hand over a file of 90, whole and once', async () => {
  const { token: accessToken, secret: appSecret } = APP;
  const ids = { phoneNumberId: NUMBER, accountId: ACCOUNT };
  const apiUrl = whatsapp.meta.provider.url;
  const webhook = await connect('whatsapp', { ...ids, accessToken, appSecret, apiUrl });
  expect((await whatsapp.meta.deliver(webhook, whatsapp.message('The manual?'))).status).toBe(200);
  const content = Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(90 * MB)]);
  const form = new FormData();
  form.set('file', new Blob([content]), 'manual.pdf');
  const { path } = await lastOf('Ana Ruiz');
  const risen = await rise(async () => {
    const headers = { ...ana.headers };
    const uploading = { method: 'POST', headers, body: form };
    const answer = await fetch(`${server.url}/api/v1/attachments`, uploading);
    expect(answer.status).toBe(201);
    const { id } = (await answer.json()) as Attachment;
    const reply = { key: 'the-manual', kind: 'reply', text: 'Here', attachments: [id] };
    await ana.expect<Message>('POST', path, reply);
    await until(async () => (await lastOf('Ana Ruiz')).last?.state !== 'queued', 60_000);
    await until(async () => (await lastOf('Ana Ruiz')).last?.state !== 'sending', 60_000);
  });
  expect((await lastOf('Ana Ruiz')).last).toMatchObject({ state: 'accepted' });
  const [upload, ...more] = whatsapp.uploads;
  expect(upload?.name).toBe('manual.pdf');
  expect(content.equals(new Uint8Array((await upload?.arrayBuffer()) ?? []))).toBe(true);
  expect(more).toEqual([]);
  const [asked] = whatsapp.meta.provider.heard(`/v25.0/${NUMBER}/media`);
  expect(asked?.headers).toMatchObject({ 'content-length': String(asked?.body.length) });
  expect(risen).toBeLessThan(30);
});
