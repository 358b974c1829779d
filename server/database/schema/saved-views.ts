/** Views that agents made: a filter with a name. */
import { sql } from 'drizzle-orm';
import {
  boolean,
  foreignKey,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import type { Filter } from '../../wire/view-filters.ts';
import { agents } from './agents.ts';
import { createdAt, moment, workspaceId } from './columns.ts';
import { workspaces } from './workspaces.ts';

export const savedViews = pgTable(
  'saved_views',
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    id: uuid('id').notNull(),
    /** Who made it; what is shared, others see too. */
    agentId: uuid('agent_id').notNull(),
    shared: boolean('shared').notNull(),
    name: text('name').notNull(),
    /** A tree, and only ever read whole. */
    filter: jsonb('filter').$type<Filter>().notNull(),
    order: text('order', { enum: ['waiting', 'newest'] }).notNull(),
    density: text('density', { enum: ['comfortable', 'cosy', 'compact'] }),
    createdAt: createdAt(),
    updatedAt: moment('updated_at').notNull().defaultNow(),
    /** Kept for a while, so that removing it can be undone. */
    removedAt: moment('removed_at'),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    // People find them by their names: two of the same would be a guess.
    uniqueIndex('saved_views_name')
      .on(
        table.workspaceId,
        sql`(case when ${table.shared} then '00000000-0000-0000-0000-000000000000'::uuid else ${table.agentId} end)`,
        sql`lower(${table.name})`,
      )
      .where(sql`removed_at is null`),
    foreignKey({
      name: 'saved_views_agent_fk',
      columns: [table.workspaceId, table.agentId],
      foreignColumns: [agents.workspaceId, agents.id],
    }).onDelete('cascade'),
  ],
);
