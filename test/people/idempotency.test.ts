import { setTimeout as pause } from 'node:timers/promises';
import { type TypeBoxTypeProvider, TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox';
import fastify from 'fastify';
import Type from 'typebox';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { authenticateRequests } from '../../server/http/authenticate.ts';
import { type App, actorOf, needs } from '../../server/http/door.ts';
import { answerRepetitions } from '../../server/http/idempotency.ts';
import { answerProblem } from '../../server/http/problems.ts';
import { Refusal } from '../../server/wire/problems.ts';
import { Caller, firstAdmin, invited, issuedToken } from './caller.ts';
import { type People, startPeople } from './harness.ts';

const Wanted = Type.Object({ what: Type.String(), fails: Type.Optional(Type.String()) });

const Made = Type.Object({ number: Type.Integer(), by: Type.String() });

let people: People;
let counting: App;
let ada: Caller;
let made = 0;

beforeAll(async () => {
  people = await startPeople();
  counting = await openCountingDoors(people);
});
beforeEach(async () => {
  ada = await firstAdmin(people);
  made = 0;
});
afterEach(() => people.reset());
afterAll(async () => {
  await counting.close();
  await people.close();
});

/** Doors that only count how often something was really done. */
async function openCountingDoors({ store }: People): Promise<App> {
  const app = fastify().withTypeProvider<TypeBoxTypeProvider>();
  app.setValidatorCompiler(TypeBoxValidatorCompiler).setErrorHandler(answerProblem);
  authenticateRequests(app, { store, settings: { publicUrl: '', secure: false } });
  answerRepetitions(app, { store });
  const preHandler = needs('write');
  const schema = { body: Wanted, response: { 201: Made } };
  app.post('/api/v1/things', { preHandler, schema }, async (request, reply) => {
    made += 1;
    const number = made;
    await pause(60);
    if (request.body.fails === 'refused') throw new Refusal('conflict', 'not now');
    if (request.body.fails === 'broken') throw new Error('broken');
    return reply.code(201).send({ number, by: actorOf(request).agentId });
  });
  app.post('/api/v1/empty', { preHandler }, async (_request, reply) => {
    made += 1;
    return reply.code(204).send(null);
  });
  return app;
}

/** The same caller, with a key, at the counting doors. */
function withKey(caller: Caller, key: string, app = counting): Caller {
  const copy = new Caller(app, caller.token);
  copy.cookie = caller.cookie;
  copy.headers = { 'idempotency-key': key };
  return copy;
}

test('I4: the same request 50 times in parallel happens once and is answered 50 times', async () => {
  const keyed = withKey(ada, 'k-1');
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => keyed.post('things', { what: 'a' })),
  );
  expect(made).toBe(1);
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
  expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
  expect((await keyed.post('things', { what: 'a' })).body).toEqual(answers[0]?.body);
  expect(made).toBe(1);
}, 20_000);

test('I4: the same key with another body or path is refused', async () => {
  const keyed = withKey(ada, 'k-2');
  await keyed.post('things', { what: 'a' });
  const other = await keyed.post('things', { what: 'b' });
  expect([other.status, other.body['code']]).toEqual([422, 'key_reused']);
  expect((await keyed.post('empty')).status).toBe(422);
  expect(made).toBe(1);
});

test('I4: without a key, or with another, it happens again', async () => {
  const keyless = new Caller(counting);
  keyless.cookie = ada.cookie;
  await keyless.post('things', { what: 'a' });
  await keyless.post('things', { what: 'a' });
  await withKey(ada, 'k-3').post('things', { what: 'a' });
  await withKey(ada, 'k-4').post('things', { what: 'a' });
  expect(made).toBe(4);
});

test('I4: what was refused or failed may be tried again under the same key', async () => {
  for (const fails of ['refused', 'broken']) {
    const keyed = withKey(ada, `k-${fails}`);
    const first = await keyed.post('things', { what: 'a', fails });
    expect(first.status).toBe(fails === 'refused' ? 409 : 500);
    expect((await keyed.post('things', { what: 'a', fails })).status).toBe(first.status);
  }
  expect(made).toBe(4);
  expect(await people.owner`select 1 from idempotency`).toHaveLength(0);
});

test('I4: an answer without a body is repeated, too', async () => {
  const keyed = withKey(ada, 'k-5');
  expect((await keyed.post('empty')).status).toBe(204);
  expect((await keyed.post('empty')).status).toBe(204);
  expect(made).toBe(1);
});

test('I4: two people, or two log-ins, may choose the same key', async () => {
  const bo = await invited(ada, 'bo@example.com');
  const again = new Caller(people.app);
  await again.logIn('ada@example.com');
  const program = new Caller(people.app, (await issuedToken(ada, ['write'])).secret);
  for (const caller of [ada, bo, again, program]) {
    expect((await withKey(caller, 'k-6').post('things', { what: 'a' })).status).toBe(201);
  }
  expect(made).toBe(4);
});

test('I4: strangers and those without the right leave no key behind', async () => {
  const read = new Caller(people.app, (await issuedToken(ada, ['read'])).secret);
  expect((await withKey(read, 'k-7').post('things', { what: 'a' })).status).toBe(403);
  const stranger = new Caller(people.app);
  expect((await withKey(stranger, 'k-7').post('things', { what: 'a' })).status).toBe(401);
  expect(made).toBe(0);
  expect(await people.owner`select 1 from idempotency`).toHaveLength(0);
});

test('I4: a first attempt that died blocks the key for a minute, not for ever', async () => {
  const keyed = withKey(ada, 'k-8');
  await keyed.post('things', { what: 'a' });
  await people.owner`update idempotency set answer = null`;
  const waiting = keyed.post('things', { what: 'a' });
  await pause(300);
  expect(made).toBe(1);
  await people.owner`update idempotency set created_at = created_at - interval '61 seconds'`;
  expect((await waiting).status).toBe(201);
  expect(made).toBe(2);
});

test('I4: who waits for a first attempt is told to come back after ten seconds', async () => {
  const keyed = withKey(ada, 'k-9');
  await keyed.post('things', { what: 'a' });
  await people.owner`update idempotency set answer = null`;
  const start = performance.now();
  const answer = await keyed.post('things', { what: 'a' });
  expect([answer.status, answer.body['code']]).toEqual([503, 'unavailable']);
  expect(answer.headers['retry-after']).toBe('1');
  expect(performance.now() - start).toBeGreaterThan(9_500);
}, 20_000);

test('I4: keys are kept for a day', async () => {
  const keyed = withKey(ada, 'k-10');
  await keyed.post('things', { what: 'a' });
  const { owner } = people;
  await owner`update idempotency set created_at = created_at - interval '23 hours 59 minutes'`;
  await keyed.post('things', { what: 'a' });
  expect(made).toBe(1);
  await owner`update idempotency set created_at = created_at - interval '2 minutes'`;
  expect((await keyed.post('things', { what: 'b' })).status).toBe(201);
  expect(made).toBe(2);
});

test('I4: a secret is never stored: its repetition is told so, and makes no second one', async () => {
  const keyed = withKey(ada, 'k-11', people.app);
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => keyed.post('tokens', { name: 'x', scopes: ['read'] })),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(9).fill(409)]);
  expect(await people.owner`select 1 from tokens`).toHaveLength(1);
  const secret = String(answers.find(({ status }) => status === 201)?.body['token']);
  const kept = await people.owner`select row_to_json(idempotency)::text as row from idempotency`;
  expect(kept).toHaveLength(1);
  expect(JSON.stringify(kept)).not.toContain(secret);
});

test('I4: a key that is no key is refused', async () => {
  for (const key of ['', 'a b', 'ü', 'x'.repeat(201)]) {
    expect((await withKey(ada, key).post('things', { what: 'a' })).body['code']).toBe('invalid');
  }
  expect(made).toBe(0);
});
