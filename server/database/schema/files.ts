/**
 * What lies in which depot. Bytes are named by what they contain, and the same bytes lie there once for everybody: so
 * this table is no workspace's and stands outside row-level security. It holds digests alone; who may see a
 * file is decided by the attachments, which are the workspaces'.
 */
import { sql } from 'drizzle-orm';
import { index, pgTable, text } from 'drizzle-orm/pg-core';
import { moment } from './columns.ts';

export const storedFiles = pgTable(
  'stored_files',
  {
    /** SHA-256 of the bytes, hex. */
    digest: text('digest').primaryKey(),
    depot: text('depot', { enum: ['disk', 's3'] }).notNull(),
    /** Digest of the small picture of it; its own where it is small enough, '' where there can be none, null: not tried. */
    preview: text('preview'),
    /** When it was last about to be written: what is younger than a day is left alone. */
    touchedAt: moment('touched_at').notNull().defaultNow(),
    /** Since when nothing points to it; null: something does, or nobody has looked yet. */
    unusedSince: moment('unused_since'),
    /** Until when its bytes are being taken away; nobody writes them meanwhile. */
    leasedUntil: moment('leased_until'),
  },
  (table) => [
    index('stored_files_preview').on(table.preview).where(sql`${table.preview} <> ''`),
    index('stored_files_depot').on(table.depot, table.digest),
  ],
);
