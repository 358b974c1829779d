/** The installation itself, outside every workspace: which processes run, and when a backup was made. */
import { sql } from 'drizzle-orm';
import { pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { moment } from './columns.ts';

export const processes = pgTable('processes', {
  id: uuid('id').primaryKey(),
  host: text('host').notNull(),
  role: text('role', { enum: ['all', 'web', 'worker'] }).notNull(),
  version: text('version').notNull(),
  node: text('node').notNull(),
  startedAt: moment('started_at').notNull().default(sql`now()`),
  seenAt: moment('seen_at').notNull().default(sql`now()`),
});

export const backups = pgTable('backups', {
  id: uuid('id').primaryKey().default(sql`gen_random_uuid()`),
  madeAt: moment('made_at').notNull().default(sql`now()`),
});
