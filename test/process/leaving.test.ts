/** One process of several stops: nobody is cut off, nothing fails, and the others take over. */
import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Conversation } from '../../server/wire/conversations.ts';
import type { Message } from '../../server/wire/messages.ts';
import { AGENT_NAMESPACE } from '../../server/wire/namespaces.ts';
import type { ConversationPacket } from '../../server/wire/sockets.ts';
import type { SystemReport } from '../../server/wire/system.ts';
import { signed } from '../support/echo.ts';
import { connectEchoAt, logInRemotely, Remote } from '../support/remote.ts';
import type { ServerProcess } from '../support/server-process.ts';
import { type Shared, startShared } from '../support/shared.ts';
import { until } from '../support/until.ts';

const SECRET = 'the secret of a channel that goes on';

let site: Shared;
let leaving: ServerProcess;
let staying: ServerProcess;
let worker: ServerProcess;
let ana: Remote;
let channel: { id: string };

beforeAll(async () => {
  site = await startShared();
  leaving = await site.start('web');
  staying = await site.start('web');
  worker = await site.start('worker');
  ana = await logInRemotely(leaving.url);
  channel = await connectEchoAt(ana, SECRET);
});

afterAll(() => site.close());

const status = async (address: string): Promise<number> => {
  const { status } = await fetch(address);
  return status;
};

/** Of a page, a program or a person at one of the processes. */
const at = ({ url }: ServerProcess): Remote => new Remote(url, ana.headers);

function screenAt({ url }: ServerProcess): Socket {
  const options = { extraHeaders: ana.headers, transports: ['websocket'], reconnection: false };
  return io(url + AGENT_NAMESPACE, { ...options, forceNew: true });
}

async function hears(process: ServerProcess, id: string): Promise<string> {
  const body = { id, from: 'steady', name: 'Steady', text: id };
  const headers = { 'x-echo-signature': signed(SECRET, JSON.stringify(body)) };
  await new Remote(process.url, headers).expect('POST', `/channels/${channel.id}/webhook`, body);
  const { data } = await at(staying).get<{ data: Conversation[] }>(
    '/api/v1/conversations?view=all&limit=10',
  );
  return data[0]?.id ?? '';
}

describe('a worker', () => {
  it('says how it fares and serves nobody', async () => {
    const asked = [
      '/health/live',
      '/health/ready',
      '/metrics',
      '/',
      '/widget.js',
      '/api/v1/agents',
    ];
    const live = '/socket.io/?EIO=4&transport=polling';
    const answers = await Promise.all([...asked, live].map((path) => status(worker.url + path)));
    expect(answers).toEqual([200, 200, 200, 404, 404, 404, 404]);
    expect(await status(staying.url + live)).toBe(200);
  });
});

describe('a worker that dies', () => {
  it('is missed within seconds by admins at the others', async () => {
    const found = async () => {
      const { checks } = await at(staying).get<SystemReport>('/api/v1/system');
      return checks.find(({ about }) => about === 'worker')?.finding;
    };
    expect(await found()).toBe('worker-good');
    worker.signal('SIGKILL');
    await worker.ended;
    await until(async () => (await found()) === 'worker-silent', 20_000);
    worker = await site.start('worker');
    await until(async () => (await found()) === 'worker-good');
  });
});

describe('a process that stops while others go on', () => {
  it('serves whoever is there until they have moved, lets nobody in, and ends with 0', async () => {
    const talk = await hears(leaving, 'before');
    const screen = screenAt(leaving);
    const told: string[] = [];
    screen.on('goodbye', ({ within }) => told.push(`goodbye within ${within}`));
    screen.on('conversations', (packets: ConversationPacket[]) => {
      for (const { conversation } of packets) told.push(conversation.preview);
    });
    await until(() => screen.connected);
    leaving.signal('SIGTERM');
    await until(() => told.includes('goodbye within 15000'));
    expect(await status(`${leaving.url}/health/ready`)).toBe(503);
    expect(await status(`${leaving.url}/health/live`)).toBe(200);
    // Neither who knocks at it still, nor who is told by others.
    await hears(leaving, 'at the one that leaves');
    await hears(staying, 'at the one that stays');
    await until(() => told.includes('at the one that stays'), 5_000);
    expect(told).toContain('at the one that leaves');

    const late = screenAt(leaving);
    const refused = new Promise((resolve) => late.once('connect_error', resolve));
    expect(await refused).toBeInstanceOf(Error);
    const polling = await fetch(`${leaving.url}/socket.io/?EIO=4&transport=polling`);
    expect([polling.status, polling.headers.get('retry-after')]).toEqual([503, '1']);

    const answer = { key: 'while-it-leaves', kind: 'reply', text: 'Good day' };
    const path = `/api/v1/conversations/${talk}/messages`;
    const said = await at(leaving).expect<Message>('POST', path, answer);
    screen.disconnect();
    expect(await leaving.ended).toMatchObject({ code: 0, err: '' });
    await until(async () => {
      const { data } = await at(staying).get<{ data: Message[] }>(path);
      return data.some(({ id, state }) => id === said.id && state === 'accepted');
    }, 10_000);
  });

  it('ends the connections of those that do not move by themselves', async () => {
    const another = await site.start('web');
    const screen = screenAt(another);
    const cut = new Promise((resolve) => screen.once('disconnect', resolve));
    await until(() => screen.connected);
    another.signal('SIGTERM');
    expect(screen.connected).toBe(true);
    await cut;
    expect(await another.ended).toMatchObject({ code: 0, err: '' });
  });
});
