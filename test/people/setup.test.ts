import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createWorkspace, ensureAdmin, isSetupNeeded } from '../../server/agents/setup.ts';
import type { Actor } from '../../server/events/actor.ts';
import { Caller, firstAdmin, PASSWORD } from './caller.ts';
import { type People, startPeople } from './harness.ts';

let people: People;
const welcomed: Actor[] = [];

beforeAll(async () => {
  people = await startPeople({
    afterSetup: async (_scope, actor) => {
      welcomed.push(actor);
    },
  });
}, 60_000);
afterEach(async () => {
  welcomed.length = 0;
  await people.reset();
});
afterAll(() => people.close());

const founder = (email: string) => ({ name: 'Ada', email, password: PASSWORD });
const nothing = async () => {};

test('the first-run page makes a workspace and its admin, once', async () => {
  const stranger = new Caller(people.app);
  expect((await stranger.get('setup')).body).toEqual({ needed: true });
  const made = await stranger.post('setup', founder('Ada@Example.com '.trim()));
  expect(made.status).toBe(201);
  expect(made.body).toMatchObject({
    agent: { name: 'Ada', email: 'ada@example.com', role: 'admin', removedAt: null, locale: 'en' },
    workspace: { name: 'Interline' },
  });
  expect((await stranger.get('session')).status).toBe(200);
  expect(welcomed).toMatchObject([{ role: 'admin', name: 'Ada' }]);
  expect((await stranger.get('setup')).body).toEqual({ needed: false });
  const again = await new Caller(people.app).post('setup', founder('eve@example.com'));
  expect([again.status, again.body['code']]).toEqual([409, 'already_set_up']);
});

test('of 20 first-run pages at once, one makes the admin', async () => {
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, n) =>
      new Caller(people.app).post('setup', founder(`ada${n}@example.com`)),
    ),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(19).fill(409)]);
  expect(await people.owner`select 1 from workspaces`).toHaveLength(1);
});

test('an admin from the settings is made when there is nobody, and never again', async () => {
  await Promise.all([
    ensureAdmin(people.store, { email: 'Root@example.com', password: PASSWORD }, nothing),
    ensureAdmin(people.secondStore, { email: 'Root@example.com', password: PASSWORD }, nothing),
  ]);
  const admin = new Caller(people.app);
  expect((await admin.logIn('root@example.com')).body).toMatchObject({ agent: { name: 'root' } });
  await ensureAdmin(people.store, { email: 'root@example.com', password: `${PASSWORD}!` }, nothing);
  expect((await admin.logIn('root@example.com')).status).toBe(201);
  expect(await people.owner`select 1 from agents`).toHaveLength(1);
});

test('a further workspace has its own admin, and no address twice', async () => {
  await firstAdmin(people);
  const wanted = { name: 'Second', admin: founder('bo@example.com') };
  const id = await createWorkspace(people.store, wanted);
  const bo = new Caller(people.app);
  const session = await bo.logIn('bo@example.com');
  expect(session.body['workspace']).toEqual({ id, name: 'Second' });
  expect((await bo.get('agents')).body['data']).toHaveLength(1);
  await expect(createWorkspace(people.store, wanted)).rejects.toMatchObject({ code: 'conflict' });
  expect(await people.owner`select 1 from workspaces`).toHaveLength(2);
  expect(await isSetupNeeded(people.store)).toBe(false);
});

test('a setup that fails half-way leaves nothing behind', async () => {
  const broken = ensureAdmin(people.store, { email: 'a@b.c', password: PASSWORD }, async () => {
    throw new Error('no channel today');
  });
  await expect(broken).rejects.toThrow('no channel today');
  expect(await isSetupNeeded(people.store)).toBe(true);
  expect(await people.owner`select 1 from workspaces`).toHaveLength(0);
});

test('D1: unknown fields and bad input are refused, not dropped', async () => {
  const stranger = new Caller(people.app);
  const bad = [
    { ...founder('a@b.c'), role: 'admin' },
    { ...founder('no address') },
    { ...founder('a@b.c'), password: 'short' },
    { ...founder('a@b.c'), name: '  ' },
    { name: 'Ada', email: 'a@b.c' },
    { ...founder('a@b.c'), name: '\0 ' },
    founder('\0@\0'),
  ];
  for (const body of bad) {
    expect((await stranger.post('setup', body)).body['code']).toBe('invalid');
  }
  expect((await stranger.get('setup')).body).toEqual({ needed: true });
  const odd = await stranger.post('setup', { ...founder('a\0@b.c'), name: 'A\0da\ud800' });
  expect(odd.status).toBe(201);
  expect(odd.body['agent']).toMatchObject({ email: 'a@b.c', name: 'Ada\ufffd' });
});
