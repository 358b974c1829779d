/** Brings the schema up to date and prepares the role the application runs as. */
import { setTimeout as sleep } from 'node:timers/promises';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';
import { inPackage } from '../package-root.ts';
import { APP_ROLE, type Connection, connectOptions } from './connection.ts';
import { isDatabaseError } from './errors.ts';
import { UnsafeDatabaseError } from './safety.ts';

/** One number for all our starts: whoever holds it migrates, the others wait. */
const MIGRATION_LOCK = 4_915_263_841;

/** While a migration waits for a table, everybody else waits behind it: not for long (trust rule O11). */
const LOCK_PATIENCE_MS = 2_000;
const PAUSE_MS = 1_000;
const ATTEMPTS = 3;

/**
 * Runs what is new in `migrations/` under an advisory lock, so that several processes may start at once.
 * @returns whether the application role could be set up; without the right to create roles it may be missing.
 */
export async function migrateDatabase(connection: Connection): Promise<{ restricted: boolean }> {
  const client = postgres({ ...connectOptions(connection), max: 1, onnotice: () => {} });
  try {
    await client`select pg_advisory_lock(${MIGRATION_LOCK})`;
    await client`select set_config('lock_timeout', ${`${LOCK_PATIENCE_MS}ms`}, false)`;
    await patiently(() => migrate(drizzle(client), { migrationsFolder: inPackage('migrations') }));
    await foretell(client);
    return { restricted: await prepareRole(client) };
  } finally {
    await client.end({ timeout: 5 });
  }
}

/** All of what is new, or nothing yet: then once more, when those who were in the way may have gone. */
async function patiently(attempt: () => Promise<unknown>): Promise<void> {
  for (let left = ATTEMPTS - 1; ; left--) {
    try {
      await attempt();
      return;
    } catch (error) {
      if (!isDatabaseError(error, LOCK_NOT_AVAILABLE)) throw error;
      if (left === 0) throw new UnsafeDatabaseError(TOO_BUSY);
      await sleep(PAUSE_MS);
    }
  }
}

const LOCK_NOT_AVAILABLE = '55P03';
const TOO_BUSY =
  'The database is too busy to be brought up to date: something holds its tables for seconds. Nothing was changed; start again at a quieter moment.';

/**
 * Tells the planner what it would find out later: that the rows of a table are one workspace's. Not knowing, it takes
 * any index that begins with the workspace for as good as the right one, plans so while a table is small, and keeps
 * to it (the checks of foreign keys, too) until the table has been analysed.
 * Postgres 18: https://www.postgresql.org/docs/18/functions-admin.html#FUNCTIONS-ADMIN-STATSMOD
 */
async function foretell(client: postgres.Sql): Promise<void> {
  const [able] = await client`select 1 from pg_proc where proname = 'pg_restore_attribute_stats'`;
  if (!able) return;
  await client`
    select pg_restore_attribute_stats('schemaname', 'public', 'relname', table_name::text,
      'attname', 'workspace_id', 'inherited', false, 'null_frac', 0::real, 'avg_width', 16, 'n_distinct', 1::real)
    from information_schema.columns c
    where table_schema = 'public' and column_name = 'workspace_id' and not exists (
      select 1 from pg_stats known
      where known.schemaname = 'public' and known.tablename = c.table_name and known.attname = 'workspace_id')`;
}

async function prepareRole(client: postgres.Sql): Promise<boolean> {
  const role = client(APP_ROLE);
  try {
    const [known] = await client`select 1 from pg_roles where rolname = ${APP_ROLE}`;
    if (!known) await client`create role ${role} nologin nosuperuser nobypassrls`;
    // Since Postgres 16 whoever makes a role administers it, but may act as it only when granted.
    const [member] = await client`
      select pg_has_role(current_user, ${APP_ROLE},
        case when current_setting('server_version_num')::int < 160000 then 'member' else 'set' end) as yes`;
    if (!member?.['yes']) await client`grant ${role} to current_user`;
  } catch (error) {
    const code = error instanceof postgres.PostgresError ? error.code : '';
    // 42501: this login may not make roles. 42710, 23505: another start made it a moment ago.
    if (code === '42501') return false;
    if (code !== '42710' && code !== '23505') throw error;
  }
  await client`grant usage on schema public to ${role}`;
  await client`grant select, insert, update, delete on all tables in schema public to ${role}`;
  await client`grant usage on all sequences in schema public to ${role}`;
  // The log of what changed is append-only for everyone but the migrations.
  await client`revoke update, delete on events from ${role}`;
  return true;
}
