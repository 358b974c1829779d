/** Messages, their files, and what became of the outbound ones. */
import { sql } from 'drizzle-orm';
import {
  bigint,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { agents } from './agents.ts';
import { channels } from './channels.ts';
import { createdAt, moment, workspaceId } from './columns.ts';
import { identities } from './contacts.ts';
import { conversations, threads } from './conversations.ts';

export const messages = pgTable(
  'messages',
  {
    workspaceId: workspaceId(),
    id: uuid('id').notNull(),
    conversationId: uuid('conversation_id').notNull(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    /** null for notes: they belong to the conversation and never to a channel. */
    threadId: uuid('thread_id'),
    threadSeq: bigint('thread_seq', { mode: 'number' }),
    channelId: uuid('channel_id'),
    direction: text('direction', { enum: ['in', 'out', 'note'] }).notNull(),
    /** The platform's id: inbound from the start, outbound once the platform answered. */
    externalId: text('external_id'),
    /** The writer's own key: the same key again is the same message. */
    key: text('key'),
    agentId: uuid('agent_id'),
    identityId: uuid('identity_id'),
    text: text('text').notNull(),
    /** Set when the content could not be expressed: "a sticker". */
    unsupported: text('unsupported'),
    state: text('state', {
      enum: [
        'received',
        'saved',
        'queued',
        'sending',
        'accepted',
        'delivered',
        'read',
        'failed',
        'unknown',
      ],
    }).notNull(),
    /** For `failed` and `unknown`: why, in words an agent can read. */
    reason: text('reason'),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    uniqueIndex('messages_seq').on(table.workspaceId, table.conversationId, table.seq),
    uniqueIndex('messages_thread_seq')
      .on(table.workspaceId, table.threadId, table.threadSeq)
      .where(sql`thread_id is not null`),
    uniqueIndex('messages_external')
      .on(table.workspaceId, table.channelId, table.direction, table.externalId)
      .where(sql`external_id is not null`),
    uniqueIndex('messages_key')
      .on(table.workspaceId, table.conversationId, table.agentId, table.key)
      .where(sql`key is not null`),
    foreignKey({
      name: 'messages_conversation_fk',
      columns: [table.workspaceId, table.conversationId],
      foreignColumns: [conversations.workspaceId, conversations.id],
    }).onDelete('restrict'),
    foreignKey({
      name: 'messages_thread_fk',
      columns: [table.workspaceId, table.threadId],
      foreignColumns: [threads.workspaceId, threads.id],
    }).onDelete('restrict'),
    foreignKey({
      name: 'messages_agent_fk',
      columns: [table.workspaceId, table.agentId],
      foreignColumns: [agents.workspaceId, agents.id],
    }).onDelete('restrict'),
    foreignKey({
      name: 'messages_identity_fk',
      columns: [table.workspaceId, table.identityId],
      foreignColumns: [identities.workspaceId, identities.id],
    }).onDelete('restrict'),
  ],
);

export const attachments = pgTable(
  'attachments',
  {
    workspaceId: workspaceId(),
    id: uuid('id').notNull(),
    /** null until the message it was uploaded for is written. */
    messageId: uuid('message_id'),
    /** Who may use it before it is sent: `agent:<id>` or `thread:<channel>:<thread key>`. */
    owner: text('owner').notNull(),
    name: text('name').notNull(),
    /** Found from the bytes, not believed from the sender. */
    type: text('type').notNull(),
    size: bigint('size', { mode: 'number' }).notNull(),
    /** SHA-256 of the bytes, hex: the name in the file store. */
    digest: text('digest').notNull(),
    position: integer('position').notNull().default(0),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    index('attachments_message').on(table.workspaceId, table.messageId),
    foreignKey({
      name: 'attachments_message_fk',
      columns: [table.workspaceId, table.messageId],
      foreignColumns: [messages.workspaceId, messages.id],
    }).onDelete('restrict'),
  ],
);

/** What became of an outbound message. */
export const deliveries = pgTable(
  'deliveries',
  {
    workspaceId: workspaceId(),
    id: uuid('id').notNull(),
    messageId: uuid('message_id').notNull(),
    threadId: uuid('thread_id').notNull(),
    state: text('state', {
      enum: ['queued', 'sending', 'accepted', 'delivered', 'read', 'failed', 'unknown'],
    }).notNull(),
    attempt: integer('attempt').notNull().default(0),
    reason: text('reason'),
    createdAt: createdAt(),
    updatedAt: moment('updated_at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    unique('deliveries_message').on(table.workspaceId, table.messageId),
    foreignKey({
      name: 'deliveries_message_fk',
      columns: [table.workspaceId, table.messageId],
      foreignColumns: [messages.workspaceId, messages.id],
    }).onDelete('restrict'),
  ],
);

/** Receipts for ids we have not stored yet; joined when the send commits. */
export const parkedReceipts = pgTable(
  'parked_receipts',
  {
    workspaceId: workspaceId(),
    channelId: uuid('channel_id').notNull(),
    externalId: text('external_id').notNull(),
    status: text('status', { enum: ['delivered', 'read', 'failed'] }).notNull(),
    reason: text('reason'),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.channelId, table.externalId, table.status] }),
    foreignKey({
      name: 'parked_receipts_channel_fk',
      columns: [table.workspaceId, table.channelId],
      foreignColumns: [channels.workspaceId, channels.id],
    }),
  ],
);
