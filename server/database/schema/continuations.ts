/** Lines whose other end leaves now and then, and where unread answers follow them. */
import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  foreignKey,
  index,
  pgTable,
  primaryKey,
  text,
  uuid,
} from 'drizzle-orm/pg-core';
import { createdAt, moment, sequence, workspaceId } from './columns.ts';
import { threads } from './conversations.ts';

export const continuations = pgTable(
  'continuations',
  {
    workspaceId: workspaceId(),
    threadId: uuid('thread_id').notNull(),
    /** Canonical. */
    address: text('address').notNull(),
    /** Somebody vouches that it is theirs; else they only say so. */
    vouched: boolean('vouched').notNull(),
    /** Which language its reader chose. */
    locale: text('locale').notNull(),
    /** Nothing up to this number of the thread is ever sent there: it was said before the address was given. */
    sinceSeq: bigint('since_seq', { mode: 'number' }).notNull(),
    /** Everything up to this number has been sent there, or was read: what goes twice would have to go past it. */
    sentSeq: sequence('sent_seq'),
    sentAt: moment('sent_at'),
    /** When to look whether something is unread; null: nothing was said since. */
    dueAt: moment('due_at'),
    /** The other end was last seen connected, while something was unread. */
    hereAt: moment('here_at'),
    /** The thread by which it goes there, and answers come back. */
    carrierId: uuid('carrier_id'),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.threadId] }),
    index('continuations_due').on(table.workspaceId, table.dueAt).where(sql`due_at is not null`),
    index('continuations_address').on(table.workspaceId, table.address),
    index('continuations_carrier').on(table.workspaceId, table.carrierId),
    foreignKey({
      name: 'continuations_thread_fk',
      columns: [table.workspaceId, table.threadId],
      foreignColumns: [threads.workspaceId, threads.id],
    }).onDelete('cascade'),
    foreignKey({
      name: 'continuations_carrier_fk',
      columns: [table.workspaceId, table.carrierId],
      foreignColumns: [threads.workspaceId, threads.id],
    }).onDelete('cascade'),
  ],
);
