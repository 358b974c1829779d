/** What is looked for: made from messages and contacts by `search/follow.ts`, some moments after them, and of no use alone. */
import { foreignKey, index, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { transactionId, words, workspaceId } from './columns.ts';
import { contacts } from './contacts.ts';
import { messages } from './messages.ts';
import { workspaces } from './workspaces.ts';

/**
 * The words of each message. Row-level security is not forced here: an index of words cannot be used under it, so one
 * function of the owner's (`find_messages`, migration 0013) looks past it, within the workspace alone.
 */
export const messageWords = pgTable(
  'message_words',
  {
    workspaceId: workspaceId(),
    /** Ids grow with time: their order is the order of what was said. */
    messageId: uuid('message_id').notNull(),
    words: words('words').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.messageId] }),
    // What waits to be put in order (kB) is read with every search.
    index('message_words_words').using('gin', table.words).with({ gin_pending_list_limit: 1024 }),
    foreignKey({
      name: 'message_words_message_fk',
      columns: [table.workspaceId, table.messageId],
      foreignColumns: [messages.workspaceId, messages.id],
    }).onDelete('cascade'),
  ],
);

/** The words of people's names and addresses: few, so that each can have a row, and whatever begins like it stands beside it. */
export const contactWords = pgTable(
  'contact_words',
  {
    workspaceId: workspaceId(),
    word: text('word').notNull(),
    contactId: uuid('contact_id').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.word, table.contactId] }),
    index('contact_words_contact').on(table.workspaceId, table.contactId),
    foreignKey({
      name: 'contact_words_contact_fk',
      columns: [table.workspaceId, table.contactId],
      foreignColumns: [contacts.workspaceId, contacts.id],
    }).onDelete('cascade'),
  ],
);

/** How far the index has come. */
export const searchProgress = pgTable('search_progress', {
  workspaceId: workspaceId()
    .primaryKey()
    .references(() => workspaces.id, { onDelete: 'cascade' }),
  /** All that was written before this transaction is in the index, or is history. */
  reached: transactionId('reached').notNull(),
  /** History is read from its end: what is older than this message is not in the index yet; null: all of it is. */
  history: uuid('history'),
});
