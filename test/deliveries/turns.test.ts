/** Whose turn it is: answers before what is sent in bulk, workspaces by turns, a thread's messages one by one. */
import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { connectOptions } from '../../server/database/connection.ts';
import { openDatabase } from '../../server/database/database.ts';
import { claimJobs, type Room } from '../../server/deliveries/claim.ts';
import { finishJobs, type Job } from '../../server/deliveries/jobs.ts';
import { createStore, type Store } from '../../server/events/scope.ts';
import { cloneDatabase } from '../support/hub.ts';

const LEASE_MS = 30_000;
const ROOM: Room = {
  most: 100,
  bulk: 100,
  perQueue: { one: 100, bulk: 100 },
  left: [],
  except: null,
};

let owner: postgres.Sql;
let store: Store;

beforeAll(async () => {
  const connection = await cloneDatabase();
  owner = postgres({ ...connectOptions(connection), max: 1 });
  store = createStore(openDatabase(connection, { restricted: true, max: 4 }), new Map(), () => {});
});
beforeEach(async () => {
  await owner`truncate jobs, circuits`;
});
afterAll(async () => {
  await owner.end();
  await store.database.close();
});

async function workspace(): Promise<string> {
  const id = randomUUID();
  await owner.begin(async (tx) => {
    await tx`select set_config('app.workspace', ${id}, true)`;
    await tx`insert into workspaces (id, name) values (${id}, 'One of several')`;
  });
  return id;
}

type Given = { home: string; queue?: string; lane?: string; bulk?: boolean };

/** So many jobs, each in a lane of its own unless one is named. */
async function queue(count: number, { home, queue = home, lane, bulk = false }: Given) {
  for (let n = 0; n < count; n++) {
    await owner`insert into jobs (workspace_id, kind, subject_id, lane, queue, bulk)
      values (${home}, 'deliver', ${randomUUID()}, ${lane ?? randomUUID()}, ${queue}, ${bulk})`;
  }
}

const claim = (room: Partial<Room> = {}): Promise<Job[]> =>
  claimJobs(store, { ...ROOM, ...room }, LEASE_MS);

it('goes round the workspaces, however much one of them has to send', async () => {
  const [large, small] = [await workspace(), await workspace()];
  await queue(50, { home: large });
  await queue(3, { home: small });
  const homes = (await claim({ most: 6 })).map(({ workspaceId }) => workspaceId);
  expect(homes.filter((home) => home === large)).toHaveLength(3);
  expect(homes.filter((home) => home === small)).toHaveLength(3);
});

it('goes round the channels of a workspace', async () => {
  const home = await workspace();
  const [busy, quiet] = [randomUUID(), randomUUID()];
  await queue(50, { home, queue: busy });
  await queue(2, { home, queue: quiet });
  const queues = (await claim({ most: 4 })).map((job) => job.queue);
  expect(queues.filter((one) => one === quiet)).toHaveLength(2);
});

it('takes what is sent in bulk last, and not more of it than there is room for', async () => {
  const home = await workspace();
  await queue(20, { home, bulk: true });
  await queue(4, { home });
  const claimed = await claim({ most: 10, bulk: 5 });
  expect(claimed.filter(({ bulk }) => !bulk)).toHaveLength(4);
  expect(claimed.filter(({ bulk }) => bulk)).toHaveLength(5);
});

it('takes no more of a queue than there is room for', async () => {
  const home = await workspace();
  const [full, other] = [randomUUID(), randomUUID()];
  await queue(5, { home, queue: full });
  await queue(5, { home, queue: other });
  const left = [{ queue: full, bulk: false, free: 0 }];
  const claimed = await claim({ left, perQueue: { one: 3, bulk: 3 } });
  expect(claimed.map((job) => job.queue)).toEqual([other, other, other]);
});

it('gives out one of a lane, and the next one when that is done', async () => {
  const home = await workspace();
  await queue(3, { home, lane: randomUUID() });
  const [first, ...others] = await claim();
  expect(others).toEqual([]);
  expect(await claim()).toEqual([]);
  await finishJobs(store.database.outside, first ? [first] : []);
  const [second] = await claim();
  expect(second?.id).toBe((first?.id ?? 0) + 1);
});

it('never gives the same job to two who ask at once', async () => {
  const home = await workspace();
  await queue(40, { home });
  const claims = await Promise.all([claim(), claim(), claim(), claim()]);
  const ids = claims.flat().map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const rest = await claim();
  expect(ids.length + rest.length).toBe(40);
});

it('leaves out a paused channel; when the pause is over one job is given out, to see', async () => {
  const home = await workspace();
  const paused = randomUUID();
  await queue(3, { home, queue: paused });
  await queue(3, { home, queue: paused, bulk: true });
  await owner`insert into circuits values (${paused}, ${home}, 5, 1, now() + interval '1 hour')`;
  expect(await claim()).toEqual([]);
  await owner`update circuits set paused_until = now() - interval '1 second'`;
  expect(await claim()).toHaveLength(1);
  expect(await claim()).toEqual([]);
});
