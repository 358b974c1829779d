/** Files that lie with the platform: a place for each at once, and the file in it when it has come. */
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import type { EventPage } from '../../server/wire/events.ts';
import { Desk } from '../support/desk.ts';
import { startHub, type TestHub } from '../support/hub.ts';
import { Messenger, type MessengerChannel, type Talk } from '../support/messenger.ts';
import { type Agent, foundAs } from '../support/people.ts';
import { until } from '../support/until.ts';

const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** Files are fetched beside everything else, on machines of any speed. */
const PATIENCE_MS = 60_000;

let hub: TestHub;
let ana: Agent;
let messenger: Messenger;
let channel: MessengerChannel;

beforeAll(async () => {
  hub = await startHub();
  ana = await foundAs(hub);
  messenger = await Messenger.start();
  channel = await messenger.connect(hub, ana);
});

afterAll(async () => {
  messenger.stop();
  await hub.close();
});

const remote = (name: string, more: object = {}) => {
  const source = { remote: name };
  return { attachments: [{ name: `${name}.png`, type: 'image/jpeg', source, ...more }] };
};

async function sendFile(talk: Talk, thread: string, name: string, more: object = {}) {
  await channel.post(channel.message(thread, '', remote(name, more)));
  return talk.last();
}

const settled = async (talk: Talk) => {
  await until(async () => (await talk.last()).attachments[0]?.state !== 'pending', PATIENCE_MS);
  return (await talk.last()).attachments[0];
};

it('shows a place first, and the file in it when the platform has found it, without being asked', async () => {
  const talk = await channel.begin('bo');
  const desk = new Desk(hub, ana);
  await desk.connect();
  await desk.open(talk.conversation.id);
  const before = (await talk.row()).seq;
  let asked = 0;
  messenger.files.set('photo', (_request, response) => {
    asked += 1;
    if (asked === 1) response.writeHead(404).end();
    else response.writeHead(200, { 'content-type': 'text/html' }).end(PIXEL);
  });
  const message = await sendFile(talk, 'bo', 'photo', { size: 1234 });
  expect(message.unsupported).toBeNull();
  expect(message.attachments).toMatchObject([
    { state: 'pending', name: 'photo.png', type: 'image/jpeg', size: 1234, inline: false },
  ]);
  const [place] = message.attachments;
  expect((await ana.call('GET', place?.url ?? '')).status).toBe(404);
  const steps = () => desk.lines.get(talk.conversation.id)?.items ?? [];
  await until(() => steps().some(({ kind }) => kind === 'attachment'), PATIENCE_MS);
  const [step] = steps().filter(({ kind }) => kind === 'attachment');
  // Its type is what the bytes say.
  const arrived = { id: place?.id, state: 'ready', type: 'image/png', size: PIXEL.length };
  expect(step).toMatchObject({
    seq: before + 2,
    data: { message: { id: message.id, attachments: [{ ...arrived, inline: true }] } },
  });
  expect(asked).toBe(2);
  const file = await hub.app.inject({ url: place?.url ?? '', headers: ana.headers });
  expect(file.rawPayload.equals(PIXEL)).toBe(true);
  desk.live.close();
  const log = `${talk.path}/events?after=${before}`;
  const { data } = (await ana.call<EventPage>('GET', log)).body;
  expect(data.map(({ kind }) => kind)).toEqual(['message', 'attachment']);
  expect(data[1]).toMatchObject({ data: { message: { attachments: [arrived] } } });
  const line = (await ana.call<EventPage>('GET', `${talk.path}/line`)).body.data;
  expect(line.map(({ kind }) => kind)).toEqual(['message', 'message']);
});

it('says why a file never comes: refused, or announced too large', async () => {
  const talk = await channel.begin('cy');
  messenger.files.set('refused', (_request, response) => response.writeHead(403).end());
  await sendFile(talk, 'cy', 'refused');
  expect(await settled(talk)).toMatchObject({
    state: 'failed',
    problem: expect.stringContaining('HTTP 403'),
  });
  await sendFile(talk, 'cy', 'huge', { size: 65 * 1024 * 1024 });
  expect(await settled(talk)).toMatchObject({ problem: expect.stringContaining('64 MB') });
});

/** Sends 200 MB to whoever asks, from a process of its own: its memory is not ours. Says its port, and what it wrote. */
const FILM = `
const block = Buffer.alloc(1024 * 1024, 7);
const server = require('node:http').createServer((request, response) => {
  let written = 0;
  response.on('close', () => console.log(written));
  const more = () => {
    while (written < 200 && !response.destroyed) {
      written += 1;
      if (!response.write(block)) return response.once('drain', more);
    }
    response.end();
  };
  more();
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
`;

it('reads no more than 64 MB of a file of 200, and never holds it in memory', async () => {
  const talk = await channel.begin('di');
  const cinema = spawn(process.execPath, ['-e', FILM], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void cinema.kill());
  let said = '';
  cinema.stdout.on('data', (chunk: Buffer) => {
    said += String(chunk);
  });
  await until(() => said.includes('\n'));
  // What bytes of files can lie in; all else that lies in memory is this test's own.
  const before = process.memoryUsage().arrayBuffers;
  let most = before;
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage().arrayBuffers);
  }, 5);
  await sendFile(talk, 'di', `http://127.0.0.1:${said.trim()}/film`);
  expect(await settled(talk)).toMatchObject({
    state: 'failed',
    problem: expect.stringContaining('64 MB'),
  });
  clearInterval(watch);
  await until(() => said.trim().includes('\n'));
  const written = Number(said.trim().split('\n')[1]);
  expect(written).toBeGreaterThan(64);
  expect(written).toBeLessThan(100);
  expect((most - before) / 1024 / 1024).toBeLessThan(30);
}, 120_000);

it('follows the platform to where its files lie, and shows its key to nobody else', async () => {
  const talk = await channel.begin('ed');
  const seen: (string | undefined)[] = [];
  const elsewhere = createServer((request, response) => {
    seen.push(request.headers.authorization);
    response.end(PIXEL);
  });
  await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
  const { port } = elsewhere.address() as AddressInfo;
  messenger.files.set('near', (request, response) => {
    seen.push(request.headers.authorization);
    response.writeHead(302, { location: '/file/moved' }).end();
  });
  messenger.files.set('moved', (request, response) => {
    seen.push(request.headers.authorization);
    response.writeHead(307, { location: `http://127.0.0.1:${port}/x` }).end();
  });
  await sendFile(talk, 'ed', 'near');
  expect(await settled(talk)).toMatchObject({ state: 'ready' });
  expect(seen).toEqual([...Array(2).fill('Bearer the key of the messenger'), undefined]);
  let tries = 0;
  messenger.files.set('inside', (_request, response) => {
    tries += 1;
    response.writeHead(302, { location: 'http://10.0.0.1/secret' }).end();
  });
  await sendFile(talk, 'ed', 'inside');
  // Tried again like anything that cannot be reached, and never there.
  await until(() => tries > 0);
  expect((await talk.last()).attachments[0]?.state).toBe('pending');
  elsewhere.close();
});

it('thanks the platform as it likes to be thanked', async () => {
  const { status, body, type } = await channel.post(channel.message('flo', 'Hello'));
  expect({ status, body }).toEqual({ status: 200, body: 'success' });
  expect(type).toMatch(/^text\/plain/);
});
