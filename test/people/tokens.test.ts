import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { fingerprint } from '../../server/agents/credentials.ts';
import { loggable } from '../../server/database/loggable.ts';
import { Caller, firstAdmin, idOf, invited, issuedToken, PASSWORD } from './caller.ts';
import { type People, startPeople } from './harness.ts';

let people: People;
let ada: Caller;

beforeAll(async () => {
  people = await startPeople();
}, 60_000);
beforeEach(async () => {
  ada = await firstAdmin(people);
});
afterEach(() => people.reset());
afterAll(() => people.close());

const codeOf = async (answer: Promise<{ status: number; body: Record<string, unknown> }>) => {
  const { status, body } = await answer;
  return `${status} ${String(body['code'] ?? '')}`.trim();
};
const program = (secret: string) => new Caller(people.app, secret);

test('I1: a token is a prefix and 160 random bits, shown once, stored as a fingerprint', async () => {
  const issued = await ada.post('tokens', { name: 'Reports', scopes: ['write', 'read'] });
  const secret = String(issued.body['token']);
  expect(secret).toMatch(/^itl_[\w-]{27}$/);
  expect(Buffer.from(secret.slice(4), 'base64url')).toHaveLength(20);
  expect(issued.body).toMatchObject({
    name: 'Reports',
    scopes: ['read', 'write'],
    ending: secret.slice(-4),
    usedAt: null,
    expiresAt: null,
  });
  const listed = await ada.get('tokens');
  expect(JSON.stringify(listed.body)).not.toContain(secret);
  const dump = await people.owner`
    select row_to_json(tokens)::text as row from tokens
    union all select row_to_json(directory)::text from directory`;
  expect(JSON.stringify(dump)).not.toContain(secret.slice(4));
});

test('I1: a token is taken from the header alone', async () => {
  const { secret } = await issuedToken(ada, ['read']);
  expect((await program(secret).get('agents')).status).toBe(200);
  for (const name of ['token', 'access_token', 'bearer', 'api_key']) {
    expect((await new Caller(people.app).get(`agents?${name}=${secret}`)).status).toBe(401);
  }
  const cookie = new Caller(people.app);
  cookie.cookie = `interline=${secret}`;
  expect((await cookie.get('agents')).status).toBe(401);
});

test('I1: garbage is nobody, and a bad token is not covered up by a good cookie', async () => {
  const { secret } = await issuedToken(ada, ['read']);
  for (const bad of ['', 'x', secret.slice(0, -1), `${secret}a`, secret.toUpperCase(), 'itl_']) {
    expect((await program(bad).get('agents')).status).toBe(401);
  }
  ada.token = 'itl_wrong';
  expect((await ada.get('agents')).status).toBe(401);
  ada.token = undefined;
  ada.headers = { authorization: 'Basic YTpi' };
  expect((await ada.get('agents')).status).toBe(200);
});

test('I1: a token ends when it expires and when it is revoked, and says when it was used', async () => {
  const soon = new Date(Date.now() + 3_600_000).toISOString();
  const { id, secret } = await issuedToken(ada, ['read'], { expiresAt: soon });
  expect((await program(secret).get('agents')).status).toBe(200);
  expect((await ada.get('tokens')).body['data']).toMatchObject([
    { expiresAt: soon, usedAt: expect.stringMatching(/^\d{4}-/) },
  ]);
  const used = async () => (await people.owner`select used_at::text from tokens`)[0]?.['used_at'];
  const before = await used();
  await Promise.all([program(secret).get('agents'), program(secret).get('agents')]);
  expect(await used()).toBe(before);
  await people.owner`update tokens set expires_at = now() - interval '1 second'`;
  expect((await program(secret).get('agents')).status).toBe(401);
  await people.owner`update tokens set expires_at = null`;
  people.effects.length = 0;
  expect((await ada.delete(`tokens/${id}`)).status).toBe(204);
  expect(people.effects).toMatchObject([
    { effect: { type: 'access-ended', credential: expect.stringMatching(/^[0-9a-f]{64}$/) } },
  ]);
  expect((await program(secret).get('agents')).status).toBe(401);
  expect(await people.owner`select 1 from directory where kind = 'token'`).toHaveLength(0);
  const past = { name: 'x', scopes: ['read'], expiresAt: '2020-01-01T00:00:00Z' };
  expect(await codeOf(ada.post('tokens', past))).toBe('400 invalid');
});

test('I2: a token does what its scopes say', async () => {
  const read = program((await issuedToken(ada, ['read'])).secret);
  expect((await read.get('agents')).status).toBe(200);
  expect((await read.get('session')).status).toBe(200);
  expect(await codeOf(read.patch('agents/me', { name: 'Eve' }))).toBe('403 forbidden');
  expect(await codeOf(read.get('invitations'))).toBe('403 forbidden');
  const write = program((await issuedToken(ada, ['write'])).secret);
  expect((await write.patch('agents/me', { name: 'Ada L.' })).status).toBe(200);
  expect(await codeOf(write.get('agents'))).toBe('403 forbidden');
  const admin = program((await issuedToken(ada, ['read', 'admin'])).secret);
  expect((await admin.get('invitations')).status).toBe(200);
});

test('I2: a token shrinks with its owner at once', async () => {
  const bo = await invited(ada, 'bo@example.com', 'admin');
  const { secret } = await issuedToken(bo, ['read', 'write', 'admin']);
  expect((await program(secret).get('invitations')).status).toBe(200);
  // Behind the product's back, which would have ended the token (A4).
  await people.owner`update agents set role = 'agent' where email = 'bo@example.com'`;
  expect(await codeOf(program(secret).get('invitations'))).toBe('403 forbidden');
  expect((await program(secret).get('agents')).status).toBe(200);
  const { authenticate } = await import('../../server/agents/authenticate.ts');
  const actor = await authenticate(people.store, { bearer: secret });
  expect(actor).toMatchObject({ role: 'agent', scopes: ['read', 'write'] });
});

test('I2: nobody makes a token that may more than they do', async () => {
  const bo = await invited(ada, 'bo@example.com');
  const wanted = { name: 'x', scopes: ['read', 'admin'] };
  expect(await codeOf(bo.post('tokens', wanted))).toBe('403 forbidden');
  const { secret, id } = await issuedToken(bo, ['read', 'write']);
  const more = { name: 'y', scopes: ['read'] };
  expect(await codeOf(program(secret).post('tokens', more))).toBe('403 forbidden');
  expect(await codeOf(program(secret).delete(`tokens/${id}`))).toBe('403 forbidden');
  const admin = program((await issuedToken(ada, ['write', 'admin'])).secret);
  expect((await admin.post('tokens', more)).status).toBe(201);
  const bad = [
    { name: 'x', scopes: [] },
    { name: 'x', scopes: ['everything'] },
    { name: 'x', scopes: ['read', 'read'] },
    { name: 'x', scopes: ['read'], agentId: await idOf(ada) },
    { name: 'x', scopes: ['read'], expiresAt: 'tomorrow' },
  ];
  for (const body of bad) expect(await codeOf(bo.post('tokens', body))).toBe('400 invalid');
});

test('O3: no address, password, cookie or token is in the log', async () => {
  people.log.length = 0;
  const bo = await invited(ada, 'bo@example.com');
  const { secret } = await issuedToken(bo, ['read']);
  await program(secret).get('agents');
  await program(secret).get('invitations');
  await bo.logIn('bo@example.com', 'not his password');
  await bo.patch('agents/me', { password: { current: PASSWORD, next: 'short' } });
  // What fails on our side is logged, and a failed query knows what was asked for.
  const { owner } = people;
  await owner`alter table agents rename to agents_away`;
  const failed = [
    await bo.logIn('bo@example.com'),
    await bo.get('session'),
    await program(secret).get('agents'),
    await bo.patch('agents/me', { name: 'Bo Secret-Name' }),
  ];
  await owner`alter table agents_away rename to agents`;
  await owner`alter table directory rename to directory_away`;
  failed.push(await bo.logIn('bo@example.com'));
  await owner`alter table directory_away rename to directory`;
  expect(failed.map(({ status }) => status)).toEqual([500, 500, 500, 500, 500]);
  const lines = people.log.join('\n');
  expect(lines).toContain('request failed');
  const cookie = bo.cookie?.split('=')[1] ?? 'missing';
  const hidden = ['bo@example.com', PASSWORD, 'not his', secret, cookie, 'Secret-Name'];
  const hashes = [secret, cookie].map(fingerprint);
  for (const text of [...hidden, ...hashes]) expect(lines).not.toContain(text);
});

test('O3: a value that did not fit a column is not repeated in the log', () => {
  const refused = new Error('invalid input syntax for type uuid: "ada@example.com"');
  const wrapped = new Error('Failed query: select $1\nparams: ada@example.com', {
    cause: Object.assign(refused, { code: '22P02', detail: 'ada@example.com' }),
  });
  const written = loggable(wrapped);
  expect(JSON.stringify(written)).not.toContain('ada@');
  expect(written).toMatchObject({
    type: 'Error',
    code: '22P02',
    stack: expect.stringContaining('at '),
  });
  expect(loggable(new TypeError('x is not a function'))).toMatchObject({
    type: 'TypeError',
    message: 'x is not a function',
  });
  expect(loggable('thrown text')).toMatchObject({ type: 'string', message: '(hidden)' });
});
