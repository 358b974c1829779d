/** Notices that are pushed to agents' browsers, also to closed ones. */
import {
  bigint,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import { sessions } from './agents.ts';
import { bytes, createdAt, moment, workspaceId } from './columns.ts';
import { conversations } from './conversations.ts';
import { workspaces } from './workspaces.ts';

/** By which push services know this workspace (RFC 8292). */
export const pushKeys = pgTable('push_keys', {
  workspaceId: workspaceId()
    .primaryKey()
    .references(() => workspaces.id),
  /** base64url of the uncompressed point, as browsers want it. */
  publicKey: text('public_key').notNull(),
  /** The private key, sealed by the vault. */
  sealed: bytes('sealed').notNull(),
  createdAt: createdAt(),
});

/** The browser behind a log-in, where it takes notices. It goes with its log-in, however that ends. */
export const devices = pgTable(
  'devices',
  {
    workspaceId: workspaceId(),
    id: uuid('id').notNull(),
    tokenHash: text('token_hash').notNull(),
    name: text('name').notNull(),
    /** Where its push service takes notices. Worth nothing without the private key above. */
    endpoint: text('endpoint').notNull(),
    /** For whom notices are encrypted, and the secret that goes into it (RFC 8291); base64url. */
    p256dh: text('p256dh').notNull(),
    auth: text('auth').notNull(),
    createdAt: createdAt(),
    /** When its push service last took one. */
    pushedAt: moment('pushed_at'),
    /** The HTTP status with which the last one was not taken; 0: there was no answer. null: all is well. */
    problem: integer('problem'),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    unique('devices_session').on(table.workspaceId, table.tokenHash),
    // A browser has one subscription: whoever logs in there last has it.
    unique('devices_endpoint').on(table.workspaceId, table.endpoint),
    foreignKey({
      name: 'devices_session_fk',
      columns: [table.workspaceId, table.tokenHash],
      foreignColumns: [sessions.workspaceId, sessions.tokenHash],
    }).onDelete('cascade'),
  ],
);

/** On their way: at most one for each device and conversation, which tells of the latest. */
export const notices = pgTable(
  'notices',
  {
    workspaceId: workspaceId(),
    id: uuid('id').notNull(),
    deviceId: uuid('device_id').notNull(),
    conversationId: uuid('conversation_id').notNull(),
    /** The message it tells of. */
    seq: bigint('seq', { mode: 'number' }).notNull(),
    /** `said` by a customer, or a colleague `called`. */
    kind: text('kind', { enum: ['said', 'called'] }).notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    unique('notices_about').on(table.workspaceId, table.deviceId, table.conversationId),
    index('notices_conversation').on(table.workspaceId, table.conversationId),
    foreignKey({
      name: 'notices_device_fk',
      columns: [table.workspaceId, table.deviceId],
      foreignColumns: [devices.workspaceId, devices.id],
    }).onDelete('cascade'),
    foreignKey({
      name: 'notices_conversation_fk',
      columns: [table.workspaceId, table.conversationId],
      foreignColumns: [conversations.workspaceId, conversations.id],
    }).onDelete('cascade'),
  ],
);
