/** What a program says to its operator when it cannot go on. */
import { inspect } from 'node:util';
import { ConfigError } from './config.ts';
import { UnusableBackupError } from './database/copies.ts';
import { EmbeddedPostgresError } from './database/embedded/embedded-postgres.ts';
import { loggable } from './database/loggable.ts';
import { UnsafeDatabaseError } from './database/safety.ts';
import { UnsafeRedisError } from './redis/error.ts';
import { Refusal } from './wire/problems.ts';

/** One line for what an operator can mend; the whole error, stack and all, for what only we can. */
export function complaintOf(error: unknown): string {
  if (error instanceof Refusal) return error.detail;
  if (!(error instanceof Error)) return inspect(error);
  if (MENDABLE.some((kind) => error instanceof kind)) return error.message;
  return whyNobodyIsLetIn(error) ?? inspect(loggable(error));
}

const MENDABLE = [
  ConfigError,
  EmbeddedPostgresError,
  UnsafeDatabaseError,
  UnsafeRedisError,
  UnusableBackupError,
];

function whyNobodyIsLetIn({ syscall, code = '', message }: NodeJS.ErrnoException): string | null {
  if (syscall !== 'listen' && syscall !== 'getaddrinfo') return null;
  return LISTENING[code] ?? `PORT or HOST cannot be used: ${message}.`;
}

const NO_SUCH_HOST =
  'HOST is not an address of this machine; set it to one, such as 127.0.0.1 or 0.0.0.0.';
const LISTENING: Record<string, string> = {
  EADDRINUSE: 'PORT is taken by another program; set PORT to a free one.',
  EACCES: 'PORT may not be used by this user; set PORT to one above 1023.',
  EADDRNOTAVAIL: NO_SUCH_HOST,
  ENOTFOUND: NO_SUCH_HOST,
};
