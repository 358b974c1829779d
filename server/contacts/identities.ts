/** Who wrote: one address of a person, found or made, and what may be believed about it. */
import { and, eq, sql } from 'drizzle-orm';
import type { IdentityClaim } from '../../adapters/message.ts';
import { contacts, identities } from '../database/schema/contacts.ts';
import { newId } from '../events/ids.ts';
import type { Scope } from '../events/scope.ts';
import { clean } from '../events/text.ts';
import { announceContact, contactOf } from './contacts.ts';

export type IdentityRow = typeof identities.$inferSelect;

const LONGEST_NAME = 254;

/**
 * The identity behind a claim, made together with its contact when unknown.
 * A claim never widens what it finds: names and e-mails that nobody vouches for are written down as claimed and never
 * change a verified contact, let alone find one.
 */
export async function recogniseIdentity(scope: Scope, claim: IdentityClaim): Promise<IdentityRow> {
  const known = await findIdentity(scope, claim);
  if (known) {
    await keepClaims(scope, known, claim);
    return known;
  }
  const contactId = await makeContact(scope, claim);
  const [made] = await scope.tx
    .insert(identities)
    .values({
      workspaceId: scope.workspaceId,
      id: newId(),
      contactId,
      kind: claim.kind,
      scope: claim.scope,
      value: claim.value,
      raw: claim.raw ?? claim.value,
      verified: claim.verified,
    })
    .returning();
  if (!made) throw new Error('the identity was not stored');
  return made;
}

/** The identity with exactly this kind, scope and canonical value. */
export async function findIdentity(
  scope: Scope,
  address: { kind: string; scope: string; value: string },
): Promise<IdentityRow | undefined> {
  const [row] = await scope.tx
    .select()
    .from(identities)
    .where(
      and(
        eq(identities.workspaceId, scope.workspaceId),
        eq(identities.kind, address.kind),
        eq(identities.scope, address.scope),
        eq(identities.value, address.value),
      ),
    );
  return row;
}

/** For callers that hold a row pointing to it. */
export async function identityById(scope: Scope, id: string): Promise<IdentityRow> {
  const [row] = await scope.tx
    .select()
    .from(identities)
    .where(and(eq(identities.workspaceId, scope.workspaceId), eq(identities.id, id)));
  if (!row) throw new Error('the identity vanished');
  return row;
}

async function makeContact(scope: Scope, claim: IdentityClaim): Promise<string> {
  const id = newId();
  await scope.tx.insert(contacts).values({
    workspaceId: scope.workspaceId,
    id,
    name: cleanName(claim.name) ?? defaultName(claim, id),
    claimedEmail: cleanName(claim.email) ?? null,
    verified: claim.verified,
  });
  return id;
}

async function keepClaims(scope: Scope, identity: IdentityRow, claim: IdentityClaim) {
  const contact = await contactOf(scope, identity.contactId);
  const name = cleanName(claim.name) ?? contact.name;
  const claimedEmail = cleanName(claim.email) ?? contact.claimedEmail;
  if (name === contact.name && claimedEmail === contact.claimedEmail) return;
  const kept = await scope.tx
    .update(contacts)
    .set({
      ...(name !== contact.name && { name }),
      ...(claimedEmail !== contact.claimedEmail && { claimedEmail }),
      updatedAt: sql`now()`,
    })
    .where(
      and(
        eq(contacts.workspaceId, scope.workspaceId),
        eq(contacts.id, contact.id),
        // What a person typed never overwrites what was vouched for.
        claim.verified ? undefined : eq(contacts.verified, false),
      ),
    )
    .returning({ id: contacts.id, name: contacts.name, verified: contacts.verified });
  for (const renamed of kept) {
    if (renamed.name === contact.name) continue;
    await announceContact(scope, renamed, { kind: 'contact', id: renamed.id, name: renamed.name });
  }
}

function cleanName(value: string | undefined): string | undefined {
  const letters = [...clean(value ?? '').trim()];
  return letters.slice(0, LONGEST_NAME).join('') || undefined;
}

/** People need something to call a stranger by; digits and letters of the id tell strangers apart. */
function defaultName(claim: IdentityClaim, contactId: string): string {
  if (claim.raw && claim.raw !== claim.value) return claim.raw;
  const readable = /^[\p{L}\p{N}+@._ -]{1,40}$/u.test(claim.value) && claim.value.length < 41;
  return readable ? claim.value : `Visitor ${contactId.slice(-4).toUpperCase()}`;
}
