/**
 * Which agents follow which conversations. A conversation's own row says who (`follower_ids`); `followed` is the same the
 * other way round, and `followed_counts` says how many of them are open, as changes that add up. A trigger of
 * `conversations` keeps both (migration 0034): what nobody follows costs nothing, nor does it when the order changes.
 */
import { sql } from 'drizzle-orm';
import { boolean, index, integer, pgTable, primaryKey, uuid } from 'drizzle-orm/pg-core';
import { workspaceId } from './columns.ts';

/** Derived from the conversations themselves, so nothing here points anywhere. */
export const followed = pgTable(
  'followed',
  {
    workspaceId: workspaceId(),
    conversationId: uuid('conversation_id').notNull(),
    agentId: uuid('agent_id').notNull(),
    /** Whether the conversation is. */
    open: boolean('open').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.conversationId, table.agentId] }),
    index('followed_agent')
      .on(table.workspaceId, table.agentId, table.conversationId)
      .where(sql`open`),
  ],
);

export const followedCounts = pgTable(
  'followed_counts',
  {
    workspaceId: workspaceId(),
    agentId: uuid('agent_id').notNull(),
    amount: integer('amount').notNull(),
  },
  (table) => [index('followed_counts_agent').on(table.workspaceId, table.agentId)],
);
