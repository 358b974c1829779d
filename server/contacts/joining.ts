/** Someone unknown turns out to be someone vouched for: what they said before becomes part of that person's line. */
import { and, eq, sql } from 'drizzle-orm';
import type { IdentityClaim } from '../../adapters/message.ts';
import { passUploads } from '../attachments/uploads.ts';
import { change, hold, SYSTEM } from '../conversations/change.ts';
import { forgetAddress } from '../conversations/continuing/addresses.ts';
import { mergeThreads } from '../conversations/merge-threads.ts';
import { passReactions } from '../conversations/reactions.ts';
import {
  lockArrival,
  lockThread,
  lockThreadsOf,
  type ThreadRow,
} from '../conversations/threads.ts';
import { contacts, identities } from '../database/schema/contacts.ts';
import { conversations, threads } from '../database/schema/conversations.ts';
import type { Scope } from '../events/scope.ts';
import { contactOf } from './contacts.ts';
import { type IdentityRow, recognise, selectPerson } from './identities.ts';

export type Joining = {
  channelId: string;
  /** Who wrote so far, on whichever lines. */
  anonymous: IdentityClaim;
  /** Who it is, vouched for by a signature. */
  claim: IdentityClaim & { verified: true };
  /** Under which key a line of theirs goes on as the person's. */
  keyFor: (threadKey: string) => string;
};

/**
 * Hands what was said anonymously to the verified person, line by line. Only this direction exists: a claim without a
 * signature joins nothing, and a line that belongs to a verified person stays theirs.
 */
export async function joinPerson(scope: Scope, joining: Joining): Promise<void> {
  // First words that come in this very moment are either said already, or find the old token dead.
  await lockArrival(scope, joining.anonymous);
  const [known] = await selectPerson(scope, joining.anonymous);
  if (!known || known.identity.verified) return;
  const anonymous = known.identity;
  const lines = await lockThreadsOf(scope, joining.channelId, anonymous.id);
  if (lines.length === 0) return;
  await lockArrival(scope, joining.claim);
  const person = await identityOfPerson(scope, joining, anonymous);
  for (const line of lines) await joinLine(scope, joining, line, person);
  await handOver(scope, anonymous, person.contactId, lines);
}

/** One line goes on as the person's: as a part of theirs where they have the same one. */
async function joinLine(
  scope: Scope,
  { channelId, keyFor }: Joining,
  thread: ThreadRow,
  person: IdentityRow,
): Promise<void> {
  const key = keyFor(thread.key);
  await forgetAddress(scope, thread.id);
  await passReactions(scope, thread, person.id);
  const own = await lockThread(scope, channelId, key);
  if (own) await mergeThreads(scope, thread, own);
  else await renameThread(scope, thread, { key, identityId: person.id });
  await passUploads(scope, `thread:${channelId}:${thread.key}`, `thread:${channelId}:${key}`);
}

async function renameThread(
  scope: Scope,
  thread: ThreadRow,
  as: Pick<ThreadRow, 'key' | 'identityId'>,
): Promise<void> {
  await scope.tx
    .update(threads)
    .set(as)
    .where(and(eq(threads.workspaceId, scope.workspaceId), eq(threads.id, thread.id)));
}

/** The person, known from before; or the anonymous contact becomes the person, when nobody else has vouched for it. */
async function identityOfPerson(
  scope: Scope,
  joining: Joining,
  anonymous: IdentityRow,
): Promise<IdentityRow> {
  const [known] = await selectPerson(scope, joining.claim);
  const before = await contactOf(scope, anonymous.contactId);
  const { identity: person } = await recognise(scope, joining.claim);
  if (known || before.verified) return person;
  // Keep the older contact: agents have its page open, its conversations point to it.
  const made = person.contactId;
  await moveIdentity(scope, person.id, anonymous.contactId);
  await scope.tx
    .update(contacts)
    .set({
      verified: true,
      ...(joining.claim.name && { name: joining.claim.name }),
      ...(joining.claim.email && { claimedEmail: joining.claim.email }),
    })
    .where(and(eq(contacts.workspaceId, scope.workspaceId), eq(contacts.id, anonymous.contactId)));
  await dropEmptyContact(scope, made);
  return { ...person, contactId: anonymous.contactId };
}

async function handOver(
  scope: Scope,
  anonymous: IdentityRow,
  contactId: string,
  lines: readonly ThreadRow[],
): Promise<void> {
  if (anonymous.contactId !== contactId) await moveIdentity(scope, anonymous.id, contactId);
  const { id, name, verified } = await contactOf(scope, contactId);
  for (const conversationId of new Set(lines.map((line) => line.conversationId))) {
    const held = await hold(scope, conversationId);
    await change(scope, held, { contactId: id }, [
      { kind: 'contact', actor: SYSTEM, data: { contact: { id, name, verified } } },
    ]);
  }
  if (anonymous.contactId !== contactId) await dropEmptyContact(scope, anonymous.contactId);
}

async function moveIdentity(scope: Scope, id: string, contactId: string): Promise<void> {
  await scope.tx
    .update(identities)
    .set({ contactId })
    .where(and(eq(identities.workspaceId, scope.workspaceId), eq(identities.id, id)));
}

async function dropEmptyContact(scope: Scope, id: string): Promise<void> {
  const here = scope.workspaceId;
  await scope.tx
    .delete(contacts)
    .where(
      and(
        eq(contacts.workspaceId, here),
        eq(contacts.id, id),
        sql`not exists (select 1 from ${identities} i where i.workspace_id = ${here} and i.contact_id = ${id})`,
        sql`not exists (select 1 from ${conversations} c where c.workspace_id = ${here} and c.contact_id = ${id})`,
      ),
    );
}
