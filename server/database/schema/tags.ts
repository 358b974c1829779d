/**
 * Tags, and which conversations have them. A conversation's own row says which (`tag_ids`); `tagged` is the same the other
 * way round, in the order of the queue, and `tag_counts` says how many are open, as changes that add up. A trigger of
 * `conversations` keeps both (migration 0021), so that conversations without tags, by far the most, cost nothing.
 */
import { sql } from 'drizzle-orm';
import {
  bigint,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { createdAt, moment, workspaceId } from './columns.ts';
import { workspaces } from './workspaces.ts';

export const tags = pgTable(
  'tags',
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    id: uuid('id').notNull(),
    name: text('name').notNull(),
    createdAt: createdAt(),
    /** No longer offered; conversations that have it keep it. */
    removedAt: moment('removed_at'),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    uniqueIndex('tags_name').on(table.workspaceId, sql`lower(${table.name})`),
  ],
);

/** Derived from the conversations themselves, so nothing here points anywhere. */
export const tagged = pgTable(
  'tagged',
  {
    workspaceId: workspaceId(),
    conversationId: uuid('conversation_id').notNull(),
    tagId: uuid('tag_id').notNull(),
    status: text('status', { enum: ['open', 'snoozed', 'done', 'spam', 'merged'] }).notNull(),
    rank: bigint('rank', { mode: 'number' }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.conversationId, table.tagId] }),
    index('tagged_queue').on(
      table.workspaceId,
      table.tagId,
      table.status,
      table.rank,
      table.conversationId,
    ),
  ],
);

export const tagCounts = pgTable(
  'tag_counts',
  {
    workspaceId: workspaceId(),
    tagId: uuid('tag_id').notNull(),
    amount: integer('amount').notNull(),
  },
  (table) => [index('tag_counts_workspace').on(table.workspaceId)],
);
