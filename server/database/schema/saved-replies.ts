/** Texts that agents write again and again: an agent's own, or everybody's. */
import { sql } from 'drizzle-orm';
import { foreignKey, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { agents } from './agents.ts';
import { createdAt, moment, workspaceId } from './columns.ts';
import { workspaces } from './workspaces.ts';

export const savedReplies = pgTable(
  'saved_replies',
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    id: uuid('id').notNull(),
    /** null: everybody's. */
    agentId: uuid('agent_id'),
    name: text('name').notNull(),
    text: text('text').notNull(),
    createdAt: createdAt(),
    updatedAt: moment('updated_at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    // People find them by their names: two of the same would be a guess.
    uniqueIndex('saved_replies_name').on(
      table.workspaceId,
      sql`coalesce(${table.agentId}, '00000000-0000-0000-0000-000000000000'::uuid)`,
      sql`lower(${table.name})`,
    ),
    foreignKey({
      name: 'saved_replies_agent_fk',
      columns: [table.workspaceId, table.agentId],
      foreignColumns: [agents.workspaceId, agents.id],
    }).onDelete('cascade'),
  ],
);
