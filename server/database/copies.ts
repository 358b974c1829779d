/**
 * The tables as files, and back: what a backup is made of. All of one moment, while the product goes on; read under each
 * workspace's own policy, since nobody of ours may read past it.
 */
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import postgres from 'postgres';
import { type Connection, connectOptions } from './connection.ts';

/** Not worth keeping: what is under way, log-ins and their devices, answers to repeated requests, and what is made from the rest. */
const LEFT_OUT = [
  'jobs',
  'circuits',
  'sessions',
  'devices',
  'notices',
  'mails',
  'idempotency',
  'macro_runs',
  'login_failures',
  'conversation_counts',
  'conversation_totals',
  'read_counts',
  'tagged',
  'tag_counts',
  'followed',
  'followed_counts',
  'message_words',
  'contact_words',
  'search_progress',
  // Where the files lay: they are restored to wherever new ones go.
  'stored_files',
  // Who was alive, and what was saved.
  'processes',
  'backups',
];

/** Of the writing transaction: another database counts them otherwise. */
const GIVEN_ANEW = ['xid'];

type Table = { name: string; columns: string[]; tenant: boolean };

/** What stands beside the files, to know whether all of it came back. */
type Contents = { migrations: number; tables: (Table & { rows: number })[] };

/** A backup that does not fit here; one line for the operator. */
export class UnusableBackupError extends Error {}

const CONTENTS = 'contents.json';

/** @param folder made here */
export async function copyOut(connection: Connection, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await connected(connection, (client) =>
    client.begin('isolation level repeatable read read only', async (tx) => {
      const ids = (
        await tx<{ id: string }[]>`select distinct workspace_id as id from directory`
      ).map(({ id }) => id);
      const tables: Contents['tables'] = [];
      for (const table of await tablesOf(tx)) {
        const rows = await writeTable(tx, table, { ids, folder });
        tables.push({ ...table, rows });
      }
      const contents: Contents = { migrations: await migrationsIn(tx), tables };
      await writeFile(path.join(folder, CONTENTS), JSON.stringify(contents, null, 2));
    }),
  );
}

/**
 * All of it, or nothing.
 * @throws UnusableBackupError when the database holds something already, or is of another version
 */
export async function copyIn(connection: Connection, folder: string): Promise<void> {
  const contents: Contents = JSON.parse(await readFile(path.join(folder, CONTENTS), 'utf8'));
  await connected(connection, (client) =>
    client.begin(async (tx) => {
      await refuseUnfit(tx, contents);
      // Rows cannot be copied in under a policy, nor counted; it binds again before anybody else sees them.
      const tables = await tx<{ name: string }[]>`
        select relname as name from pg_class
        where relnamespace = 'public'::regnamespace and relforcerowsecurity`;
      for (const { name } of tables) await tx`alter table ${tx(name)} no force row level security`;
      for (const table of contents.tables) await readTable(tx, table, folder);
      // What is only checked at the end is checked now: a table with checks to come cannot be altered.
      await tx`set constraints all immediate`;
      for (const { name } of tables) await tx`alter table ${tx(name)} force row level security`;
    }),
  );
}

/** Now, by the database's clock: for the admin who wants to know when the last one was made. */
export async function noteBackup(connection: Connection): Promise<void> {
  await connected(connection, (client) => client`insert into backups default values`);
}

async function connected(
  connection: Connection,
  work: (client: postgres.Sql) => Promise<unknown>,
): Promise<void> {
  const client = postgres({ ...connectOptions(connection), max: 1, onnotice: () => {} });
  try {
    await work(client);
  } finally {
    await client.end({ timeout: 5 });
  }
}

/** Each after those that it points to. */
async function tablesOf(tx: postgres.TransactionSql): Promise<Table[]> {
  const rows = await tx<(Table & { points: string[] })[]>`
    select c.relname as name, c.relrowsecurity as tenant,
      array(select a.attname::text from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped order by a.attnum) as columns,
      array(select distinct f.confrelid::regclass::text from pg_constraint f
        where f.conrelid = c.oid and f.contype = 'f' and f.confrelid <> c.oid and not f.condeferrable) as points
    from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' order by c.relname`;
  const left = rows.filter(({ name }) => !LEFT_OUT.includes(name));
  const placed: Table[] = [];
  while (left.length > 0) {
    const next = left.findIndex(({ points }) => !points.some((one) => left.some(named(one))));
    const [table] = left.splice(next, 1);
    if (next < 0 || !table) throw new Error('tables point to each other in a circle');
    const { name, tenant, columns } = table;
    placed.push({ name, tenant, columns: columns.filter((one) => !GIVEN_ANEW.includes(one)) });
  }
  return placed;
}

const named =
  (name: string) =>
  (table: { name: string }): boolean =>
    table.name === name;

async function writeTable(
  tx: postgres.TransactionSql,
  { name, columns, tenant }: Table,
  { ids, folder }: { ids: string[]; folder: string },
): Promise<number> {
  let rows = 0;
  const list = columns.map((column) => `"${column}"`).join(', ');
  for (const [index, id] of (tenant ? ids : ['']).entries()) {
    await tx`select set_config('app.workspace', ${id}, true)`;
    const [row] = await tx<{ count: number }[]>`select count(*)::int as count from ${tx(name)}`;
    rows += row?.count ?? 0;
    const source = await tx.unsafe(`copy (select ${list} from "${name}") to stdout`).readable();
    await pipeline(
      source,
      createWriteStream(fileOf(folder, name), { flags: index > 0 ? 'a' : 'w' }),
    );
    // postgres.js 3.4.9 stops listening when much comes at once, and listens again when asked for more: after the last of
    // it nobody asks, and the next statement would never be answered.
    source._read(0);
  }
  return rows;
}

const fileOf = (folder: string, name: string): string => path.join(folder, `${name}.copy`);

/** How far its schema has come. */
async function migrationsIn(tx: postgres.TransactionSql): Promise<number> {
  const [row] = await tx<{ count: number }[]>`
    select count(*)::int as count from drizzle.__drizzle_migrations`;
  return row?.count ?? 0;
}

async function refuseUnfit(tx: postgres.TransactionSql, contents: Contents): Promise<void> {
  if ((await migrationsIn(tx)) !== contents.migrations) {
    throw new UnusableBackupError(
      'The backup was made by another version of Interline: restore it with that one, then update.',
    );
  }
  const [taken] = await tx`select 1 from directory limit 1`;
  if (taken) {
    throw new UnusableBackupError(
      'There is a workspace here already; a backup is only restored to where nothing is yet.',
    );
  }
}

async function readTable(
  tx: postgres.TransactionSql,
  { name, columns, rows }: Contents['tables'][number],
  folder: string,
): Promise<void> {
  const list = columns.map((column) => `"${column}"`).join(', ');
  const target = await tx.unsafe(`copy "${name}" (${list}) from stdin`).writable();
  await pipeline(createReadStream(fileOf(folder, name)), target);
  const [row] = await tx<{ count: number }[]>`select count(*)::int as count from ${tx(name)}`;
  if (row?.count === rows) return;
  throw new UnusableBackupError(
    `The backup is not whole: ${name} has ${row?.count} rows of ${rows}.`,
  );
}
