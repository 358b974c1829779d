/** The tables as files: all of them, however much lies in one. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type postgres from 'postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { copyOut } from '../../server/database/copies.ts';
import { ownerOf } from '../support/database.ts';
import { startHub, type TestHub } from '../support/hub.ts';

let hub: TestHub;
let owner: postgres.Sql;
let place: string;
beforeAll(async () => {
  hub = await startHub();
  owner = ownerOf(hub);
  place = await mkdtemp(path.join(tmpdir(), 'interline-copies-'));
});
afterAll(async () => {
  await owner.end();
  await hub.close();
  await rm(place, { recursive: true });
});

// A Node stream is full at 16 kB and at 64 kB: so much at once makes the line pause.
it.each([100, 1_000, 20_000])(
  'copies out a table of %i rows, and those behind it',
  async (rows) => {
    await owner`truncate workspaces cascade`;
    await owner`
    with one as (insert into workspaces (id, name) values (gen_random_uuid(), 'Shop') returning id)
    insert into directory (kind, key, workspace_id)
    select 'session', 'key-' || n, one.id from one, generate_series(1, ${rows}::int) n`;
    const folder = path.join(place, String(rows));
    await copyOut(hub.connection, folder);
    const lines = (await readFile(path.join(folder, 'directory.copy'), 'utf8')).split('\n');
    expect(lines).toHaveLength(rows + 1);
  },
);
