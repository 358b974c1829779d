import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isOwnOrigin } from '../../server/agents/origin.ts';
import { Caller, firstAdmin, issuedToken, PASSWORD } from './caller.ts';
import { type People, startPeople } from './harness.ts';

const PUBLIC_URL = 'https://chat.example.com';
const ID = '0197b3c0-0000-7000-8000-000000000000';

let people: People;
let ada: Caller;
let token: string;

beforeAll(async () => {
  people = await startPeople({ publicUrl: PUBLIC_URL });
  ada = await firstAdmin(people);
  token = (await issuedToken(ada, ['read', 'write', 'admin'])).secret;
}, 60_000);
afterAll(() => people.close());

type Headers = Record<string, string>;
type Sent = { method?: 'POST' | 'PATCH' | 'PUT' | 'DELETE'; path?: string; headers: Headers };

/** What a request with Ada's cookie, made by some page, is answered. */
async function send({ method = 'PATCH', path = 'agents/me', headers }: Sent): Promise<number> {
  const answer = await people.app.inject({
    method,
    url: `/api/v1/${path}`,
    headers: { cookie: ada.cookie ?? '', ...headers },
    ...(headers['content-type'] !== undefined && { payload: '{}' }),
  });
  return answer.statusCode;
}

const json = { 'content-type': 'application/json' };

describe('A6: whoever changes something with a cookie is a page of ours', () => {
  const own: [string, Headers][] = [
    ['no browser', {}],
    ['our page', { origin: PUBLIC_URL, 'sec-fetch-site': 'same-origin' }],
    ['an old browser', { origin: PUBLIC_URL }],
    ['the address bar', { 'sec-fetch-site': 'none' }],
  ];
  test.each(own)('%s may', async (_who, headers) => {
    expect(await send({ headers: { ...json, ...headers } })).toBe(200);
  });

  const foreign: [string, Headers][] = [
    ['another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['a neighbouring host', { origin: 'https://www.example.com', 'sec-fetch-site': 'same-site' }],
    ['a neighbouring host, origin hidden', { 'sec-fetch-site': 'same-site' }],
    ['a sandboxed frame', { origin: 'null' }],
    ['the same host without https', { origin: 'http://chat.example.com' }],
    ['another port', { origin: 'https://chat.example.com:8443' }],
    ['a longer name', { origin: 'https://chat.example.com.evil.example' }],
    ['a page that also forges Host', { origin: 'https://evil.example', host: 'evil.example' }],
    ['an unknown word', { 'sec-fetch-site': 'sideways' }],
    ['localhost, which is not our address', { origin: 'http://localhost:3000' }],
  ];
  test.each(foreign)('%s may not', async (_who, headers) => {
    expect(await send({ headers: { ...json, ...headers } })).toBe(403);
    expect(await send({ method: 'DELETE', path: 'tokens/x', headers })).toBe(403);
  });

  test('reading is not refused: a foreign page cannot see the answer', async () => {
    const headers = { cookie: ada.cookie ?? '', origin: 'https://evil.example' };
    const answer = await people.app.inject({ url: '/api/v1/session', headers });
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
  });
});

describe('A6: only JSON is read', () => {
  const types = [
    'application/x-www-form-urlencoded',
    'text/plain',
    'text/plain; application/json',
    'multipart/form-data; boundary=x',
    'application/jsonx',
    'text/json',
    'application/xml',
    '',
  ];
  const doors = [
    { method: 'POST', path: 'tokens' },
    { method: 'POST', path: 'session' },
    { method: 'PATCH', path: 'agents/me' },
    { method: 'PUT', path: `conversations/${ID}/draft` },
  ] as const;
  test.each(types)('"%s" is refused at every door', async (type) => {
    for (const door of doors) {
      expect(await send({ ...door, headers: json })).not.toBe(415);
      expect(await send({ ...door, headers: { 'content-type': type } })).toBe(415);
    }
  });

  test('a POST without any type is refused, a DELETE without a body is not', async () => {
    expect(await send({ method: 'POST', path: 'tokens', headers: {} })).toBe(415);
    expect(await send({ method: 'DELETE', path: `tokens/${ID}`, headers: {} })).toBe(404);
    const form = { 'content-type': 'text/plain' };
    expect(await send({ method: 'DELETE', path: `tokens/${ID}`, headers: form })).toBe(415);
  });

  test('JSON with a character set is JSON', async () => {
    const headers = { 'content-type': 'Application/JSON; charset=utf-8' };
    expect(await send({ headers })).toBe(200);
  });

  test('files go to where files are taken, and from our pages only', async () => {
    const files = { 'content-type': 'multipart/form-data; boundary=x' };
    const upload = { method: 'POST', path: 'attachments' } as const;
    // The body is no file, but it is looked at.
    expect([400, 500]).toContain(await send({ ...upload, headers: files }));
    const foreign = { ...files, origin: 'https://evil.example' };
    expect(await send({ ...upload, headers: foreign })).toBe(403);
  });
});

test('A6: nobody is logged in, set up or invited by a foreign page either', async () => {
  const stranger = new Caller(people.app);
  stranger.headers = { origin: 'https://evil.example' };
  const body = { email: 'ada@example.com', password: PASSWORD, name: 'Eve' };
  expect((await stranger.logIn('ada@example.com')).status).toBe(403);
  expect((await stranger.post('setup', body)).status).toBe(403);
  expect((await stranger.post('invitations/by-token/x', body)).status).toBe(403);
  expect((await stranger.delete('session')).status).toBe(403);
  expect(stranger.cookie).toBeUndefined();
});

test('A6: programs with a token are exempt, for browsers send none by themselves', async () => {
  const authorization = `Bearer ${token}`;
  const foreign = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
  expect(await send({ headers: { ...json, ...foreign, authorization } })).toBe(200);
  // A wrong token with a good cookie is nobody, not Ada.
  expect(await send({ headers: { ...json, ...foreign, authorization: 'Bearer x' } })).toBe(401);
  expect(await send({ headers: { ...json, ...foreign, authorization: 'Basic YTpi' } })).toBe(403);
});

test('A6: on one machine localhost and 127.0.0.1 are one place, and no other name is', () => {
  const local = 'http://localhost:3000';
  const cases: [string | undefined, string | undefined, string, boolean][] = [
    [undefined, undefined, local, true],
    ['http://localhost:3000', 'localhost:3000', local, true],
    ['http://127.0.0.1:3000', '127.0.0.1:3000', local, true],
    ['http://[::1]:3000', '[::1]:3000', local, true],
    ['http://localhost:3000', '127.0.0.1:3000', 'http://127.0.0.1:3000', true],
    // Another port led here, by a tunnel or a test.
    ['http://localhost:8080', 'localhost:8080', local, true],
    ['http://localhost:8080', 'localhost:3000', local, false],
    ['https://localhost:3000', 'localhost:3000', local, false],
    // A name that was made to lead to this machine (DNS rebinding).
    ['http://evil.example:3000', 'evil.example:3000', local, false],
    ['http://localhost.evil.example:3000', 'localhost:3000', local, false],
    ['null', 'localhost:3000', local, false],
    ['', 'localhost:3000', local, false],
    ['http://127.0.0.1:3000', '127.0.0.1:3000', PUBLIC_URL, false],
  ];
  for (const [origin, host, publicUrl, expected] of cases) {
    expect([origin, isOwnOrigin(origin, host, publicUrl)]).toEqual([origin, expected]);
  }
});
