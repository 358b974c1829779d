/** Channels and what arrived on them, raw. */
import { sql } from 'drizzle-orm';
import {
  boolean,
  foreignKey,
  index,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uuid,
} from 'drizzle-orm/pg-core';
import type { Articles } from '../../wire/articles.ts';
import type { Continues } from '../../wire/channels.ts';
import type { Intake } from '../../wire/intake.ts';
import type { Nudge } from '../../wire/nudges.ts';
import type { OpeningHours } from '../../wire/opening-hours.ts';
import { bytes, createdAt, moment, workspaceId } from './columns.ts';
import { workspaces } from './workspaces.ts';

export const channels = pgTable(
  'channels',
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    /** Random: it stands in the webhook's address. */
    id: uuid('id').notNull(),
    adapter: text('adapter').notNull(),
    name: text('name').notNull(),
    settings: jsonb('settings').$type<Record<string, string>>().notNull(),
    /** AES-256-GCM over the secret settings; bound to workspace and channel. */
    secrets: bytes('secrets').notNull(),
    /** Why sending fails and since when; null while connected. Accepting never depends on it. */
    failingReason: text('failing_reason'),
    failingSince: moment('failing_since'),
    /** Channels that fetch: how far they have got (the adapter's own words), and how fetching goes. */
    bookmark: text('bookmark').notNull().default(''),
    fetchedAt: moment('fetched_at'),
    fetchingProblem: text('fetching_problem'),
    fetchingProblemSince: moment('fetching_problem_since'),
    /** Answered by itself to whoever begins a conversation; '' when nothing is. */
    autoReply: text('auto_reply').notNull().default(''),
    autoReplyWhen: text('auto_reply_when', { enum: ['always', 'closed'] })
      .notNull()
      .default('always'),
    /** null: nobody has said when somebody is there. */
    hours: jsonb('hours').$type<OpeningHours>(),
    /** By which channel, and after how long, unread answers follow people who have left; null: they wait. */
    continues: jsonb('continues').$type<Continues>(),
    /** Visitors whose talk is over are asked how it was. */
    rates: boolean('rates').notNull().default(true),
    /** What visitors are asked before they first write; null: nothing. */
    intake: jsonb('intake').$type<Intake>(),
    /** What is said to visitors by itself, the first that holds. */
    nudges: jsonb('nudges').$type<Nudge[]>().notNull().default([]),
    /** What visitors may find by themselves; null: nothing. */
    articles: jsonb('articles').$type<Articles>(),
    /** Visitors may have several talks, each a conversation by itself. */
    several: boolean('several').notNull().default(false),
    /** Messages the platform has approved, as it listed them last. */
    templates: jsonb('templates')
      .$type<
        {
          name: string;
          language: string;
          text: string;
          state: 'approved' | 'pending' | 'rejected' | 'unsupported';
          marketing?: boolean;
        }[]
      >()
      .notNull()
      .default([]),
    templatesAt: moment('templates_at'),
    /** First and latest contact from outside: the "waiting for first visit" check. */
    firstSeenAt: moment('first_seen_at'),
    seenAt: moment('seen_at'),
    /** Where the widget was seen: origin of the embedding page. */
    seenOrigin: text('seen_origin'),
    createdAt: createdAt(),
    removedAt: moment('removed_at'),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.id] })],
);

export const ingress = pgTable(
  'ingress',
  {
    workspaceId: workspaceId(),
    id: uuid('id').notNull(),
    channelId: uuid('channel_id').notNull(),
    receivedAt: moment('received_at').notNull().defaultNow(),
    method: text('method').notNull(),
    url: text('url').notNull(),
    headers: jsonb('headers').$type<Record<string, string>>().notNull(),
    body: bytes('body').notNull(),
    /** `discarded`: quarantined, and somebody leaves it at that. */
    state: text('state', { enum: ['done', 'quarantined', 'discarded'] }).notNull(),
    /** For those that were quarantined: what went wrong, one line per event. */
    reason: text('reason'),
    /** How many events were understood but are not shown. */
    ignored: jsonb('ignored').$type<string[]>().notNull().default([]),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    index('ingress_channel').on(table.workspaceId, table.channelId, table.receivedAt),
    index('ingress_quarantined')
      .on(table.workspaceId, table.receivedAt, table.id)
      .where(sql`state = 'quarantined'`),
  ],
);

/**
 * What has arrived, for ever: it outlives the messages, so that a repeat of something deleted here
 * does not come back.
 */
export const arrivals = pgTable(
  'arrivals',
  {
    workspaceId: workspaceId(),
    channelId: uuid('channel_id').notNull(),
    externalId: text('external_id').notNull(),
    at: moment('at').notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.channelId, table.externalId] })],
);

/** Who may not (or again may) be written to on a channel, and why. */
export const consents = pgTable(
  'consents',
  {
    workspaceId: workspaceId(),
    channelId: uuid('channel_id').notNull(),
    kind: text('kind').notNull(),
    scope: text('scope').notNull(),
    value: text('value').notNull(),
    /** What they said yes or no to. */
    about: text('about', { enum: ['everything', 'marketing'] })
      .notNull()
      .default('everything'),
    allowed: boolean('allowed').notNull(),
    reason: text('reason').notNull(),
    at: moment('at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({
      columns: [
        table.workspaceId,
        table.channelId,
        table.kind,
        table.scope,
        table.value,
        table.about,
      ],
    }),
    foreignKey({
      name: 'consents_channel_fk',
      columns: [table.workspaceId, table.channelId],
      foreignColumns: [channels.workspaceId, channels.id],
    }),
  ],
);

/** Visitor credentials that were handed back (logged out): never valid again. */
export const revocations = pgTable(
  'revocations',
  {
    workspaceId: workspaceId(),
    channelId: uuid('channel_id').notNull(),
    /** SHA-256 of a visitor token, or `jti:<id>` of an identity JWT. */
    credential: text('credential').notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.channelId, table.credential] }),
    foreignKey({
      name: 'revocations_channel_fk',
      columns: [table.workspaceId, table.channelId],
      foreignColumns: [channels.workspaceId, channels.id],
    }),
  ],
);

/** The first answer to a POST with an Idempotency-Key; the same key again gets it back. */
export const idempotency = pgTable(
  'idempotency',
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    /** Whose key it is: agent id and token or session. */
    actor: text('actor').notNull(),
    key: text('key').notNull(),
    requestHash: text('request_hash').notNull(),
    answer: jsonb('answer').$type<{ status: number; body: unknown }>(),
    createdAt: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.actor, table.key] })],
);
