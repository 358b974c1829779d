/** The database behind a hub without row-level security: for looking, and for what no door can make. */
import postgres from 'postgres';
import type { TestHub } from './hub.ts';

/** A superuser's connection; end it when done. */
export function ownerOf(hub: TestHub): postgres.Sql {
  const { connection } = hub;
  if (connection.kind !== 'socket') throw new Error('the tests use the embedded database');
  const { socketPath, database } = connection;
  return postgres({ path: socketPath, user: 'postgres', database, max: 2, onnotice: () => {} });
}
