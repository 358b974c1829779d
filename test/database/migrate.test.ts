/** Bringing the schema up to date while the product is in use: nobody waits behind a migration for long. */

import type postgres from 'postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { complaintOf } from '../../server/complaint.ts';
import { migrateDatabase } from '../../server/database/migrate.ts';
import { ownerOf } from '../support/database.ts';
import { startHub, type TestHub } from '../support/hub.ts';
import { until } from '../support/until.ts';

let hub: TestHub;
let owner: postgres.Sql;
beforeAll(async () => {
  hub = await startHub();
  owner = ownerOf(hub);
});
afterAll(async () => {
  await owner.end();
  await hub.close();
});

it('gives up when somebody holds what it needs, with one line, and changes nothing', async () => {
  const said = await owner.begin(async (tx) => {
    await tx`lock table drizzle.__drizzle_migrations in access exclusive mode`;
    return migrateDatabase(hub.connection).then(() => 'migrated', complaintOf);
  });
  expect(said).toMatch(/^[^\n]+ busy [^\n]+ start again [^\n]+$/);
});

it('goes on when whoever was in its way has gone', async () => {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const inTheWay = owner.begin(async (tx) => {
    await tx`lock table drizzle.__drizzle_migrations in access exclusive mode`;
    await held;
  });
  const migrated = migrateDatabase(hub.connection);
  const waiting = () =>
    owner`select 1 from pg_locks where not granted and relation = 'drizzle.__drizzle_migrations'::regclass`;
  await until(async () => (await waiting()).length > 0);
  release();
  await inTheWay;
  expect(await migrated).toEqual({ restricted: true });
});

it('works on a schema newer than it knows, as whoever goes back a version finds it', async () => {
  const [{ count }] = await owner<[{ count: number }]>`
    with later as (insert into drizzle.__drizzle_migrations (hash, created_at)
      select 'of a later version', max(created_at) + 1 from drizzle.__drizzle_migrations)
    select count(*)::int + 1 as count from drizzle.__drizzle_migrations`;
  expect(await migrateDatabase(hub.connection)).toEqual({ restricted: true });
  expect(await owner`select count(*)::int as count from drizzle.__drizzle_migrations`).toEqual([
    { count },
  ]);
});
