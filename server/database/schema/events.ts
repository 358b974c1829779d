/** The log of what changed, and each agent's own marks on it. */
import { sql } from 'drizzle-orm';
import {
  bigint,
  foreignKey,
  index,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uuid,
} from 'drizzle-orm/pg-core';
import { agents } from './agents.ts';
import { moment, sequence, transactionId, workspaceId } from './columns.ts';
import { conversations } from './conversations.ts';

/** The append-only log of what changed. */
export const events = pgTable(
  'events',
  {
    workspaceId: workspaceId(),
    conversationId: uuid('conversation_id').notNull(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    /** The writing transaction: workspace-wide cursors compare it with the snapshot horizon. */
    xid: transactionId('xid').notNull().default(sql`pg_current_xact_id()`),
    kind: text('kind').notNull(),
    /** Who did it: `agent`, `contact` or `system`, and the id for the first two. */
    actor: text('actor', { enum: ['agent', 'contact', 'system'] }).notNull(),
    actorId: uuid('actor_id'),
    messageId: uuid('message_id'),
    data: jsonb('data').$type<Record<string, unknown>>().notNull(),
    at: moment('at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.conversationId, table.seq] }),
    index('events_xid').on(table.workspaceId, table.xid),
  ],
);

export const readMarkers = pgTable(
  'read_markers',
  {
    workspaceId: workspaceId(),
    agentId: uuid('agent_id').notNull(),
    conversationId: uuid('conversation_id').notNull(),
    seq: sequence('seq'),
    /** The transaction that moved it last: a screen that was away asks what moved meanwhile. */
    xid: transactionId('xid').notNull().default(sql`pg_current_xact_id()`),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.agentId, table.conversationId] }),
    index('read_markers_xid').on(table.workspaceId, table.agentId, table.xid),
    // Asked when a conversation changes: who had read it to its end?
    index('read_markers_conversation').on(table.workspaceId, table.conversationId),
    foreignKey({
      name: 'read_markers_conversation_fk',
      columns: [table.workspaceId, table.conversationId],
      foreignColumns: [conversations.workspaceId, conversations.id],
    }),
    foreignKey({
      name: 'read_markers_agent_fk',
      columns: [table.workspaceId, table.agentId],
      foreignColumns: [agents.workspaceId, agents.id],
    }),
  ],
);

export const drafts = pgTable(
  'drafts',
  {
    workspaceId: workspaceId(),
    agentId: uuid('agent_id').notNull(),
    conversationId: uuid('conversation_id').notNull(),
    kind: text('kind', { enum: ['reply', 'note'] }).notNull(),
    text: text('text').notNull(),
    updatedAt: moment('updated_at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.agentId, table.conversationId, table.kind] }),
    foreignKey({
      name: 'drafts_conversation_fk',
      columns: [table.workspaceId, table.conversationId],
      foreignColumns: [conversations.workspaceId, conversations.id],
    }),
    foreignKey({
      name: 'drafts_agent_fk',
      columns: [table.workspaceId, table.agentId],
      foreignColumns: [agents.workspaceId, agents.id],
    }),
  ],
);
