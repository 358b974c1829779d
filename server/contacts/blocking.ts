/** An agent blocks a contact, so that what they write is dropped at the door; and lets them in again. */
import { and, eq, isNull, sql } from 'drizzle-orm';
import type { StepActor } from '../conversations/change.ts';
import { changeMany, holdMany } from '../conversations/change-many.ts';
import { blocks, contacts } from '../database/schema/contacts.ts';
import type { Actor } from '../events/actor.ts';
import type { Scope } from '../events/scope.ts';
import { accessContact, type ContactRow, conversationsOf } from './contacts.ts';
import { holdArrivals } from './merging.ts';

/**
 * From the moment this is committed nothing of theirs is taken in; what is being taken in is waited for. Blocked already:
 * no change.
 * @param again takes an unblocking back: since when, and how much was dropped, stand as before
 * @throws Refusal not_found
 */
export async function blockContact(
  scope: Scope,
  actor: Actor,
  contactId: string,
  again: boolean,
): Promise<void> {
  const contact = await turn(scope, actor, contactId, true);
  if (!contact) return;
  const anew = { agentId: actor.agentId, since: sql`now()`, dropped: 0, liftedAt: null };
  await scope.tx
    .insert(blocks)
    .values({ workspaceId: scope.workspaceId, contactId: contact.id, ...anew })
    .onConflictDoUpdate({
      target: [blocks.workspaceId, blocks.contactId],
      set: again ? { liftedAt: null } : anew,
    });
}

/** What was dropped does not come back. Not blocked: no change. @throws Refusal not_found */
export async function unblockContact(scope: Scope, actor: Actor, contactId: string): Promise<void> {
  const contact = await turn(scope, actor, contactId, false);
  if (!contact) return;
  await scope.tx.update(blocks).set({ liftedAt: sql`now()` }).where(ofContact(scope, contact.id));
}

const ofContact = ({ workspaceId }: Scope, id: string) =>
  and(eq(blocks.workspaceId, workspaceId), eq(blocks.contactId, id));

/** Locks as merging does: those who begin a line, then the contact, then its conversations. Null: it is so already. */
async function turn(
  scope: Scope,
  actor: Actor,
  contactId: string,
  blocked: boolean,
): Promise<ContactRow | null> {
  const { mergedInto } = await accessContact(scope, actor, contactId, 'write');
  if (mergedInto) return turn(scope, actor, mergedInto, blocked);
  await holdArrivals(scope, [contactId]);
  const [contact] = await scope.tx
    .update(contacts)
    .set({ blocked, updatedAt: sql`now()` })
    .where(
      and(
        eq(contacts.workspaceId, scope.workspaceId),
        eq(contacts.id, contactId),
        isNull(contacts.mergedInto),
        eq(contacts.blocked, !blocked),
      ),
    )
    .returning();
  if (!contact) return null;
  await tell(scope, actor, contact);
  return contact;
}

/** Every conversation of theirs shows it, on every screen. */
async function tell(scope: Scope, actor: Actor, { id, blocked }: ContactRow): Promise<void> {
  const by: StepActor = { kind: 'agent', id: actor.agentId, name: actor.name };
  const held = await holdMany(scope, await conversationsOf(scope, id)).execute();
  const step = { kind: 'blocked', actor: by, data: { blocked } } as const;
  await changeMany(
    scope,
    held.map((row) => ({ row: { ...row, contactBlocked: blocked }, steps: [step] })),
  );
}
