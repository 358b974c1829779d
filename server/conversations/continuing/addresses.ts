/** Where the other end of a line can be reached when they are gone: what they left, and what became of it. */
import { and, desc, eq, isNotNull, sql } from 'drizzle-orm';
import { contactOf } from '../../contacts/contacts.ts';
import { identityById, keepClaims } from '../../contacts/identities.ts';
import { contacts, identities } from '../../database/schema/contacts.ts';
import { continuations } from '../../database/schema/continuations.ts';
import { threads } from '../../database/schema/conversations.ts';
import type { LineReference } from '../../events/effects.ts';
import type { Scope } from '../../events/scope.ts';
import { Refusal } from '../../wire/problems.ts';
import { canonical } from '../recipients.ts';
import { lockThread, type ThreadRow } from '../threads.ts';

type LeftAddress = {
  email: string;
  /** Somebody else than its owner vouches for it; what a person types never is. */
  vouched: boolean;
  locale: string;
};

const ADDRESS = /^[^\s@<>"(),:;[\]\\]+@[^\s@<>"(),:;\\]+\.[^\s@<>"(),:;\\.]+$/;

export const isAddress = (text: string | undefined): text is string =>
  text !== undefined && ADDRESS.test(canonical(text));

/**
 * Writes down the address somebody left on their line. It is a claim: it finds nobody, joins nothing, and is not an
 * identity, or whoever really has it would one day be taken for this person. Unless somebody vouches for it, only what is
 * said from now on ever goes there: who types another's address learns nothing by it, and tells them nothing older.
 * @throws Refusal invalid for what is no address, conflict before the first message
 */
export async function leaveAddress(
  scope: Scope,
  line: LineReference,
  left: LeftAddress,
): Promise<void> {
  const address = canonical(left.email);
  if (!isAddress(address)) throw new Refusal('invalid', 'email: this is not an address.');
  const thread = await lockThread(scope, line.channelId, line.threadKey);
  if (!thread) throw new Refusal('conflict', 'Write something first.');
  if (!left.vouched) await claim(scope, thread, address);
  const { vouched, locale } = left;
  const row = { address, vouched, locale, sinceSeq: vouched ? 0 : thread.seq };
  await scope.tx
    .insert(continuations)
    .values({ workspaceId: scope.workspaceId, threadId: thread.id, ...row })
    .onConflictDoUpdate({
      target: [continuations.workspaceId, continuations.threadId],
      // Another address is another reader: none of the mails before is theirs.
      set: { ...row, carrierId: null, sentAt: null, sentSeq: thread.seq, dueAt: null },
      setWhere: sql`case when ${continuations.vouched} then ${vouched} and ${continuations.address} <> ${address}
        else ${vouched} or ${continuations.address} <> ${address} end`,
    });
}

async function claim(scope: Scope, thread: ThreadRow, email: string): Promise<void> {
  const identity = await identityById(scope, thread.identityId);
  const contact = await contactOf(scope, identity.contactId);
  const { kind, scope: within, value } = identity;
  await keepClaims(
    scope,
    { identity, contact },
    { kind, scope: within, value, verified: false, email },
  );
}

/** Who left an address on another of their lines is reached there for this one, too; what was said before is not sent. */
export async function carryAddress(scope: Scope, line: LineReference): Promise<void> {
  const thread = await lockThread(scope, line.channelId, line.threadKey);
  if (!thread) return;
  const { workspaceId } = scope;
  const [left] = await scope.tx
    .select({
      address: continuations.address,
      vouched: continuations.vouched,
      locale: continuations.locale,
    })
    .from(continuations)
    .innerJoin(
      threads,
      and(eq(threads.workspaceId, workspaceId), eq(threads.id, continuations.threadId)),
    )
    .where(
      and(
        eq(continuations.workspaceId, workspaceId),
        eq(threads.channelId, thread.channelId),
        eq(threads.identityId, thread.identityId),
      ),
    )
    .orderBy(desc(continuations.createdAt))
    .limit(1);
  if (!left) return;
  await scope.tx
    .insert(continuations)
    .values({ workspaceId, threadId: thread.id, ...left, sinceSeq: thread.seq })
    .onConflictDoNothing();
}

/** A line has become somebody else's: what its former end only said to be theirs is not. */
export async function forgetAddress(scope: Scope, threadId: string): Promise<void> {
  await scope.tx
    .delete(continuations)
    .where(and(ofThread(scope, threadId), eq(continuations.vouched, false)));
}

/** Whether somebody on this line can be written to, or need not be asked. */
export async function knowsAddress(scope: Scope, thread: ThreadRow): Promise<boolean> {
  const [row] = await scope.tx
    .select({ email: contacts.claimedEmail, verified: contacts.verified })
    .from(identities)
    .innerJoin(
      contacts,
      and(eq(contacts.workspaceId, identities.workspaceId), eq(contacts.id, identities.contactId)),
    )
    .where(
      and(eq(identities.workspaceId, scope.workspaceId), eq(identities.id, thread.identityId)),
    );
  return row !== undefined && (row.verified || row.email !== null);
}

/** They are connected. Only written down while it matters. */
export async function noteHere(scope: Scope, threadId: string): Promise<void> {
  await scope.tx
    .update(continuations)
    .set({ hereAt: sql`now()` })
    .where(and(ofThread(scope, threadId), isNotNull(continuations.dueAt)));
}

export const ofThread = (scope: Scope, threadId: string) =>
  and(eq(continuations.workspaceId, scope.workspaceId), eq(continuations.threadId, threadId));
