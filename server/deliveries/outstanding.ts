/** What should have been done by now, for those who watch: of all workspaces, in numbers alone. */
import { sql } from 'drizzle-orm';
import { jobs } from '../database/schema/workspaces.ts';
import type { Store } from '../events/scope.ts';

export type Outstanding = {
  kind: (typeof jobs.$inferSelect)['kind'];
  /** Due, and finished by nobody: also those being worked on. */
  count: number;
  oldestSeconds: number;
};

/** Every kind, also those of which nothing is due. */
export async function outstanding(store: Store): Promise<Outstanding[]> {
  const rows = await store.database.outside.execute<{
    kind: string;
    count: string;
    oldest: string;
  }>(
    sql`select kind, count(*) as count, extract(epoch from now() - min(due_at)) as oldest
      from jobs where due_at <= now() group by kind`,
  );
  const found = new Map(rows.map((row) => [row.kind, row]));
  return jobs.kind.enumValues.map((kind) => {
    const row = found.get(kind);
    return { kind, count: Number(row?.count ?? 0), oldestSeconds: Number(row?.oldest ?? 0) };
  });
}
