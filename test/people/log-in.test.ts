import { hash, verify } from '@node-rs/argon2';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { Caller, firstAdmin, invited, PASSWORD } from './caller.ts';
import { type People, startPeople } from './harness.ts';

vi.mock('@node-rs/argon2', async (original) => {
  const real = await original<typeof import('@node-rs/argon2')>();
  return { ...real, verify: vi.fn(real.verify) };
});

let people: People;
let ada: Caller;

beforeAll(async () => {
  people = await startPeople();
}, 60_000);
beforeEach(async () => {
  ada = await firstAdmin(people);
  vi.mocked(verify).mockClear();
});
afterEach(() => people.reset());
afterAll(() => people.close());

const someone = (address = '127.0.0.1') => {
  const caller = new Caller(people.app);
  caller.address = address;
  return caller;
};
const inParallel = <Result>(times: number, work: (n: number) => Promise<Result>) =>
  Promise.all(Array.from({ length: times }, (_, n) => work(n)));

/** As if everything so far had happened earlier. */
async function passTime(interval: string): Promise<void> {
  const { owner } = people;
  await owner`update login_failures set failed_at = failed_at - ${interval}::interval`;
  await owner`update sessions set seen_at = seen_at - ${interval}::interval`;
  await owner`update sessions set created_at = created_at - ${interval}::interval`;
}

test('A1: logging in renews a hash that was made with other costs', async () => {
  const old = await hash(PASSWORD, { memoryCost: 8_192, timeCost: 1 });
  await people.owner`update agents set password_hash = ${old}`;
  expect((await someone().logIn('ada@example.com')).status).toBe(201);
  const [row] = await people.owner`select password_hash from agents`;
  expect(row?.['password_hash']).toContain('$argon2id$v=19$m=19456,t=2,p=1$');
  expect((await someone().logIn('ada@example.com')).status).toBe(201);
});

test('A2: an unknown address gets the same answer after the same work', async () => {
  const known = await someone().logIn('ada@example.com', 'not her password');
  expect(verify).toHaveBeenCalledTimes(1);
  const unknown = await someone().logIn('nobody@example.com', 'not her password');
  expect(verify).toHaveBeenCalledTimes(2);
  expect(unknown.body).toEqual(known.body);
  expect([unknown.status, known.status]).toEqual([401, 401]);
  expect(unknown.body['code']).toBe('wrong_credentials');
  const [first, second] = vi.mocked(verify).mock.calls.map(([hashed]) => String(hashed));
  const costs = /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/;
  expect(first).toMatch(costs);
  expect(second).toMatch(costs);
  expect(second).not.toBe(first);
});

test('A2: of 40 parallel guesses at one account, ten are looked at', async () => {
  const guesses = await inParallel(40, (n) =>
    someone(`198.51.100.${n}`).logIn('ada@example.com', `guess number ${n}`),
  );
  const statuses = guesses.map(({ status }) => status).sort();
  expect(statuses).toEqual([...Array(10).fill(401), ...Array(30).fill(429)]);
  expect(verify).toHaveBeenCalledTimes(10);
  const refused = guesses.find(({ status }) => status === 429);
  expect(refused?.body['code']).toBe('slow_down');
  expect(Number(refused?.headers['retry-after'])).toBeGreaterThan(14 * 60);
  // Not even the right password helps now, until the quarter of an hour is over.
  expect((await someone().logIn('ada@example.com')).status).toBe(429);
  await passTime('15 minutes');
  expect((await someone().logIn('ada@example.com')).status).toBe(201);
}, 20_000);

test('A2: an unknown account is slowed down like a known one', async () => {
  const guesses = await inParallel(12, () => someone().logIn('nobody@example.com', 'some guess'));
  expect(guesses.filter(({ status }) => status === 429)).toHaveLength(2);
}, 20_000);

test('A2: one address may fail 50 times over all accounts, its neighbours go on', async () => {
  const guess = (n: number, address: string) =>
    someone(address).logIn(`person${n}@example.com`, 'some guess');
  const guesses = await inParallel(60, (n) => guess(n, '203.0.113.9'));
  expect(guesses.filter(({ status }) => status === 401)).toHaveLength(50);
  expect(guesses.filter(({ status }) => status === 429)).toHaveLength(10);
  expect((await guess(99, '203.0.113.10')).status).toBe(401);
  expect((await someone('203.0.113.9').logIn('ada@example.com')).status).toBe(429);
}, 20_000);

test('A2: an IPv6 network counts as one address, this machine as none', async () => {
  const guess = (n: number, address: string) =>
    someone(address).logIn(`person${n}@example.com`, 'some guess');
  const network = await inParallel(55, (n) => guess(n, `2001:db8:1:2::${n.toString(16)}`));
  expect(network.filter(({ status }) => status === 429)).toHaveLength(5);
  expect((await guess(99, '2001:db8:1:3::1')).status).toBe(401);
  for (const own of ['127.0.0.1', '::1', '::ffff:127.0.0.1']) {
    const answers = await inParallel(55, (n) => guess(n * 7 + own.length * 1000, own));
    expect(answers.filter(({ status }) => status === 429)).toEqual([]);
  }
}, 30_000);

test('A2: the wait grows after the third failure', async () => {
  const took: number[] = [];
  for (let n = 0; n < 5; n += 1) {
    const start = performance.now();
    await someone().logIn('ada@example.com', 'not her password');
    took.push(performance.now() - start);
  }
  expect(took[3]).toBeGreaterThan(245);
  expect(took[4]).toBeGreaterThan(495);
});

test('A2: logging in clears the account, not what the address did to others', async () => {
  const caller = someone('203.0.113.20');
  for (let n = 0; n < 3; n += 1) await caller.logIn('ada@example.com', 'not her password');
  await caller.logIn('nobody@example.com', 'some guess');
  expect((await caller.logIn('ada@example.com')).status).toBe(201);
  // The other account's failure, and three plus one of the address.
  const rows = await people.owner`select subject from login_failures`;
  expect(rows).toHaveLength(5);
});

test('A2: old failures are deleted by and by, and no address is kept readable', async () => {
  await someone('203.0.113.30').logIn('ada@example.com', 'not her password');
  const rows = await people.owner`select subject from login_failures`;
  expect(rows.map((row) => row['subject'])).toEqual([
    expect.stringMatching(/^[0-9a-f]{64}$/),
    expect.stringMatching(/^[0-9a-f]{64}$/),
  ]);
  await passTime('16 minutes');
  await someone().logIn('nobody@example.com', 'some guess');
  expect(await people.owner`select 1 from login_failures`).toHaveLength(1);
});

test('A2: forgetting a process changes nothing: another one counts on', async () => {
  await inParallel(10, () => someone().logIn('ada@example.com', 'not her password'));
  const { logIn } = await import('../../server/agents/log-in.ts');
  const attempt = { email: 'ada@example.com', password: PASSWORD, address: '127.0.0.1' };
  await expect(
    logIn(people.secondStore, { ...attempt, presented: undefined }),
  ).rejects.toMatchObject({ code: 'slow_down' });
}, 20_000);

test('A3: a session planted before the log-in is not the one after it, and ends', async () => {
  const bo = await invited(ada, 'bo@example.com');
  const planted = bo.cookie;
  const victim = someone();
  victim.cookie = planted;
  expect((await victim.get('session')).body).toMatchObject({ agent: { email: 'bo@example.com' } });
  await victim.logIn('ada@example.com');
  expect(victim.cookie).not.toBe(planted);
  expect((await victim.get('session')).body).toMatchObject({ agent: { email: 'ada@example.com' } });
  expect((await bo.get('session')).status).toBe(401);
  const invented = someone();
  invented.cookie = `interline=${'A'.repeat(43)}`;
  await invented.logIn('ada@example.com');
  expect(invented.cookie).not.toContain('AAAA');
});

test('A3: 256 random bits, of which the database holds a fingerprint only', async () => {
  const secret = ada.cookie?.replace('interline=', '') ?? '';
  expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
  const rows = await people.owner`
    select token_hash as kept from sessions union all select key from directory`;
  expect(JSON.stringify(rows)).not.toContain(secret);
  const others = await inParallel(5, async () => {
    const caller = someone();
    await caller.logIn('ada@example.com');
    return caller.cookie;
  });
  expect(new Set(others).size).toBe(5);
});

test('A3: no script reads the cookie, no foreign page sends it, no neighbour plants it', async () => {
  const answer = await someone().logIn('ada@example.com');
  expect(answer.headers['set-cookie']).toMatch(
    /^interline=[\w-]{43}; Path=\/; Max-Age=1209600; HttpOnly; SameSite=Lax$/,
  );
  const { sessionCookie, readSessionCookie } = await import(
    '../../server/agents/session-cookie.ts'
  );
  const secret = 'B'.repeat(43);
  expect(sessionCookie(secret, true)).toBe(
    `__Host-interline=${secret}; Path=/; Max-Age=1209600; HttpOnly; SameSite=Lax; Secure`,
  );
  expect(readSessionCookie(`a=b; __Host-interline=${secret}; c`, true)).toBe(secret);
  expect(readSessionCookie(`interline=${secret}`, true)).toBeUndefined();
  for (const header of [undefined, '', 'interline=', 'interline=x', 'interline', `x=${secret}`]) {
    expect(readSessionCookie(header, false)).toBeUndefined();
  }
});

test('A3: twelve idle hours or fourteen days end a session', async () => {
  expect((await ada.get('session')).status).toBe(200);
  await passTime('11 hours 59 minutes');
  // Used just in time: the idle hours begin anew.
  expect((await ada.get('session')).status).toBe(200);
  await people.owner`update sessions set seen_at = seen_at - interval '12 hours 1 minute'`;
  expect((await ada.get('session')).status).toBe(401);
  await ada.logIn('ada@example.com');
  // Its dead predecessor was swept away.
  expect(await people.owner`select 1 from sessions`).toHaveLength(1);
  expect(await people.owner`select 1 from directory where kind = 'session'`).toHaveLength(1);
  await people.owner`update sessions set created_at = created_at - interval '14 days'`;
  expect((await ada.get('session')).status).toBe(401);
});

test('A3: being seen is written down once a minute', async () => {
  const seen = async () => (await people.owner`select seen_at::text from sessions`)[0]?.['seen_at'];
  const before = await seen();
  await inParallel(5, () => ada.get('session'));
  expect(await seen()).toBe(before);
  await passTime('2 minutes');
  const stale = await seen();
  await inParallel(5, () => ada.get('session'));
  expect(await seen()).not.toBe(stale);
});

test('A3: logging out ends the session and cuts its sockets', async () => {
  const { cookie } = ada;
  people.effects.length = 0;
  const answer = await ada.delete('session');
  expect(answer.status).toBe(204);
  expect(answer.headers['set-cookie']).toMatch(/^interline=; Path=\/; Max-Age=0; HttpOnly/);
  expect(people.effects).toMatchObject([
    { effect: { type: 'access-ended', credential: expect.stringMatching(/^[0-9a-f]{64}$/) } },
  ]);
  const stolen = someone();
  stolen.cookie = cookie;
  expect((await stolen.get('session')).status).toBe(401);
  expect(await people.owner`select 1 from directory where kind = 'session'`).toHaveLength(0);
  expect((await ada.delete('session')).status).toBe(204);
});

test('odd input at the log-in is refused politely', async () => {
  expect((await someone().logIn('ada@example.com\0', PASSWORD)).status).toBe(201);
  for (const email of ['', '\0', "' or 1=1 --", '\ud800', 'x'.repeat(254)]) {
    expect((await someone().logIn(email, PASSWORD)).status).toBe(401);
  }
  expect((await someone().logIn('x'.repeat(255), PASSWORD)).status).toBe(400);
  expect((await someone().logIn('ada@example.com', 'x'.repeat(257))).status).toBe(400);
  expect((await someone().post('session', { email: 'a', password: 'b', admin: 1 })).status).toBe(
    400,
  );
});
