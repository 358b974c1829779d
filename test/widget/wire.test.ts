/** Our few lines of Socket.IO against the real server, over both ways. */
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { WebSocket } from 'undici';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { viaPolling, viaWebSocket } from '../../widget/panel/carriers.ts';
import { Wire } from '../../widget/panel/wire.ts';

let http: HttpServer;
let io: Server;
let origin = '';

beforeAll(async () => {
  vi.stubGlobal('WebSocket', WebSocket);
  http = createServer();
  io = new Server(http, { pingInterval: 100, pingTimeout: 300 });
  const visitors = io.of('/visitor');
  visitors.use((socket, next) => {
    const { token } = socket.handshake.auth as { token?: unknown };
    next(token === 'good' ? undefined : new Error('unknown_visitor'));
  });
  visitors.on('connection', (socket) => {
    socket.on('beat', (done: (answer: object) => void) => done({ ok: true, seq: 7 }));
    socket.on('typing', (body: object, done: (answer: object) => void) => {
      done({ ok: true });
      socket.emit('message', { echo: body, text: '好,"\u001f' });
    });
    socket.on('leave', () => socket.disconnect());
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
});

afterAll(async () => {
  http.closeAllConnections();
  await io.close();
  vi.unstubAllGlobals();
});

const open: Wire[] = [];
afterEach(() => {
  for (const wire of open.splice(0)) wire.close();
});

function connect(way: typeof viaPolling, token = 'good') {
  const events = { opened: vi.fn(), heard: vi.fn(), closed: vi.fn() };
  const wire = new Wire(way(origin), { channelId: 'c', token }, events);
  open.push(wire);
  return { wire, ...events };
}

const until = (call: () => void) => vi.waitFor(call, { timeout: 5_000 });

describe.each([
  ['a WebSocket', viaWebSocket],
  ['plain requests', viaPolling],
])('over %s', (_name, way) => {
  it('is let in, asks, is answered, and hears', async () => {
    const { wire, opened, heard } = connect(way);
    await until(() => expect(opened).toHaveBeenCalledTimes(1));
    const answered = vi.fn();
    wire.emit('beat', undefined, answered);
    wire.emit('typing', { active: true });
    await until(() => expect(answered).toHaveBeenCalledWith({ ok: true, seq: 7 }));
    const echo = { echo: { active: true }, text: '好,"\u001f' };
    await until(() => expect(heard).toHaveBeenCalledWith('message', echo));
  });

  it('is told why it is refused, once', async () => {
    const { opened, closed } = connect(way, 'bad');
    await until(() => expect(closed.mock.calls).toEqual([['unknown_visitor']]));
    expect(opened).not.toHaveBeenCalled();
  });

  it('answers the server’s pings, so that it is not taken for dead', async () => {
    const { opened, closed } = connect(way);
    await until(() => expect(opened).toHaveBeenCalled());
    await new Promise((resolve) => setTimeout(resolve, 900));
    expect(closed).not.toHaveBeenCalled();
  });

  it('notices when the server ends it', async () => {
    const { wire, opened, closed } = connect(way);
    await until(() => expect(opened).toHaveBeenCalled());
    wire.emit('leave');
    await until(() => expect(closed.mock.calls).toEqual([[null]]));
  });

  it('ends without a word when we end it, and the server knows', async () => {
    const { wire, opened, closed } = connect(way);
    await until(() => expect(opened).toHaveBeenCalled());
    wire.close();
    await until(() => expect(io.of('/visitor').sockets.size).toBe(0));
    expect(closed).not.toHaveBeenCalled();
  });
});

it('says so when nobody is there', async () => {
  for (const way of [viaWebSocket, viaPolling]) {
    const closed = vi.fn();
    const events = { opened: vi.fn(), heard: vi.fn(), closed };
    open.push(new Wire(way('http://127.0.0.1:9'), { channelId: 'c', token: 't' }, events));
    await until(() => expect(closed.mock.calls).toEqual([[null]]));
  }
});

it('leaves alone what it does not understand', () => {
  const carrier = {
    onmessage: null as ((event: { data: unknown }) => void) | null,
    onclose: null,
    readyState: 1,
    send: vi.fn(),
    close: vi.fn(),
  };
  const events = { opened: vi.fn(), heard: vi.fn(), closed: vi.fn() };
  new Wire(carrier, { channelId: 'c', token: 't' }, events).close();
  const wire = new Wire(carrier, { channelId: 'c', token: 't' }, events);
  for (const data of [
    '',
    '6',
    '40',
    '42["message",1]',
    '42/agent,["message",1]',
    '42/visitor,{',
    7,
  ]) {
    carrier.onmessage?.({ data });
  }
  wire.close();
  carrier.onmessage?.({ data: '42/visitor,["message",1]' });
  for (const event of Object.values(events)) expect(event).not.toHaveBeenCalled();
});
