import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createWorkspace } from '../../server/agents/setup.ts';
import { Caller, firstAdmin, idOf, invitationLink, invited, PASSWORD } from './caller.ts';
import { type People, startPeople } from './harness.ts';

let people: People;
let ada: Caller;

beforeAll(async () => {
  people = await startPeople({ publicUrl: 'https://chat.example.com' });
}, 60_000);
beforeEach(async () => {
  ada = await firstAdmin(people);
});
afterEach(() => people.reset());
afterAll(() => people.close());

const person = { name: 'Bo', password: PASSWORD };
const stranger = () => new Caller(people.app);
const codeOf = async (answer: Promise<{ status: number; body: Record<string, unknown> }>) => {
  const { status, body } = await answer;
  return `${status} ${String(body['code'] ?? '')}`.trim();
};

test('A9: a link holds 256 random bits, and the database their fingerprint', async () => {
  const issued = await ada.post('invitations', { email: 'Bo@Example.com', role: 'agent' });
  expect(issued.body).toMatchObject({ email: 'bo@example.com', role: 'agent' });
  const url = String(issued.body['url']);
  expect(url).toMatch(/^https:\/\/chat\.example\.com\/invitation\/[\w-]{43}$/);
  const secret = url.split('/').at(-1) ?? '';
  const rows = await people.owner`
    select token_hash as kept from invitations union all select key from directory`;
  expect(JSON.stringify(rows)).not.toContain(secret);
  const life = Date.parse(String(issued.body['expiresAt'])) - Date.now();
  expect(Math.abs(life - 72 * 3_600_000)).toBeLessThan(60_000);
  const { body } = await ada.get('invitations');
  expect(JSON.stringify(body)).not.toContain(secret);
  expect(body['data']).toHaveLength(1);
});

test('A9: the invited person becomes an agent under the invited address, logged in', async () => {
  const link = await invitationLink(ada, 'bo@example.com');
  const bo = stranger();
  expect((await bo.get(`invitations/by-token/${link}`)).body).toEqual({
    email: 'bo@example.com',
    workspace: 'Interline',
  });
  const accepted = await bo.post(`invitations/by-token/${link}`, person);
  expect(accepted.status).toBe(201);
  expect(accepted.body['agent']).toMatchObject({
    email: 'bo@example.com',
    role: 'agent',
    name: 'Bo',
  });
  expect((await bo.get('session')).status).toBe(200);
  expect((await ada.get('invitations')).body['data']).toEqual([]);
  const claim = { ...person, email: 'other@example.com', role: 'admin' };
  const second = await invitationLink(ada, 'cy@example.com');
  expect(await codeOf(stranger().post(`invitations/by-token/${second}`, claim))).toBe(
    '400 invalid',
  );
});

test('A9: a link works once, also for 20 people at the same moment', async () => {
  const link = await invitationLink(ada, 'bo@example.com', 'admin');
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => stranger().post(`invitations/by-token/${link}`, person)),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(19).fill(410)]);
  expect(await codeOf(stranger().get(`invitations/by-token/${link}`))).toBe('410 gone');
  expect(await people.owner`select 1 from agents`).toHaveLength(2);
}, 20_000);

test('A9: a link works for 72 hours', async () => {
  const link = await invitationLink(ada, 'bo@example.com');
  await people.owner`update invitations set expires_at = expires_at - interval '71 hours 59 minutes'`;
  expect((await stranger().get(`invitations/by-token/${link}`)).status).toBe(200);
  await people.owner`update invitations set expires_at = expires_at - interval '2 minutes'`;
  expect(await codeOf(stranger().get(`invitations/by-token/${link}`))).toBe('410 gone');
  expect(await codeOf(stranger().post(`invitations/by-token/${link}`, person))).toBe('410 gone');
  expect((await ada.get('invitations')).body['data']).toEqual([]);
});

test('A9: empty and invented links match nothing', async () => {
  await invitationLink(ada, 'bo@example.com');
  const [row] = await people.owner`select token_hash, id from invitations`;
  const invented = [
    ...['', '%20', 'null', 'undefined', '0', '%00', '..', 'a'.repeat(43), 'a'.repeat(100)],
    ...[String(row?.['token_hash']), String(row?.['id']), '%25', "' or '1'='1"],
  ];
  for (const link of invented) {
    const path = `invitations/by-token/${link}`;
    expect([404, 400]).toContain((await stranger().get(path)).status);
    expect([404, 400]).toContain((await stranger().post(path, person)).status);
  }
  expect(await people.owner`select 1 from agents`).toHaveLength(1);
});

test('A9: inviting again replaces the link, withdrawing ends it', async () => {
  const first = await invitationLink(ada, 'bo@example.com');
  const second = await invitationLink(ada, 'BO@example.com', 'admin');
  expect(await codeOf(stranger().get(`invitations/by-token/${first}`))).toBe('404 not_found');
  expect((await stranger().get(`invitations/by-token/${second}`)).status).toBe(200);
  const { body } = await ada.get('invitations');
  expect(body['data']).toMatchObject([{ role: 'admin' }]);
  const [invitation] = body['data'] as { id: string }[];
  expect((await ada.delete(`invitations/${invitation?.id}`)).status).toBe(204);
  expect(await codeOf(stranger().get(`invitations/by-token/${second}`))).toBe('404 not_found');
  expect(await codeOf(ada.delete(`invitations/${invitation?.id}`))).toBe('404 not_found');
  expect(await people.owner`select 1 from directory where kind = 'invitation'`).toHaveLength(0);
});

test('members are not invited again, unless they were removed: then they come back', async () => {
  const again = { email: 'Ada@example.com', role: 'agent' };
  expect(await codeOf(ada.post('invitations', again))).toBe('409 conflict');
  const bo = await invited(ada, 'bo@example.com', 'admin');
  const id = await idOf(bo);
  await ada.delete(`agents/${id}`);
  const back = await invited(ada, 'bo@example.com');
  expect(await idOf(back)).toBe(id);
  expect((await back.get('session')).body['agent']).toMatchObject({
    role: 'agent',
    removedAt: null,
  });
  expect((await bo.get('session')).status).toBe(401);
});

test('someone of another workspace cannot be taken over by an invitation', async () => {
  await createWorkspace(people.store, {
    name: 'Second',
    admin: { name: 'Eve', email: 'eve@example.net', password: PASSWORD },
  });
  const link = await invitationLink(ada, 'eve@example.net', 'admin');
  expect(await codeOf(stranger().post(`invitations/by-token/${link}`, person))).toBe(
    '409 conflict',
  );
  expect((await stranger().logIn('eve@example.net')).body['workspace']).toMatchObject({
    name: 'Second',
  });
});

test('A3: accepting ends the session that was there before', async () => {
  const link = await invitationLink(ada, 'bo@example.com');
  const shared = stranger();
  shared.cookie = ada.cookie;
  await shared.post(`invitations/by-token/${link}`, person);
  expect(shared.cookie).not.toBe(ada.cookie);
  expect((await ada.get('session')).status).toBe(401);
});
