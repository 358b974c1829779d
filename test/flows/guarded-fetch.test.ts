/** The way out for adapters, where a platform leads it elsewhere. */
import { createServer as createPlainServer, type RequestListener, type Server } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createGuard } from '../../server/guarded-fetch.ts';
import { CERTIFICATE, KEY } from '../support/mail-server.ts';

const guard = createGuard(['127.0.0.0/8']);
const fetch = guard.fetch(AbortSignal.timeout(60_000));

/** What was asked, in order. */
const asked: string[] = [];
let sealed: string;
let open: string;
const servers: Server[] = [];

/** `/to?<address>` leads there; everything else is answered. */
const answer: RequestListener = ({ method, url = '', headers }, response) => {
  asked.push(`${method} ${headers.host}${url} ${headers.authorization ?? 'nobody'}`);
  const [, location] = /^\/to\?(.+)$/.exec(url) ?? [];
  if (location) response.writeHead(302, { location: decodeURIComponent(location) });
  response.end('here');
};

async function listen(server: Server): Promise<string> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

beforeAll(async () => {
  // Its certificate is nobody's: what is looked at here is where requests go.
  vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
  sealed = await listen(createServer({ cert: CERTIFICATE, key: KEY }, answer) as unknown as Server);
  open = await listen(createPlainServer(answer));
});

afterAll(() => {
  vi.unstubAllEnvs();
  for (const server of servers) server.close();
});

const to = (address: string) => `/to?${encodeURIComponent(address)}`;
const headers = { authorization: 'Bearer key' };

it('goes on from http to https, and from https to https', async () => {
  asked.length = 0;
  for (const start of [`http://${open}`, `https://${sealed}`]) {
    const response = await fetch(start + to(`https://${sealed}/end`), { headers });
    expect(await response.text()).toBe('here');
  }
  // The key is shown where it was meant for, and to no other origin.
  expect(asked.map((line) => line.endsWith('Bearer key'))).toEqual([true, false, true, true]);
});

it('never goes on from https to http, whatever is read', async () => {
  asked.length = 0;
  const leading = fetch(`https://${sealed}${to(`http://${open}/end`)}`, { headers });
  await expect(leading).rejects.toThrow('gives up encryption');
  expect(asked).toHaveLength(1);
  expect(asked[0]).toContain(sealed);
});

it('sends a file where it was asked to, and nowhere else', async () => {
  asked.length = 0;
  const send = (url: string) => fetch(url, { method: 'POST', headers, body: new Blob(['a file']) });
  expect(await (await send(`http://${open}/end`)).text()).toBe('here');
  await expect(send(`http://${open}${to(`http://${open}/end`)}`)).rejects.toThrow();
  expect(asked).toHaveLength(2);
});
