/** The people who answer, and what lets them in. */
import {
  foreignKey,
  index,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import { createdAt, moment, workspaceId } from './columns.ts';
import { workspaces } from './workspaces.ts';

export const agents = pgTable(
  'agents',
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    id: uuid('id').notNull(),
    email: text('email').notNull(),
    name: text('name').notNull(),
    role: text('role', { enum: ['admin', 'agent'] }).notNull(),
    passwordHash: text('password_hash').notNull(),
    locale: text('locale', { enum: ['en', 'zh-CN'] })
      .notNull()
      .default('en'),
    /** Choices of this person (theme, density, keys), which only the screens read; but for `wire/notice-rules.ts`. */
    preferences: jsonb('preferences').$type<Record<string, unknown>>().notNull().default({}),
    createdAt: createdAt(),
    /** People who left stay in the history; this moment ends their access. */
    removedAt: moment('removed_at'),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    unique('agents_email').on(table.workspaceId, table.email),
  ],
);

export const sessions = pgTable(
  'sessions',
  {
    workspaceId: workspaceId(),
    /** SHA-256 of the cookie's value, hex. */
    tokenHash: text('token_hash').notNull(),
    agentId: uuid('agent_id').notNull(),
    createdAt: createdAt(),
    seenAt: moment('seen_at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.tokenHash] }),
    index('sessions_agent').on(table.workspaceId, table.agentId),
    foreignKey({
      name: 'sessions_agent_fk',
      columns: [table.workspaceId, table.agentId],
      foreignColumns: [agents.workspaceId, agents.id],
    }).onDelete('cascade'),
  ],
);

export const tokens = pgTable(
  'tokens',
  {
    workspaceId: workspaceId(),
    id: uuid('id').notNull(),
    agentId: uuid('agent_id').notNull(),
    name: text('name').notNull(),
    tokenHash: text('token_hash').notNull(),
    /** The last four characters, to tell tokens apart. */
    ending: text('ending').notNull(),
    scopes: text('scopes').array().notNull(),
    createdAt: createdAt(),
    usedAt: moment('used_at'),
    expiresAt: moment('expires_at'),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    unique('tokens_hash').on(table.workspaceId, table.tokenHash),
    index('tokens_agent').on(table.workspaceId, table.agentId),
    foreignKey({
      name: 'tokens_agent_fk',
      columns: [table.workspaceId, table.agentId],
      foreignColumns: [agents.workspaceId, agents.id],
    }).onDelete('cascade'),
  ],
);

export const invitations = pgTable(
  'invitations',
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    id: uuid('id').notNull(),
    email: text('email').notNull(),
    role: text('role', { enum: ['admin', 'agent'] }).notNull(),
    tokenHash: text('token_hash').notNull(),
    invitedBy: uuid('invited_by').notNull(),
    createdAt: createdAt(),
    expiresAt: moment('expires_at').notNull(),
    acceptedAt: moment('accepted_at'),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    unique('invitations_hash').on(table.workspaceId, table.tokenHash),
    foreignKey({
      name: 'invitations_agent_fk',
      columns: [table.workspaceId, table.invitedBy],
      foreignColumns: [agents.workspaceId, agents.id],
    }),
  ],
);
