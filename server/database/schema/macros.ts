/** What agents do again and again in one go, and what each run has to be taken back by. */
import { sql } from 'drizzle-orm';
import {
  foreignKey,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import type { Conversation, ConversationChange } from '../../wire/conversations.ts';
import type { MacroAction } from '../../wire/macros.ts';
import { agents } from './agents.ts';
import { createdAt, moment, workspaceId } from './columns.ts';
import { workspaces } from './workspaces.ts';

/** What a run has done to one conversation. */
export type MacroDone = {
  conversationId: string;
  /** The change that puts back what it was. */
  back: ConversationChange;
  /** Answers that can be taken back until they go. */
  held: string[];
  /** An answer went at once. */
  stays: boolean;
  notes: string[];
  /** What the list showed; the moment is ISO 8601. */
  shown: Pick<Conversation, 'preview' | 'previewDirection' | 'lastMessageAt'>;
  /** What stood in the field for the reply, and what stands there since; null: it was not touched. */
  draft: { before: string; after: string } | null;
};

export const macros = pgTable(
  'macros',
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    id: uuid('id').notNull(),
    /** null: everybody's. */
    agentId: uuid('agent_id'),
    name: text('name').notNull(),
    actions: jsonb('actions').$type<MacroAction[]>().notNull(),
    createdAt: createdAt(),
    updatedAt: moment('updated_at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    // People find them by their names: two of the same would be a guess.
    uniqueIndex('macros_name').on(
      table.workspaceId,
      sql`coalesce(${table.agentId}, '00000000-0000-0000-0000-000000000000'::uuid)`,
      sql`lower(${table.name})`,
    ),
    foreignKey({
      name: 'macros_agent_fk',
      columns: [table.workspaceId, table.agentId],
      foreignColumns: [agents.workspaceId, agents.id],
    }).onDelete('cascade'),
  ],
);

/** Kept for a day: the same key again is the same run, and undo knows what there is to put back. */
export const macroRuns = pgTable(
  'macro_runs',
  {
    workspaceId: workspaceId(),
    agentId: uuid('agent_id').notNull(),
    /** The agent's own. */
    key: text('key').notNull(),
    macroId: uuid('macro_id').notNull(),
    /** In the order of the conversations' ids. */
    done: jsonb('done').$type<MacroDone[]>().notNull(),
    takenBack: moment('taken_back'),
    at: moment('at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.agentId, table.key] }),
    foreignKey({
      name: 'macro_runs_agent_fk',
      columns: [table.workspaceId, table.agentId],
      foreignColumns: [agents.workspaceId, agents.id],
    }).onDelete('cascade'),
  ],
);
