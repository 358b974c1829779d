/** Who was called to which conversation: a colleague's name stood in a note. */
import { sql } from 'drizzle-orm';
import { bigint, boolean, foreignKey, index, pgTable, primaryKey, uuid } from 'drizzle-orm/pg-core';
import { agents } from './agents.ts';
import { workspaceId } from './columns.ts';
import { conversations } from './conversations.ts';

export const mentions = pgTable(
  'mentions',
  {
    workspaceId: workspaceId(),
    agentId: uuid('agent_id').notNull(),
    conversationId: uuid('conversation_id').notNull(),
    /** Of the last note that calls them. */
    seq: bigint('seq', { mode: 'number' }).notNull(),
    /** Whether the conversation is: a trigger of `conversations` keeps it (migration 0022), so that few have to be looked at. */
    open: boolean('open').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.conversationId, table.agentId] }),
    index('mentions_agent')
      .on(table.workspaceId, table.agentId, table.conversationId)
      .where(sql`open`),
    foreignKey({
      name: 'mentions_agent_fk',
      columns: [table.workspaceId, table.agentId],
      foreignColumns: [agents.workspaceId, agents.id],
    }).onDelete('cascade'),
    foreignKey({
      name: 'mentions_conversation_fk',
      columns: [table.workspaceId, table.conversationId],
      foreignColumns: [conversations.workspaceId, conversations.id],
    }).onDelete('cascade'),
  ],
);
