/** Postgres error codes, looked for behind whatever wrapped them. */

/** Is this (or what caused it) a Postgres error with one of the SQLSTATE codes? */
export function isDatabaseError(error: unknown, ...codes: string[]): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && codes.includes(String(cause.code))) return true;
  }
  return false;
}

/** The database cannot be reached, is starting or shutting down: nothing was stored, the caller should come back. */
export function isUnreachable(error: unknown): boolean {
  // A missing socket, while connecting: any other missing file is no database.
  if (isDatabaseError(error, 'ENOENT')) return isConnecting(error);
  return isDatabaseError(
    error,
    'ECONNREFUSED',
    'ECONNRESET',
    'EPIPE',
    'CONNECTION_CLOSED',
    'CONNECTION_ENDED',
    'CONNECTION_DESTROYED',
    'CONNECT_TIMEOUT',
    '57P01',
    '57P02',
    '57P03',
    '53300',
    '08006',
    '08001',
  );
}

/** There is no room: on the database's disk, or on that of the files. Nothing was stored. */
export const isOutOfRoom = (error: unknown): boolean =>
  isDatabaseError(error, '53100', 'ENOSPC', 'EDQUOT');

function isConnecting(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ('syscall' in cause && cause.syscall === 'connect') return true;
  }
  return false;
}
