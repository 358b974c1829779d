/** Who wrote: one address of a person, found or made, and what may be believed about it. */
import { and, eq, type SQL, sql } from 'drizzle-orm';
import type { IdentityClaim } from '../../adapters/message.ts';
import { oneOf } from '../database/many.ts';
import { contacts, identities } from '../database/schema/contacts.ts';
import { together } from '../database/together.ts';
import { newId } from '../events/ids.ts';
import type { Scope } from '../events/scope.ts';
import { clean } from '../events/text.ts';
import { announceContact, type ContactRow } from './contacts.ts';

export type IdentityRow = typeof identities.$inferSelect;

/** An identity, and whose it is. */
export type Person = { identity: IdentityRow; contact: ContactRow };

const LONGEST_NAME = 254;

/**
 * The identity behind a claim, made together with its contact when unknown.
 * A claim never widens what it finds: names and e-mails that nobody vouches for are written down as claimed and never
 * change a verified contact, let alone find one.
 */
export async function recognise(scope: Scope, claim: IdentityClaim): Promise<Person> {
  const [found] = await selectPerson(scope, claim);
  const known = found ?? (await personByAlias(scope, claim));
  if (known) return keepClaims(scope, known, claim);
  const { statements } = insertPerson(scope, claim);
  const [[contact], [identity]] = await together(...statements);
  if (!contact || !identity) throw new Error('the identity was not stored');
  await keepAliases(scope, contact.id, claim);
  return { identity, contact };
}

/** The person who goes by another address that the platform vouches for, now with this one, too. */
export async function personByAlias(
  scope: Scope,
  claim: IdentityClaim,
): Promise<Person | undefined> {
  for (const alias of vouchedAliases(claim)) {
    const [known] = await selectPerson(scope, alias);
    if (!known) continue;
    const [identity] = await scope.tx
      .insert(identities)
      .values(identityOf(scope, claim, known.contact.id, newId()))
      .returning();
    if (!identity) throw new Error('the identity was not stored');
    return { identity, contact: known.contact };
  }
  return undefined;
}

/** Adds to a contact the other addresses it goes by. One that is somebody's already stays theirs. */
export async function keepAliases(
  scope: Scope,
  contactId: string,
  claim: IdentityClaim,
): Promise<void> {
  const rows = vouchedAliases(claim).map((alias) =>
    identityOf(scope, { ...alias, verified: claim.verified }, contactId, newId()),
  );
  if (rows.length > 0) await scope.tx.insert(identities).values(rows).onConflictDoNothing();
}

/** Nobody finds, or takes, an address by merely saying that it is theirs. */
const vouchedAliases = ({ verified, aliases = [] }: IdentityClaim) => (verified ? aliases : []);

function identityOf(
  scope: Scope,
  { kind, scope: within, value, raw = value, verified }: IdentityClaim,
  contactId: string,
  id: string,
) {
  return {
    workspaceId: scope.workspaceId,
    id,
    contactId,
    kind,
    scope: within,
    value,
    raw,
    verified,
  };
}

type Address = Pick<IdentityClaim, 'kind' | 'scope' | 'value'>;

/** The person with exactly this kind, scope and canonical value. */
export const selectPerson = (scope: Scope, { kind, scope: within, value }: Address) =>
  selectWhere(
    scope,
    and(eq(identities.kind, kind), eq(identities.scope, within), eq(identities.value, value)),
  );

/** The persons with any of these addresses. */
export const selectPersons = (scope: Scope, addresses: readonly Address[]) =>
  selectWhere(scope, oneOf(identities, ['kind', 'scope', 'value'], addresses));

function selectWhere(scope: Scope, which: SQL | undefined) {
  return scope.tx
    .select({ identity: identities, contact: contacts })
    .from(identities)
    .innerJoin(
      contacts,
      and(eq(contacts.workspaceId, identities.workspaceId), eq(contacts.id, identities.contactId)),
    )
    .where(and(eq(identities.workspaceId, scope.workspaceId), which));
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

/** The statements that make somebody unknown, to be run together, and the ids they will have. */
export function insertPerson(scope: Scope, claim: IdentityClaim) {
  const rows = newPerson(scope, claim);
  const contact = scope.tx.insert(contacts).values(rows.contact).returning();
  const identity = scope.tx.insert(identities).values(rows.identity).returning();
  const statements = [contact, identity] as const;
  return { contactId: rows.contact.id, identityId: rows.identity.id, statements };
}

/** Somebody unknown, as they will stand in the store. */
export function newPerson(scope: Scope, claim: IdentityClaim) {
  const id = newId();
  const contact = {
    workspaceId: scope.workspaceId,
    id,
    name: cleanName(claim.name) ?? defaultName(claim, id),
    claimedEmail: cleanName(claim.email) ?? null,
    verified: claim.verified,
  };
  return { contact, identity: identityOf(scope, claim, id, newId()) };
}

/** Writes down what a known person says about themselves. */
export async function keepClaims(
  scope: Scope,
  person: Person,
  claim: IdentityClaim,
): Promise<Person> {
  const { contact, identity } = person;
  await keepAliases(scope, contact.id, claim);
  const news = newsOf(person, claim);
  if (!news) return person;
  const kept = await scope.tx
    .update(contacts)
    .set({ ...news, updatedAt: sql`now()` })
    .where(
      and(
        eq(contacts.workspaceId, scope.workspaceId),
        eq(contacts.id, contact.id),
        // What a person typed never overwrites what was vouched for.
        claim.verified ? undefined : eq(contacts.verified, false),
      ),
    )
    .returning();
  for (const renamed of kept) {
    if (renamed.name === contact.name) continue;
    await announceContact(scope, renamed, { kind: 'contact', id: renamed.id, name: renamed.name });
  }
  return { identity, contact: kept[0] ?? contact };
}

/** What a claim would change of a known person; null when it says nothing new. */
export function newsOf({ contact }: Person, claim: IdentityClaim) {
  const name = cleanName(claim.name) ?? contact.name;
  const claimedEmail = cleanName(claim.email) ?? contact.claimedEmail;
  if (name === contact.name && claimedEmail === contact.claimedEmail) return null;
  return {
    ...(name !== contact.name && { name }),
    ...(claimedEmail !== contact.claimedEmail && { claimedEmail }),
  };
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
