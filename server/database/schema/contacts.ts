/** People and their addresses. */
import {
  boolean,
  foreignKey,
  index,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import { createdAt, moment, workspaceId } from './columns.ts';
import { workspaces } from './workspaces.ts';

export const contacts = pgTable(
  'contacts',
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    id: uuid('id').notNull(),
    name: text('name').notNull(),
    /** What the person typed; never used to find anyone. */
    claimedEmail: text('claimed_email'),
    /** One of the identities is vouched for. */
    verified: boolean('verified').notNull().default(false),
    createdAt: createdAt(),
    updatedAt: moment('updated_at').notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.id] })],
);

export const identities = pgTable(
  'identities',
  {
    workspaceId: workspaceId(),
    id: uuid('id').notNull(),
    contactId: uuid('contact_id').notNull(),
    kind: text('kind').notNull(),
    scope: text('scope').notNull(),
    value: text('value').notNull(),
    raw: text('raw').notNull(),
    verified: boolean('verified').notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    unique('identities_value').on(table.workspaceId, table.kind, table.scope, table.value),
    index('identities_contact').on(table.workspaceId, table.contactId),
    foreignKey({
      name: 'identities_contact_fk',
      columns: [table.workspaceId, table.contactId],
      foreignColumns: [contacts.workspaceId, contacts.id],
    }).onDelete('restrict'),
  ],
);
