/**
 * How many conversations there are of each kind, as changes that add up: triggers of `conversations` and `read_markers`
 * (migrations 0012, 0018) insert a row where something changes, in the transaction that changes it, so that no way of writing
 * can forget it and nobody waits for anybody's row. `conversations/counts.ts` adds them up, and folds many into few.
 */
import { boolean, index, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { workspaceId } from './columns.ts';

/** What the views tell conversations apart by. Derived from the rows themselves, so nothing here points anywhere. */
const kindColumns = () => ({
  status: text('status', { enum: ['open', 'snoozed', 'done', 'spam', 'merged'] }).notNull(),
  channelId: uuid('channel_id').notNull(),
  /** Nobody waits for a word of ours. */
  answered: boolean('answered').notNull(),
});

/** By whose they are: what one agent has is read without looking at what the others have. */
export const conversationCounts = pgTable(
  'conversation_counts',
  {
    workspaceId: workspaceId(),
    ...kindColumns(),
    assigneeId: uuid('assignee_id'),
    /** The customer has said something: what can be unread at all. */
    heard: boolean('heard').notNull(),
    amount: integer('amount').notNull(),
  },
  (table) => [index('conversation_counts_assignee').on(table.workspaceId, table.assigneeId)],
);

/** The same for everybody together: few rows, however many agents there are. */
export const conversationTotals = pgTable(
  'conversation_totals',
  {
    workspaceId: workspaceId(),
    ...kindColumns(),
    /** To anybody. */
    assigned: boolean('assigned').notNull(),
    heard: boolean('heard').notNull(),
    amount: integer('amount').notNull(),
  },
  (table) => [index('conversation_totals_workspace').on(table.workspaceId)],
);

/** Of what was heard, how much each agent has read to its end. The rest is what is unread. */
export const readCounts = pgTable(
  'read_counts',
  {
    workspaceId: workspaceId(),
    agentId: uuid('agent_id').notNull(),
    ...kindColumns(),
    /** Seen from the agent. */
    whose: text('whose', { enum: ['mine', 'nobody', 'others'] }).notNull(),
    amount: integer('amount').notNull(),
  },
  (table) => [index('read_counts_agent').on(table.workspaceId, table.agentId)],
);
