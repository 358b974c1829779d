/** When a backup was last made, whoever made it: for the admin who wants to know, and for nothing else. */
import { max } from 'drizzle-orm';
import { backups } from '../database/schema/system.ts';
import type { Store } from '../events/scope.ts';

export async function lastBackup(store: Store): Promise<Date | null> {
  const [row] = await store.database.outside.select({ at: max(backups.madeAt) }).from(backups);
  return row?.at ?? null;
}
