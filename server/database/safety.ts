/** What an outside database must be before we trust messages to it (trust rule O8). */
import postgres from 'postgres';
import { type Connection, connectOptions } from './connection.ts';

/** One line for the operator: what is wrong and what to do. */
export class UnsafeDatabaseError extends Error {}

const OLDEST_VERSION = 150_000;
const MOST_SKEW_SECONDS = 5;

type Report = {
  version: number;
  version_text: string;
  fsync: string;
  full_page_writes: string;
  synchronous_commit: string;
  unbound: boolean;
  login: string;
  clock: number;
};

/** @throws UnsafeDatabaseError */
export async function refuseUnsafe(connection: Connection): Promise<void> {
  const report = await inspect(connection);
  const complaint = complain(report);
  if (complaint) throw new UnsafeDatabaseError(complaint);
}

async function inspect(connection: Connection): Promise<Report> {
  const client = postgres({
    ...connectOptions(connection),
    max: 1,
    connect_timeout: 10,
    fetch_types: false,
  });
  try {
    const [row] = await client<Report[]>`
      select current_setting('server_version_num')::int as version,
        current_setting('server_version') as version_text,
        current_setting('fsync') as fsync,
        current_setting('full_page_writes') as full_page_writes,
        current_setting('synchronous_commit') as synchronous_commit,
        (select rolsuper or rolbypassrls from pg_roles where rolname = current_user) as unbound,
        current_user::text as login,
        extract(epoch from clock_timestamp())::float8 as clock`;
    if (!row) throw new Error('no answer');
    return row;
  } catch (error) {
    const reason = error instanceof Error ? error.message || error.name : 'unknown';
    throw new UnsafeDatabaseError(`DATABASE_URL cannot be used: ${reason}.`);
  } finally {
    await client.end({ timeout: 5 });
  }
}

function complain(report: Report): string | null {
  if (report.version < OLDEST_VERSION) {
    return `DATABASE_URL leads to Postgres ${report.version_text}; 15 or newer is needed.`;
  }
  for (const setting of ['fsync', 'full_page_writes', 'synchronous_commit'] as const) {
    if (report[setting] === 'off') {
      return `The database runs with ${setting} = off and would lose acknowledged messages; turn it on.`;
    }
  }
  if (report.unbound) {
    return `DATABASE_URL logs in as "${report.login}", which is a superuser or bypasses row-level security; use a role of its own: CREATE ROLE interline LOGIN CREATEROLE PASSWORD '…'; CREATE DATABASE interline OWNER interline;`;
  }
  const skew = Math.abs(Date.now() / 1000 - report.clock);
  if (skew > MOST_SKEW_SECONDS) {
    return `The database's clock is ${Math.round(skew)} s away from this machine's; set both by NTP.`;
  }
  return null;
}
