import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { authenticate } from '../../server/agents/authenticate.ts';
import { createWorkspace } from '../../server/agents/setup.ts';
import {
  Caller,
  firstAdmin,
  idOf,
  invitationLink,
  invited,
  issuedToken,
  PASSWORD,
} from './caller.ts';
import { type People, startPeople } from './harness.ts';

const NEW_PASSWORD = 'eleven quiet grey geese';

let people: People;
let ada: Caller;

beforeAll(async () => {
  people = await startPeople();
}, 60_000);
beforeEach(async () => {
  ada = await firstAdmin(people);
  people.effects.length = 0;
});
afterEach(() => people.reset());
afterAll(() => people.close());

const effectsOf = (type: string) =>
  people.effects.map(({ effect }) => effect).filter((effect) => effect.type === type);
const codeOf = async (answer: Promise<{ status: number; body: Record<string, unknown> }>) => {
  const { status, body } = await answer;
  return `${status} ${String(body['code'] ?? '')}`.trim();
};

test('A4: a removed agent is out at once: session, token and log-in', async () => {
  const bo = await invited(ada, 'bo@example.com');
  const { secret } = await issuedToken(bo, ['read', 'write']);
  const program = new Caller(people.app, secret);
  expect([(await bo.get('agents')).status, (await program.get('agents')).status]).toEqual([
    200, 200,
  ]);
  const id = await idOf(bo);
  people.effects.length = 0;
  expect((await ada.delete(`agents/${id}`)).status).toBe(204);
  expect(await codeOf(bo.get('agents'))).toBe('401 not_logged_in');
  expect(await codeOf(program.get('agents'))).toBe('401 not_logged_in');
  expect(await codeOf(bo.logIn('bo@example.com'))).toBe('401 wrong_credentials');
  expect(effectsOf('access-ended')).toEqual([
    { type: 'access-ended', agentId: id, credential: null },
  ]);
  expect(effectsOf('list-changed')).toContainEqual({ type: 'list-changed', what: 'agents' });
  const left = await people.owner`select kind from directory where kind <> 'invitation'`;
  expect(left.map((row) => row['kind']).sort()).toEqual(['login', 'session']);
  const { body } = await ada.get('agents');
  expect(body['data']).toContainEqual(
    expect.objectContaining({ id, email: 'bo@example.com', removedAt: expect.any(String) }),
  );
  expect(await codeOf(ada.delete(`agents/${id}`))).toBe('404 not_found');
});

test('A4: a row that only says "removed" is enough to refuse', async () => {
  const bo = await invited(ada, 'bo@example.com');
  const { secret } = await issuedToken(bo, ['read']);
  await people.owner`update agents set removed_at = now() where email = 'bo@example.com'`;
  expect(await codeOf(bo.get('agents'))).toBe('401 not_logged_in');
  expect(await authenticate(people.store, { cookie: bo.cookie?.split('=')[1] })).toBeNull();
  expect(await authenticate(people.store, { bearer: secret })).toBeNull();
});

test('A4: a new password ends every other session and token, this session goes on renewed', async () => {
  const elsewhere = new Caller(people.app);
  await elsewhere.logIn('ada@example.com');
  const program = new Caller(people.app, (await issuedToken(ada, ['read'])).secret);
  const stolen = new Caller(people.app);
  stolen.cookie = ada.cookie;
  people.effects.length = 0;
  const change = { password: { current: PASSWORD, next: NEW_PASSWORD } };
  expect((await ada.patch('agents/me', change)).status).toBe(200);
  expect(ada.cookie).not.toBe(stolen.cookie);
  expect((await ada.get('session')).status).toBe(200);
  for (const old of [elsewhere, program, stolen]) {
    expect((await old.get('session')).status).toBe(401);
  }
  expect(effectsOf('access-ended')).toMatchObject([{ credential: null }]);
  expect((await elsewhere.logIn('ada@example.com')).status).toBe(401);
  expect((await elsewhere.logIn('ada@example.com', NEW_PASSWORD)).status).toBe(201);
});

test('A4: a log-in that was being checked while the password changed does not survive it', async () => {
  const { logIn } = await import('../../server/agents/log-in.ts');
  const attempt = { email: 'ada@example.com', password: PASSWORD, address: '127.0.0.1' };
  const change = { password: { current: PASSWORD, next: NEW_PASSWORD } };
  for (let round = 0; round < 5; round += 1) {
    const racing = Array.from({ length: 3 }, () =>
      logIn(people.secondStore, { ...attempt, presented: undefined }).then(
        ({ cookie }) => cookie,
        () => null,
      ),
    );
    expect((await ada.patch('agents/me', change)).status).toBe(200);
    const late = (await Promise.all(racing)).filter((cookie) => cookie !== null);
    for (const cookie of late) expect(await authenticate(people.store, { cookie })).toBeNull();
    const [known] = await people.owner`select count(*)::int as n from sessions`;
    expect(known?.['n']).toBe(1);
    const back = { password: { current: NEW_PASSWORD, next: PASSWORD } };
    expect((await ada.patch('agents/me', back)).status).toBe(200);
    await people.owner`delete from login_failures`;
  }
}, 30_000);

test('A4: who loses a role is logged out everywhere, who gains one is not', async () => {
  const bo = await invited(ada, 'bo@example.com');
  const id = await idOf(bo);
  expect((await ada.patch(`agents/${id}`, { role: 'admin' })).body).toMatchObject({
    role: 'admin',
  });
  expect((await bo.get('invitations')).status).toBe(200);
  const program = new Caller(people.app, (await issuedToken(bo, ['read', 'admin'])).secret);
  expect((await program.get('invitations')).status).toBe(200);
  people.effects.length = 0;
  expect((await ada.patch(`agents/${id}`, { role: 'agent' })).status).toBe(200);
  expect((await bo.get('session')).status).toBe(401);
  expect((await program.get('agents')).status).toBe(401);
  expect(effectsOf('access-ended')).toMatchObject([{ agentId: id, credential: null }]);
  await bo.logIn('bo@example.com');
  expect(await codeOf(bo.get('invitations'))).toBe('403 forbidden');
});

test('A4: a removed admin leaves no invitation behind', async () => {
  const bo = await invited(ada, 'bo@example.com', 'admin');
  const link = await invitationLink(bo, 'backdoor@example.com', 'admin');
  expect((await new Caller(people.app).get(`invitations/by-token/${link}`)).status).toBe(200);
  await ada.delete(`agents/${await idOf(bo)}`);
  const stranger = new Caller(people.app);
  const body = { name: 'Bo', password: PASSWORD };
  expect(await codeOf(stranger.post(`invitations/by-token/${link}`, body))).toBe('404 not_found');
});

test('D5: the last admin can neither leave nor step down', async () => {
  const id = await idOf(ada);
  expect(await codeOf(ada.delete(`agents/${id}`))).toBe('409 last_admin');
  expect(await codeOf(ada.patch(`agents/${id}`, { role: 'agent' }))).toBe('409 last_admin');
  expect((await ada.patch(`agents/${id}`, { role: 'admin' })).status).toBe(200);
  expect((await ada.get('session')).status).toBe(200);
});

test('D5: admins who remove or demote each other at once: one always stays', async () => {
  for (let round = 0; round < 6; round += 1) {
    await people.reset();
    const first = await firstAdmin(people);
    const others = [await invited(first, 'bo@example.com', 'admin')];
    others.push(await invited(first, 'cy@example.com', 'admin'));
    const all = [first, ...others];
    const ids = await Promise.all(all.map(idOf));
    const answers = await Promise.all(
      all.flatMap((caller, n) =>
        ids
          .filter((_, m) => m !== n)
          .map((id) =>
            round % 2
              ? caller.delete(`agents/${id}`)
              : caller.patch(`agents/${id}`, { role: 'agent' }),
          ),
      ),
    );
    expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
    const [left] = await people.owner`
      select count(*)::int as n from agents where role = 'admin' and removed_at is null`;
    expect(left?.['n']).toBe(1);
  }
}, 30_000);

test('D5: agents grant, remove and invite nothing, whatever their token says', async () => {
  const bo = await invited(ada, 'bo@example.com');
  const [own, other] = [await idOf(bo), await idOf(ada)];
  const callers = [bo, new Caller(people.app, (await issuedToken(bo, ['read', 'write'])).secret)];
  for (const caller of callers) {
    const answers = await Promise.all([
      codeOf(caller.patch(`agents/${own}`, { role: 'admin' })),
      codeOf(caller.patch(`agents/${other}`, { role: 'agent' })),
      codeOf(caller.delete(`agents/${other}`)),
      codeOf(caller.post('invitations', { email: 'x@example.com', role: 'admin' })),
      codeOf(caller.get('invitations')),
    ]);
    expect(new Set(answers)).toEqual(new Set(['403 forbidden']));
  }
  const weak = new Caller(people.app, (await issuedToken(ada, ['read', 'write'])).secret);
  expect(await codeOf(weak.patch(`agents/${own}`, { role: 'admin' }))).toBe('403 forbidden');
});

test('A10: people, tokens and invitations of another workspace are not there', async () => {
  await createWorkspace(people.store, {
    name: 'Second',
    admin: { name: 'Eve', email: 'eve@example.net', password: PASSWORD },
  });
  const eve = new Caller(people.app);
  await eve.logIn('eve@example.net');
  const bo = await invited(ada, 'bo@example.com');
  const token = await issuedToken(ada, ['read']);
  const invitation = await ada.post('invitations', { email: 'cy@example.com', role: 'agent' });
  const foreign = await Promise.all([
    codeOf(eve.patch(`agents/${await idOf(bo)}`, { role: 'admin' })),
    codeOf(eve.delete(`agents/${await idOf(bo)}`)),
    codeOf(eve.delete(`tokens/${token.id}`)),
    codeOf(eve.delete(`invitations/${String(invitation.body['id'])}`)),
  ]);
  expect(new Set(foreign)).toEqual(new Set(['404 not_found']));
  expect((await eve.get('agents')).body['data']).toMatchObject([{ email: 'eve@example.net' }]);
  expect((await eve.get('invitations')).body['data']).toEqual([]);
  expect((await eve.get('tokens')).body['data']).toEqual([]);
  expect(await codeOf(bo.delete(`tokens/${token.id}`))).toBe('404 not_found');
  expect((await ada.get('tokens')).body['data']).toHaveLength(1);
});

test('a profile: name, language, and preferences that are merged', async () => {
  const first = await ada.patch('agents/me', {
    name: ' Ada L. ',
    locale: 'zh-CN',
    preferences: { theme: 'dark', keys: { next: 'j' } },
  });
  expect(first.body['agent']).toMatchObject({ name: 'Ada L.', locale: 'zh-CN' });
  const second = await ada.patch('agents/me', { preferences: { theme: 'light' } });
  expect(second.body['agent']).toMatchObject({
    preferences: { theme: 'light', keys: { next: 'j' } },
  });
  const bad = [
    { preferences: { big: 'x'.repeat(17_000) } },
    { preferences: { nul: 'a\0b' } },
    { preferences: { half: '\ud83d' } },
    { role: 'admin' },
    { email: 'eve@example.com' },
    { password: { current: PASSWORD, next: 'short' } },
    { password: { current: PASSWORD, next: 'password1234' } },
    { locale: 'tlh' },
  ];
  for (const body of bad) expect(await codeOf(ada.patch('agents/me', body))).toBe('400 invalid');
  await ada.patch('agents/me', { preferences: { half: 'x'.repeat(9_000) } });
  const tooMuch = { preferences: { other: 'x'.repeat(9_000) } };
  expect(await codeOf(ada.patch('agents/me', tooMuch))).toBe('400 invalid');
  expect((await ada.patch('agents/me', {})).status).toBe(200);
});

test('A2: guesses at the current password count as failed log-ins', async () => {
  const wrong = { password: { current: 'not her password', next: NEW_PASSWORD } };
  const answers = await Promise.all(
    Array.from({ length: 12 }, () => codeOf(ada.patch('agents/me', wrong))),
  );
  expect(answers.filter((code) => code === '401 wrong_credentials')).toHaveLength(10);
  expect(answers.filter((code) => code === '429 slow_down')).toHaveLength(2);
  expect(await codeOf(new Caller(people.app).logIn('ada@example.com'))).toBe('429 slow_down');
  expect((await ada.get('session')).status).toBe(200);
}, 20_000);
