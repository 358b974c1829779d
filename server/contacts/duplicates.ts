/**
 * Who probably is the same person as somebody: shown to agents with what speaks for it, who merge them, or say that they
 * are two. Only what people rarely share counts: an address, or their whole name with mail at the same domain.
 */
import { and, eq, sql } from 'drizzle-orm';
import { contacts, distinctions } from '../database/schema/contacts.ts';
import type { Actor } from '../events/actor.ts';
import type { Scope } from '../events/scope.ts';
import { findContacts } from '../search/people.ts';
import { understand } from '../search/question.ts';
import type { Duplicate } from '../wire/contacts.ts';
import { Refusal } from '../wire/problems.ts';
import { accessPerson, type ContactRow, presentSummary } from './contacts.ts';
import { partsOf } from './merges.ts';

/** As many as one would look at. */
const MOST = 5;

/** The most alike first. */
export async function duplicatesOf(scope: Scope, actor: Actor, id: string): Promise<Duplicate[]> {
  const contact = await accessPerson(scope, actor, id, 'read');
  const own = await emailsOf(scope, [contact.id]);
  const mails = own.get(contact.id) ?? [];
  const candidates = new Set([
    ...(await idsByEmail(scope, mails)),
    ...(mails.length > 0 ? await idsByName(scope, contact) : []),
  ]);
  const others = await stillApart(scope, contact.id, [...candidates]);
  const theirs = await emailsOf(
    scope,
    others.map((other) => other.id),
  );
  const found = others.map((other) => ({
    contact: presentSummary(other),
    reasons: reasonsFor(contact, other, { mails, theirs: theirs.get(other.id) ?? [] }),
  }));
  const rank = ({ reasons }: Duplicate) => (reasons.some(({ kind }) => kind === 'address') ? 0 : 1);
  return found
    .filter(({ reasons }) => reasons.length > 0)
    .sort((a, b) => rank(a) - rank(b) || (a.contact.id < b.contact.id ? -1 : 1))
    .slice(0, MOST);
}

/** They are two: neither is shown with the other again, whomever else they turn out to be. @throws Refusal not_found, invalid */
export async function tellApart(scope: Scope, actor: Actor, id: string, otherId: string) {
  const pair = await pairOf(scope, actor, id, otherId);
  await scope.tx
    .insert(distinctions)
    .values({ ...pair, agentId: actor.agentId })
    .onConflictDoNothing();
  tell(scope);
}

/** Nobody knows any more whether they are two. @throws Refusal not_found, invalid */
export async function forgetApart(scope: Scope, actor: Actor, id: string, otherId: string) {
  const { oneId, otherId: second } = await pairOf(scope, actor, id, otherId);
  await scope.tx
    .delete(distinctions)
    .where(
      and(
        eq(distinctions.workspaceId, scope.workspaceId),
        eq(distinctions.oneId, oneId),
        eq(distinctions.otherId, second),
      ),
    );
  tell(scope);
}

async function pairOf(scope: Scope, actor: Actor, id: string, otherId: string) {
  const one = await accessPerson(scope, actor, id, 'write');
  const other = await accessPerson(scope, actor, otherId, 'write');
  if (one.id === other.id) throw new Refusal('invalid', 'otherId: this is the same contact.');
  const [first = '', second = ''] = [one.id, other.id].sort();
  return { workspaceId: scope.workspaceId, oneId: first, otherId: second };
}

const tell = ({ effects }: Scope) => effects.push({ type: 'list-changed', what: 'contacts' });

/** Mail addresses in small letters, proven or claimed. */
async function emailsOf(
  { tx, workspaceId }: Scope,
  ids: readonly string[],
): Promise<Map<string, string[]>> {
  const emails = new Map<string, string[]>();
  if (ids.length === 0) return emails;
  const asked = sql`any(${`{${ids.join(',')}}`}::uuid[])`;
  const rows = await tx.execute<{ id: string; email: string }>(sql`
    select contact_id as id, lower(value) as email from identities
      where workspace_id = ${workspaceId} and contact_id = ${asked} and scope = '' and value ~ '^[^@[:space:]]+@[^@[:space:]]+$'
    union select id, lower(claimed_email) from contacts
      where workspace_id = ${workspaceId} and id = ${asked} and claimed_email like '%_@_%'`);
  for (const { id, email } of rows) emails.set(id, [...(emails.get(id) ?? []), email]);
  return emails;
}

async function idsByEmail(
  { tx, workspaceId, catalogue }: Scope,
  mails: readonly string[],
): Promise<string[]> {
  if (mails.length === 0) return [];
  // Whatever kind of address it is: an index leads to each by its kind.
  const known = [...catalogue.values()].flatMap(({ identities }) => Object.keys(identities));
  const kinds = `{${[...new Set(known)].join(',')}}`;
  const list = sql`(${sql.join(
    mails.map((mail) => sql`${mail}`),
    sql`, `,
  )})`;
  const rows = await tx.execute<{ id: string }>(sql`
    (select contact_id as id from identities
      where workspace_id = ${workspaceId} and kind = any(${kinds}::text[]) and scope = '' and value in ${list})
    union (select id from contacts
      where workspace_id = ${workspaceId} and claimed_email is not null and lower(claimed_email) in ${list}
      limit ${10 * MOST})`);
  return rows.map(({ id }) => id);
}

/** Of those who have a whole name: many are called by a first name alone. */
async function idsByName(scope: Scope, { name }: ContactRow): Promise<string[]> {
  if (!isWhole(name)) return [];
  const question = understand(name);
  return question ? findContacts(scope, question) : [];
}

const isWhole = (name: string): boolean =>
  /\S\s+\S/.test(name.trim()) || /^\p{Script=Han}{2,}$/u.test(name.trim());

/** Of these, who is neither this person already nor known to be another one. */
async function stillApart(
  scope: Scope,
  id: string,
  candidates: readonly string[],
): Promise<ContactRow[]> {
  if (candidates.length === 0) return [];
  const { workspaceId } = scope;
  return scope.tx
    .select()
    .from(contacts)
    .where(
      and(
        eq(contacts.workspaceId, workspaceId),
        sql`${contacts.id} = any(${`{${candidates.join(',')}}`}::uuid[])`,
        sql`${contacts.id} <> ${id}`,
        sql`${contacts.mergedInto} is null`,
        sql`${contacts.id} not in ${knownApart(scope, id)}`,
      ),
    );
}

/** From whom somebody was told apart, as whoever they go on: what was said of a part holds for the whole. */
function knownApart(scope: Scope, id: string) {
  const { workspaceId } = scope;
  return sql`(with recursive mine as ${partsOf(scope, id)}, apart (id) as (
      select case when one_id in (select id from mine) then other_id else one_id end
      from distinctions where workspace_id = ${workspaceId}
        and (one_id in (select id from mine) or other_id in (select id from mine))
      union select c.merged_into from apart join contacts c
        on c.workspace_id = ${workspaceId} and c.id = apart.id and c.merged_into is not null)
    select id from apart)`;
}

type Mails = { mails: readonly string[]; theirs: readonly string[] };

function reasonsFor(one: ContactRow, other: ContactRow, { mails, theirs }: Mails) {
  const shared = mails.filter((mail) => theirs.includes(mail));
  if (shared.length > 0) return shared.map((value) => ({ kind: 'address' as const, value }));
  if (one.name.trim().toLowerCase() !== other.name.trim().toLowerCase()) return [];
  const domains = new Set(theirs.map(domainOf));
  const common = [...new Set(mails.map(domainOf))].filter((domain) => domains.has(domain));
  return common.map((value) => ({ kind: 'name' as const, value }));
}

const domainOf = (mail: string): string => mail.slice(mail.lastIndexOf('@') + 1);
