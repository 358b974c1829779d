/** People, as agents look them up. */
import { and, asc, desc, eq, gt, isNull, sql } from 'drizzle-orm';
import { nameOfKind } from '../channels/introduce.ts';
import { change, hold, type StepActor } from '../conversations/change.ts';
import { presentConversation, selectConversations } from '../conversations/present.ts';
import { contacts, identities } from '../database/schema/contacts.ts';
import { conversations } from '../database/schema/conversations.ts';
import type { Actor } from '../events/actor.ts';
import type { Scope } from '../events/scope.ts';
import { clean, cleanName } from '../events/text.ts';
import { calledSo } from '../search/people.ts';
import { understand } from '../search/question.ts';
import type { Contact, ContactSummary } from '../wire/contacts.ts';
import { Refusal } from '../wire/problems.ts';
import { blockOf } from './blocked.ts';
import { mergesInto } from './merges.ts';
import { notesOn } from './noted.ts';

export type ContactRow = typeof contacts.$inferSelect;

/** A contact's row, for callers that already stand inside a conversation with it. */
export async function contactOf(scope: Scope, id: string): Promise<ContactRow> {
  const [row] = await scope.tx
    .select()
    .from(contacts)
    .where(and(eq(contacts.workspaceId, scope.workspaceId), eq(contacts.id, id)));
  if (!row) throw new Refusal('not_found', 'There is no such contact.');
  return row;
}

/** The only way to a contact by id. @throws Refusal not_found */
export async function accessContact(
  scope: Scope,
  actor: Actor,
  id: string,
  need: 'read' | 'write',
): Promise<ContactRow> {
  if (actor.workspaceId !== scope.workspaceId || !actor.scopes.includes(need)) {
    throw new Refusal('not_found', 'There is no such contact.');
  }
  return contactOf(scope, id);
}

/** The same, or as whom they go on. @throws Refusal not_found */
export async function accessPerson(
  scope: Scope,
  actor: Actor,
  id: string,
  need: 'read' | 'write',
): Promise<ContactRow> {
  const contact = await accessContact(scope, actor, id, need);
  return contact.mergedInto ? accessPerson(scope, actor, contact.mergedInto, need) : contact;
}

/** Everything about one person. */
export async function readContact(scope: Scope, actor: Actor, asked: string): Promise<Contact> {
  const contact = await accessPerson(scope, actor, asked, 'read');
  const { id } = contact;
  const addresses = await scope.tx
    .select()
    .from(identities)
    .where(and(eq(identities.workspaceId, scope.workspaceId), eq(identities.contactId, id)))
    .orderBy(asc(identities.createdAt));
  const talks = await selectConversations(scope)
    .where(and(eq(conversations.workspaceId, scope.workspaceId), eq(conversations.contactId, id)))
    .orderBy(desc(conversations.lastMessageAt))
    .limit(50);
  return {
    ...presentSummary(contact),
    identities: addresses.map((identity) => ({
      kind: identity.kind,
      label: nameOfKind(scope.catalogue, identity.kind, actor.locale),
      value: readable(identity.raw),
      verified: identity.verified,
      createdAt: identity.createdAt.toISOString(),
    })),
    conversations: talks.map((row) => presentConversation(scope, row)),
    block: await blockOf(scope, id),
    merges: await mergesInto(scope, id),
    notes: await notesOn(scope, id),
  };
}

/** A digest tells people nothing; its ending is enough to tell two apart. */
const readable = (address: string) =>
  /^[0-9a-f]{64}$/.test(address) ? `…${address.slice(-6)}` : address;

export async function renameContact(
  scope: Scope,
  actor: Actor,
  id: string,
  name: string,
): Promise<void> {
  const contact = await accessContact(scope, actor, id, 'write');
  const renamed = { id, name: cleanName(name), verified: contact.verified };
  await scope.tx
    .update(contacts)
    .set({ name: renamed.name, updatedAt: sql`now()` })
    .where(and(eq(contacts.workspaceId, scope.workspaceId), eq(contacts.id, id)));
  await announceContact(scope, renamed, { kind: 'agent', id: actor.agentId, name: actor.name });
}

/** Writes into every conversation of a contact what it is called now, so that no screen shows the old name. */
export async function announceContact(
  scope: Scope,
  { id, name, verified }: Pick<ContactRow, 'id' | 'name' | 'verified'>,
  by: StepActor,
): Promise<void> {
  const data = { contact: { id, name, verified } };
  for (const conversationId of await conversationsOf(scope, id)) {
    const held = await hold(scope, conversationId);
    await change(scope, held, {}, [{ kind: 'contact', actor: by, data }]);
  }
}

/** In the order of their ids, so that two renames lock in the same order. */
export async function conversationsOf(scope: Scope, contactId: string): Promise<string[]> {
  const rows = await scope.tx
    .select({ id: conversations.id })
    .from(conversations)
    .where(
      and(eq(conversations.workspaceId, scope.workspaceId), eq(conversations.contactId, contactId)),
    )
    .orderBy(asc(conversations.id));
  return rows.map((row) => row.id);
}

/** Contacts by id, a page at a time; `query` looks in names and addresses. */
export async function listContacts(
  scope: Scope,
  page: { limit: number; after?: string | undefined; query?: string | undefined },
): Promise<ContactSummary[]> {
  const question = page.query ? understand(clean(page.query)) : undefined;
  if (question === null) return [];
  const rows = await scope.tx
    .select()
    .from(contacts)
    .where(
      and(
        eq(contacts.workspaceId, scope.workspaceId),
        isNull(contacts.mergedInto),
        page.after ? gt(contacts.id, page.after) : undefined,
        question && sql`${contacts.id} in (${calledSo(scope, question)})`,
      ),
    )
    .orderBy(asc(contacts.id))
    .limit(page.limit);
  return rows.map(presentSummary);
}

export function presentSummary(contact: ContactRow): ContactSummary {
  return {
    id: contact.id,
    name: contact.name,
    claimedEmail: contact.claimedEmail,
    verified: contact.verified,
    blocked: contact.blocked,
    createdAt: contact.createdAt.toISOString(),
  };
}
