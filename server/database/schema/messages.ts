/** Messages, their files, and what became of the outbound ones. */
import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import type { Addressee, Addressing, Recipients } from '../../wire/addressing.ts';
import type { Content } from '../../wire/content.ts';
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
    /** The end of the text that only repeats what was said before. */
    quoted: text('quoted'),
    /** For the eye, in a sandbox; the text says the same. */
    html: text('html'),
    /** What was written above it, where it is not the conversation's own subject. */
    subject: text('subject'),
    /** Inbound: who it is from and for. */
    addressing: jsonb('addressing').$type<Addressing>(),
    /** Outbound: whom it goes to, and whom of them it was not taken for. */
    recipients: jsonb('recipients').$type<Recipients>(),
    refused: jsonb('refused').$type<{ address: string; reason: string }[]>(),
    /** Outbound: the message it answers or passes on, to be quoted. */
    answersId: uuid('answers_id'),
    passesOn: boolean('passes_on').notNull().default(false),
    automatic: text('automatic', { enum: ['reply', 'notice', 'list', 'nudge'] }),
    /** Why it may not be from whom it says. */
    doubt: text('doubt'),
    /** Who wrote what this passes on. */
    forwardedFrom: jsonb('forwarded_from').$type<Addressee>(),
    /** The raw request it came with, which may be gone by now. */
    ingressId: uuid('ingress_id'),
    /** Outbound: not before this moment; with `unlessAnswered` not at all if they write first. */
    dueAt: moment('due_at'),
    unlessAnswered: boolean('unless_answered').notNull().default(false),
    /** Set when the content could not be expressed: "a sticker". */
    unsupported: text('unsupported'),
    /** Inbound: where it comes from (an advertisement, a story), in a line above it. */
    context: text('context'),
    /** The message of this conversation it quotes. */
    quotesId: uuid('quotes_id'),
    /** Outbound: the approved template it is sent as. */
    template: jsonb('template').$type<{ name: string; language: string; values: string[] }>(),
    /** What it offers, or what it takes of an offer. */
    content: jsonb('content').$type<Content>(),
    /** Its writer changed it, or took it back. */
    editedAt: moment('edited_at'),
    deletedAt: moment('deleted_at'),
    /** Outbound: a change of it that is on its way (`text` null: taking it back), or why it was not taken. */
    revision: jsonb('revision').$type<{
      id: string;
      text: string | null;
      problem: string | null;
    }>(),
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
        'cancelled',
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
    // Asked with every message that comes in: is there something to be taken back?
    index('messages_unless_answered')
      .on(table.workspaceId, table.conversationId)
      .where(sql`unless_answered`),
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

/** What other messages call a message; one may have several names. */
export const references = pgTable(
  'message_references',
  {
    workspaceId: workspaceId(),
    channelId: uuid('channel_id').notNull(),
    reference: text('reference').notNull(),
    messageId: uuid('message_id').notNull(),
  },
  (table) => [
    primaryKey({
      name: 'message_references_pk',
      columns: [table.workspaceId, table.reference, table.channelId, table.messageId],
    }),
    index('message_references_message').on(table.workspaceId, table.messageId),
    foreignKey({
      name: 'message_references_message_fk',
      columns: [table.workspaceId, table.messageId],
      foreignColumns: [messages.workspaceId, messages.id],
    }).onDelete('cascade'),
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
    /** What the message's html calls it; such a file is part of the text. */
    contentId: text('content_id'),
    /** `pending`: it still lies with the platform (digest ''); `failed`: it never came, and why. */
    state: text('state', { enum: ['ready', 'pending', 'failed'] })
      .notNull()
      .default('ready'),
    /** The adapter's reference to it at the platform. */
    remote: text('remote'),
    problem: text('problem'),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    index('attachments_message').on(table.workspaceId, table.messageId),
    index('attachments_digest').on(table.workspaceId, table.digest),
    foreignKey({
      name: 'attachments_message_fk',
      columns: [table.workspaceId, table.messageId],
      foreignColumns: [messages.workspaceId, messages.id],
    }).onDelete('restrict'),
  ],
);

/** What people put under a message. One of each: the next one takes the place of the last. */
export const reactions = pgTable(
  'reactions',
  {
    workspaceId: workspaceId(),
    messageId: uuid('message_id').notNull(),
    /** `contact:<identity id>`, or `us`: platforms know one business, not its agents. */
    by: text('by').notNull(),
    /** Empty: taken back. */
    emoji: text('emoji').notNull(),
    at: moment('at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.messageId, table.by] }),
    foreignKey({
      name: 'reactions_message_fk',
      columns: [table.workspaceId, table.messageId],
      foreignColumns: [messages.workspaceId, messages.id],
    }).onDelete('cascade'),
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
      enum: [
        'queued',
        'sending',
        'accepted',
        'delivered',
        'read',
        'failed',
        'unknown',
        'cancelled',
      ],
    }).notNull(),
    attempt: integer('attempt').notNull().default(0),
    reason: text('reason'),
    createdAt: createdAt(),
    updatedAt: moment('updated_at').notNull().defaultNow(),
    /** Somebody has seen that it did not get there, and leaves it at that. */
    discardedAt: moment('discarded_at'),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    index('deliveries_dead')
      .on(table.workspaceId, table.updatedAt, table.id)
      .where(sql`state in ('failed', 'unknown') and discarded_at is null`),
    unique('deliveries_message').on(table.workspaceId, table.messageId),
    foreignKey({
      name: 'deliveries_message_fk',
      columns: [table.workspaceId, table.messageId],
      foreignColumns: [messages.workspaceId, messages.id],
    }).onDelete('restrict'),
  ],
);

/** Receipts for what has not been stored yet; joined when the send commits. */
export const parkedReceipts = pgTable(
  'parked_receipts',
  {
    workspaceId: workspaceId(),
    channelId: uuid('channel_id').notNull(),
    externalId: text('external_id').notNull(),
    /** Which of ours it is about, where that is known. */
    messageId: uuid('message_id'),
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
