/** Mails of the installation itself, to the people who work with it. */
import { foreignKey, index, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core';
import { agents } from './agents.ts';
import { bytes, createdAt, moment, workspaceId } from './columns.ts';

export const mails = pgTable(
  'mails',
  {
    workspaceId: workspaceId(),
    id: uuid('id').notNull(),
    kind: text('kind', { enum: ['invitation', 'reset', 'digest'] }).notNull(),
    address: text('address').notNull(),
    /** Whom it is to; of an invitation, who invites. */
    agentId: uuid('agent_id').notNull(),
    /** Of an invitation, until it is sent: its link, sealed by the vault. */
    sealed: bytes('sealed'),
    /** Of a reset: the fingerprint of what its link holds. It is made when the mail is. */
    tokenHash: text('token_hash'),
    /** Of a digest: of which hour or day. */
    period: text('period'),
    createdAt: createdAt(),
    /** As of when it was put into words. */
    sentAt: moment('sent_at'),
    /** Why it is late, or will never be sent, as the mail server said it. */
    problem: text('problem'),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    // However many processes think of it: one of each period.
    unique('mails_period').on(table.workspaceId, table.agentId, table.period),
    unique('mails_token').on(table.workspaceId, table.tokenHash),
    index('mails_created').on(table.workspaceId, table.createdAt),
    foreignKey({
      name: 'mails_agent_fk',
      columns: [table.workspaceId, table.agentId],
      foreignColumns: [agents.workspaceId, agents.id],
    }).onDelete('cascade'),
  ],
);
