/** People and their addresses. */
import { sql } from 'drizzle-orm';
import {
  boolean,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import { agents } from './agents.ts';
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
    /** What they write is dropped at the door; `blocks` tells since when. */
    blocked: boolean('blocked').notNull().default(false),
    /** It was found to be somebody else, under whom everything stands now. */
    mergedInto: uuid('merged_into'),
    createdAt: createdAt(),
    updatedAt: moment('updated_at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    // By which one shows that they may be somebody else; nobody is ever found by it.
    index('contacts_claimed_email')
      .on(table.workspaceId, sql`lower(${table.claimedEmail})`)
      .where(sql`claimed_email is not null`),
  ],
);

/** Whose word is not taken here. A row that was lifted stays: who unblocks by mistake gets it back as it was. */
export const blocks = pgTable(
  'blocks',
  {
    workspaceId: workspaceId(),
    contactId: uuid('contact_id').notNull(),
    agentId: uuid('agent_id').notNull(),
    since: moment('since').notNull().defaultNow(),
    /** How many messages came since. */
    dropped: integer('dropped').notNull().default(0),
    liftedAt: moment('lifted_at'),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.contactId] }),
    foreignKey({
      name: 'blocks_contact_fk',
      columns: [table.workspaceId, table.contactId],
      foreignColumns: [contacts.workspaceId, contacts.id],
    }).onDelete('cascade'),
    foreignKey({
      name: 'blocks_agent_fk',
      columns: [table.workspaceId, table.agentId],
      foreignColumns: [agents.workspaceId, agents.id],
    }),
  ],
);

/** Two people found to be one: what moved, so that it can move back exactly. */
export const merges = pgTable(
  'merges',
  {
    workspaceId: workspaceId(),
    id: uuid('id').notNull(),
    keptId: uuid('kept_id').notNull(),
    mergedId: uuid('merged_id').notNull(),
    agentId: uuid('agent_id').notNull(),
    /** Ids of what belonged to the merged one, and the fields of the kept one before. */
    moved: jsonb('moved').$type<{ identities: string[]; conversations: string[] }>().notNull(),
    before: jsonb('before')
      .$type<{ name: string; claimedEmail: string | null; verified: boolean }>()
      .notNull(),
    /** The same fields as the merge left them: what was changed since is not put back. */
    after: jsonb('after').$type<{ name: string; claimedEmail: string | null }>().notNull(),
    at: moment('at').notNull().defaultNow(),
    undoneAt: moment('undone_at'),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    index('merges_kept').on(table.workspaceId, table.keptId),
    foreignKey({
      name: 'merges_kept_fk',
      columns: [table.workspaceId, table.keptId],
      foreignColumns: [contacts.workspaceId, contacts.id],
    }).onDelete('restrict'),
    foreignKey({
      name: 'merges_merged_fk',
      columns: [table.workspaceId, table.mergedId],
      foreignColumns: [contacts.workspaceId, contacts.id],
    }).onDelete('restrict'),
    foreignKey({
      name: 'merges_agent_fk',
      columns: [table.workspaceId, table.agentId],
      foreignColumns: [agents.workspaceId, agents.id],
    }),
  ],
);

/** What agents know of somebody. Merging moves none of them: they are read along with whom they were written about. */
export const contactNotes = pgTable(
  'contact_notes',
  {
    workspaceId: workspaceId(),
    id: uuid('id').notNull(),
    contactId: uuid('contact_id').notNull(),
    agentId: uuid('agent_id').notNull(),
    text: text('text').notNull(),
    createdAt: createdAt(),
    editedAt: moment('edited_at'),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    index('contact_notes_contact').on(table.workspaceId, table.contactId, table.createdAt),
    foreignKey({
      name: 'contact_notes_contact_fk',
      columns: [table.workspaceId, table.contactId],
      foreignColumns: [contacts.workspaceId, contacts.id],
    }).onDelete('cascade'),
    foreignKey({
      name: 'contact_notes_agent_fk',
      columns: [table.workspaceId, table.agentId],
      foreignColumns: [agents.workspaceId, agents.id],
    }),
  ],
);

/** Two who look like one and are not: an agent said so. Stands once for both, the smaller id first. */
export const distinctions = pgTable(
  'distinctions',
  {
    workspaceId: workspaceId(),
    oneId: uuid('one_id').notNull(),
    otherId: uuid('other_id').notNull(),
    agentId: uuid('agent_id').notNull(),
    at: moment('at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.oneId, table.otherId] }),
    index('distinctions_other').on(table.workspaceId, table.otherId),
    foreignKey({
      name: 'distinctions_one_fk',
      columns: [table.workspaceId, table.oneId],
      foreignColumns: [contacts.workspaceId, contacts.id],
    }).onDelete('cascade'),
    foreignKey({
      name: 'distinctions_other_fk',
      columns: [table.workspaceId, table.otherId],
      foreignColumns: [contacts.workspaceId, contacts.id],
    }).onDelete('cascade'),
    foreignKey({
      name: 'distinctions_agent_fk',
      columns: [table.workspaceId, table.agentId],
      foreignColumns: [agents.workspaceId, agents.id],
    }),
  ],
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
