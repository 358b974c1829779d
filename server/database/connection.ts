/** Where the database is, and what postgres.js needs to get there. */
import type { Options } from 'postgres';

/** The role every request runs as: it owns no table, so row-level security always binds it. */
export const APP_ROLE = 'interline_app';

export type Connection =
  | { kind: 'url'; url: string }
  | { kind: 'socket'; socketPath: string; user: string; database: string };

export type ConnectOptions = Pick<
  Options<Record<string, never>>,
  'host' | 'port' | 'path' | 'user' | 'username' | 'password' | 'database' | 'ssl'
>;

/** postgres.js options for a connection. A URL's `sslmode` is honoured. */
export function connectOptions(connection: Connection): ConnectOptions {
  if (connection.kind === 'socket') {
    return {
      path: connection.socketPath,
      user: connection.user,
      database: connection.database,
    };
  }
  const url = new URL(connection.url);
  const mode = url.searchParams.get('sslmode');
  return {
    host: decodeURIComponent(url.searchParams.get('host') ?? url.hostname),
    port: Number(url.port || 5432),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    database: decodeURIComponent(url.pathname.slice(1)),
    ...(mode && mode !== 'disable' && { ssl: mode === 'require' ? 'require' : 'verify-full' }),
  };
}
