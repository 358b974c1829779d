/**
 * Tenants, and the only tables outside row-level security: directory, jobs, circuits and listeners, which hold ids and
 * addresses alone.
 */
import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uuid,
} from 'drizzle-orm/pg-core';
import { createdAt, moment, workspaceId } from './columns.ts';

export const workspaces = pgTable('workspaces', {
  id: uuid('id').primaryKey(),
  name: text('name').notNull(),
  /** The last conversation number given out; the row lock makes numbers gapless. */
  lastNumber: integer('last_number').notNull().default(0),
  createdAt: createdAt(),
});

/**
 * Which workspace an unguessable key belongs to: asked before a workspace is known, so without row-level security.
 * Secrets are stored hashed; everything about them is read under the workspace's own policy afterwards.
 */
export const directory = pgTable(
  'directory',
  {
    kind: text('kind', {
      enum: ['channel', 'session', 'token', 'invitation', 'login', 'address', 'demo', 'reset'],
    }).notNull(),
    key: text('key').notNull(),
    /** For an address: the channel it belongs to. */
    subjectId: uuid('subject_id'),
    workspaceId: workspaceId().references(() => workspaces.id, { onDelete: 'cascade' }),
    createdAt: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.kind, table.key] })],
);

/** The queue of what goes out on no channel. */
export const COMMON_QUEUE = '00000000-0000-0000-0000-000000000000';
/** The queue of notices to agents' devices: a push service that hangs holds up nothing else. */
export const PUSH_QUEUE = '00000000-0000-0000-0000-000000000001';

/** The queue of mails to the people who work here: likewise. */
export const MAIL_QUEUE = '00000000-0000-0000-0000-000000000002';

/** What is due: ids only, claimed by workers with a lease. Postgres is the truth, a rung doorbell only hurries. */
export const jobs = pgTable(
  'jobs',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    workspaceId: workspaceId().references(() => workspaces.id, { onDelete: 'cascade' }),
    kind: text('kind', {
      enum: ['deliver', 'wake', 'fetch', 'react', 'revise', 'echo', 'read', 'push', 'mail'],
    }).notNull(),
    subjectId: uuid('subject_id').notNull(),
    /** Jobs of one lane run one after the other, in the order they were made (a thread's messages). */
    lane: uuid('lane').notNull(),
    /** In which queue of the workspace it waits: a delivery in its channel's, all else in the common one. */
    queue: uuid('queue').notNull().default(COMMON_QUEUE),
    /** One of many that nobody waits for: people's answers go first. */
    bulk: boolean('bulk').notNull().default(false),
    dueAt: moment('due_at').notNull().defaultNow(),
    leasedUntil: moment('leased_until'),
    attempt: integer('attempt').notNull().default(0),
    /** The span in which it was made (W3C traceparent), put here by the transaction itself where traces are wanted. */
    trace: text('trace').default(sql`nullif(current_setting('app.trace', true), '')`),
  },
  (table) => [
    index('jobs_turn').on(table.bulk, table.workspaceId, table.queue, table.dueAt, table.id),
    index('jobs_lane').on(table.lane, table.id),
    index('jobs_subject').on(table.subjectId),
  ],
);

/** Channels whose platform fails: asked by whoever claims jobs. A channel that works has no row. */
export const circuits = pgTable('circuits', {
  channelId: uuid('channel_id').primaryKey(),
  workspaceId: workspaceId().references(() => workspaces.id, { onDelete: 'cascade' }),
  /** Sends that failed, with none between them that did not. */
  failures: integer('failures').notNull().default(0),
  /** Pauses in a row: each is longer than the one before. */
  pauses: integer('pauses').notNull().default(0),
  /** Nothing is sent before; then one, to see. null: it is not paused. */
  pausedUntil: moment('paused_until'),
});

/** Channels that fetch by themselves, and which process does so: a lease with a fence, as for jobs. */
export const listeners = pgTable('listeners', {
  channelId: uuid('channel_id').primaryKey(),
  workspaceId: workspaceId().references(() => workspaces.id, { onDelete: 'cascade' }),
  /** Counts up when the channel's settings change: whoever holds it begins anew. */
  version: integer('version').notNull().default(1),
  holder: uuid('holder'),
  leasedUntil: moment('leased_until'),
});

/** Failed log-ins by hashed account or address; kept in Postgres so that a restart forgets nothing. */
export const loginFailures = pgTable(
  'login_failures',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    subject: text('subject').notNull(),
    failedAt: moment('failed_at').notNull().default(sql`now()`),
  },
  (table) => [index('login_failures_subject').on(table.subject, table.failedAt)],
);
