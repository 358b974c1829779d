/** Conversations and the threads they run over. */
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
  smallint,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { agents } from './agents.ts';
import { channels } from './channels.ts';
import { createdAt, moment, sequence, workspaceId } from './columns.ts';
import { contacts, identities } from './contacts.ts';

export const conversations = pgTable(
  'conversations',
  {
    workspaceId: workspaceId(),
    id: uuid('id').notNull(),
    /** Short and human, counted per workspace. */
    number: integer('number').notNull(),
    contactId: uuid('contact_id').notNull(),
    /** The channel it came in by, for the mark in the list. */
    channelId: uuid('channel_id').notNull(),
    status: text('status', { enum: ['open', 'snoozed', 'done', 'spam', 'merged'] })
      .notNull()
      .default('open'),
    priority: text('priority', { enum: ['urgent', 'high', 'normal', 'low'] })
      .notNull()
      .default('normal'),
    assigneeId: uuid('assignee_id'),
    subject: text('subject').notNull().default(''),
    snoozedUntil: moment('snoozed_until'),
    /** The last change's number: gapless, taken in the same transaction as the change. */
    seq: sequence('seq'),
    /** The seq of the customer's last message; above an agent's read marker means unread. */
    inboundSeq: sequence('inbound_seq'),
    /** Since when the customer waits for an answer; null when the last word was ours. */
    waitingSince: moment('waiting_since'),
    /** Sort key of the queue, ascending: who waits by priority, the longest first; then the answered ones, newest first. */
    rank: bigint('rank', { mode: 'number' }).notNull(),
    preview: text('preview').notNull().default(''),
    previewDirection: text('preview_direction', { enum: ['in', 'out', 'note'] }),
    /** `tags.ts` keeps the other direction. */
    tagIds: uuid('tag_ids').array().notNull().default([]),
    /** Agents who take part; `following.ts` keeps the other direction. */
    followerIds: uuid('follower_ids').array().notNull().default([]),
    /** What the customer thought of it at its end, 1 to 5; null: they have not said. */
    rating: smallint('rating'),
    /** It goes on there: its lines lead there, and it is in no view until that is taken back. */
    mergedInto: uuid('merged_into'),
    /** The other way round: whose past is read along here. */
    mergedIds: uuid('merged_ids').array().notNull().default([]),
    lastMessageAt: moment('last_message_at').notNull().defaultNow(),
    createdAt: createdAt(),
    updatedAt: moment('updated_at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    unique('conversations_number').on(table.workspaceId, table.number),
    // As few as the lists can do with: whatever moves a conversation's rank has to write into each of them.
    index('conversations_mine')
      .on(table.workspaceId, table.assigneeId, table.rank, table.id)
      .where(sql`status = 'open'`),
    index('conversations_unassigned')
      .on(table.workspaceId, table.rank, table.id)
      .where(sql`status = 'open' and assignee_id is null`),
    index('conversations_channel')
      .on(table.workspaceId, table.channelId, table.rank, table.id)
      .where(sql`status = 'open'`),
    index('conversations_status').on(table.workspaceId, table.status, table.rank, table.id),
    // For searching among those that stand out.
    index('conversations_priority')
      .on(table.workspaceId, table.priority)
      .where(sql`priority <> 'normal'`),
    index('conversations_contact').on(table.workspaceId, table.contactId),
    foreignKey({
      name: 'conversations_contact_fk',
      columns: [table.workspaceId, table.contactId],
      foreignColumns: [contacts.workspaceId, contacts.id],
    }).onDelete('restrict'),
    foreignKey({
      name: 'conversations_channel_fk',
      columns: [table.workspaceId, table.channelId],
      foreignColumns: [channels.workspaceId, channels.id],
    }).onDelete('restrict'),
    foreignKey({
      name: 'conversations_assignee_fk',
      columns: [table.workspaceId, table.assigneeId],
      foreignColumns: [agents.workspaceId, agents.id],
    }).onDelete('restrict'),
  ],
);

/** A conversation that goes on in another: what moved, so that it can move back exactly. */
export const conversationMerges = pgTable(
  'conversation_merges',
  {
    workspaceId: workspaceId(),
    id: uuid('id').notNull(),
    keptId: uuid('kept_id').notNull(),
    mergedId: uuid('merged_id').notNull(),
    agentId: uuid('agent_id').notNull(),
    /** Its number in the log of the kept one. */
    seq: bigint('seq', { mode: 'number' }).notNull(),
    /** What came to the kept one. */
    threadIds: uuid('thread_ids').array().notNull(),
    tagIds: uuid('tag_ids').array().notNull(),
    followerIds: uuid('follower_ids').array().notNull().default([]),
    /** The kept one's fields before, and as the merge left them: what was changed since is not put back. */
    before: jsonb('before').$type<MovedFields>().notNull(),
    after: jsonb('after').$type<MovedFields>().notNull(),
    /** What the merged one was. */
    merged: jsonb('merged').$type<Pick<MovedFields, 'status' | 'snoozedUntil'>>().notNull(),
    at: moment('at').notNull().defaultNow(),
    undoneAt: moment('undone_at'),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    foreignKey({
      name: 'conversation_merges_kept_fk',
      columns: [table.workspaceId, table.keptId],
      foreignColumns: [conversations.workspaceId, conversations.id],
    }).onDelete('restrict'),
    foreignKey({
      name: 'conversation_merges_merged_fk',
      columns: [table.workspaceId, table.mergedId],
      foreignColumns: [conversations.workspaceId, conversations.id],
    }).onDelete('restrict'),
    foreignKey({
      name: 'conversation_merges_agent_fk',
      columns: [table.workspaceId, table.agentId],
      foreignColumns: [agents.workspaceId, agents.id],
    }),
  ],
);

/** A conversation that was begun in the midst of another: from which word on, and on which line. */
export const conversationSplits = pgTable(
  'conversation_splits',
  {
    workspaceId: workspaceId(),
    id: uuid('id').notNull(),
    fromId: uuid('from_id').notNull(),
    intoId: uuid('into_id').notNull(),
    agentId: uuid('agent_id').notNull(),
    /** Of the line that goes on there. No key: two lines may become one since. */
    threadId: uuid('thread_id').notNull(),
    /** Of the first message, and of the split itself, in the log it was split from: what was said on the line between them. */
    sinceSeq: bigint('since_seq', { mode: 'number' }).notNull(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    /** The fields of what it was split from before, and as the split left them: what was changed since is not put back. */
    before: jsonb('before').$type<MovedFields>().notNull(),
    after: jsonb('after').$type<MovedFields>().notNull(),
    at: moment('at').notNull().defaultNow(),
    undoneAt: moment('undone_at'),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    index('conversation_splits_into').on(table.workspaceId, table.intoId),
    foreignKey({
      name: 'conversation_splits_from_fk',
      columns: [table.workspaceId, table.fromId],
      foreignColumns: [conversations.workspaceId, conversations.id],
    }).onDelete('restrict'),
    foreignKey({
      name: 'conversation_splits_into_fk',
      columns: [table.workspaceId, table.intoId],
      foreignColumns: [conversations.workspaceId, conversations.id],
    }).onDelete('restrict'),
    foreignKey({
      name: 'conversation_splits_agent_fk',
      columns: [table.workspaceId, table.agentId],
      foreignColumns: [agents.workspaceId, agents.id],
    }),
  ],
);

/** Moments as text. */
type MovedFields = {
  status: 'open' | 'snoozed' | 'done' | 'spam' | 'merged';
  snoozedUntil: string | null;
  waitingSince: string | null;
  inboundSeq: number;
  lastMessageAt: string;
  preview: string;
  previewDirection: 'in' | 'out' | 'note' | null;
};

export const threads = pgTable(
  'threads',
  {
    workspaceId: workspaceId(),
    id: uuid('id').notNull(),
    channelId: uuid('channel_id').notNull(),
    identityId: uuid('identity_id').notNull(),
    /** The adapter's opaque key of the external line. */
    key: text('key').notNull(),
    /** Where the talk goes on: one thread never has two running conversations. */
    conversationId: uuid('conversation_id').notNull(),
    /** Gapless number of what the other side may see, so that notes leave no trace there. */
    seq: sequence('seq'),
    /** Talk beside the customer's: something was passed on, and the answers come here. */
    side: boolean('side').notNull().default(false),
    /** How far an agent has read, in this thread's numbers. */
    readSeq: sequence('read_seq'),
    /** When the other end spoke last, and how many answers went since: some platforms count both. */
    heardAt: moment('heard_at'),
    answers: integer('answers').notNull().default(0),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    uniqueIndex('threads_key').on(table.workspaceId, table.channelId, table.key),
    // By which other lines somebody can be reached is asked whenever a conversation is opened.
    index('threads_identity').on(table.workspaceId, table.identityId),
    index('threads_conversation').on(table.workspaceId, table.conversationId),
    foreignKey({
      name: 'threads_channel_fk',
      columns: [table.workspaceId, table.channelId],
      foreignColumns: [channels.workspaceId, channels.id],
    }).onDelete('restrict'),
    foreignKey({
      name: 'threads_identity_fk',
      columns: [table.workspaceId, table.identityId],
      foreignColumns: [identities.workspaceId, identities.id],
    }).onDelete('restrict'),
    foreignKey({
      name: 'threads_conversation_fk',
      columns: [table.workspaceId, table.conversationId],
      foreignColumns: [conversations.workspaceId, conversations.id],
    }).onDelete('restrict'),
  ],
);

/** Who has taken part in a thread or was addressed in it: only they can join it by naming its messages. */
export const participants = pgTable(
  'participants',
  {
    workspaceId: workspaceId(),
    threadId: uuid('thread_id').notNull(),
    /** The canonical value of an identity. */
    address: text('address').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.threadId, table.address] }),
    foreignKey({
      name: 'participants_thread_fk',
      columns: [table.workspaceId, table.threadId],
      foreignColumns: [threads.workspaceId, threads.id],
    }).onDelete('cascade'),
  ],
);
