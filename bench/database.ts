/** The embedded database of a server that is measured, as its own superuser sees it: nothing is hidden. */
import postgres from 'postgres';
import { findRunning } from '../server/database/embedded/running.ts';

export async function connectTo(dataDir: string, max = 1): Promise<postgres.Sql> {
  const path = await findRunning(dataDir);
  if (!path) throw new Error('the embedded database does not run');
  return postgres({ path, user: 'postgres', database: 'interline', max, onnotice: () => {} });
}
