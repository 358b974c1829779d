/** People, by how their names and addresses begin. */
import { inArray, type SQL, sql } from 'drizzle-orm';
import { insertMany } from '../database/many.ts';
import { contactWords } from '../database/schema/search.ts';
import { idAt } from '../events/ids.ts';
import type { Scope } from '../events/scope.ts';
import type { Question } from './question.ts';
import { wordsOf } from './words.ts';

/** What begins like one letter is no help in any number. */
const MOST = 200;

/** Contacts that have all of the words, some of them. */
export async function findContacts(scope: Scope, question: Question): Promise<string[]> {
  const rows = await scope.tx.execute<{ contact_id: string }>(sql`
    select distinct contact_id from (${named(scope, question)} limit ${MOST}) found`);
  return rows.map((row) => row.contact_id);
}

/** The same, with those who came a moment ago. */
export async function findEverybody(scope: Scope, question: Question): Promise<string[]> {
  const rows = await scope.tx.execute<{ contact_id: string }>(sql`
    select distinct contact_id from (${calledSo(scope, question)}) found limit ${MOST}`);
  return rows.map((row) => row.contact_id);
}

/** For a where: the ids of all contacts that have all of the words, those among them who came a moment ago. */
export function calledSo(scope: Scope, question: Question): SQL {
  const said = question.terms.map(
    ({ word }) => sql`(name ilike ${`%${word}%`} or claimed_email ilike ${`%${word}%`})`,
  );
  return sql`${named(scope, question)} union all select id from contacts
    where workspace_id = ${scope.workspaceId} and id > ${idAt(Date.now() - LATELY_MS)}::uuid and ${sql.join(said, sql` and `)}`;
}

/** Longer than names wait to be written down. */
const LATELY_MS = 60_000;

function named({ workspaceId }: Scope, { terms }: Question): SQL {
  // The longest word leaves the fewest.
  const [first, ...others] = terms.toSorted((one, other) => other.word.length - one.word.length);
  if (!first) return sql`select null::uuid as contact_id where false`;
  const rest = others.map(
    (term) => sql`and exists (select 1 from contact_words other
      where other.workspace_id = own.workspace_id and other.contact_id = own.contact_id and ${like(sql`other.word`, term)})`,
  );
  return sql`select own.contact_id from contact_words own
    where own.workspace_id = ${workspaceId} and ${like(sql`own.word`, first)} ${sql.join(rest, sql` `)}`;
}

/** Names may be typed in part, whichever of their words it is. */
function like(column: SQL, { word }: Question['terms'][number]): SQL {
  return sql`${column} >= ${word} and ${column} < ${`${word}\u{10ffff}`}`;
}

/** The same, of the people of some conversations, whose names may not be written down yet. */
export async function findNamedLately(
  scope: Scope,
  { terms }: Question,
  conversationIds: string[],
): Promise<string[]> {
  const people = await selectPeople(scope, conversationIds);
  const fits = ({ called }: { called: string }) => {
    const words = wordsOf(called).map(({ word }) => word);
    return terms.every((term) => words.some((word) => word.startsWith(term.word)));
  };
  return people.filter(fits).map(({ id }) => id);
}

/** Writes down, anew, how the people of these conversations are called. */
export async function fileContacts(scope: Scope, conversationIds: string[]): Promise<void> {
  const { tx } = scope;
  const people = await selectPeople(scope, conversationIds);
  if (people.length === 0) return;
  const contactIds = people.map(({ id }) => id);
  await tx.delete(contactWords).where(inArray(contactWords.contactId, contactIds));
  const rows = people.flatMap(({ id: contactId, called }) =>
    [...new Set(wordsOf(called).map(({ word }) => word))].map((word) => ({
      word,
      contactId,
    })),
  );
  if (rows.length > 0) await insertMany(scope, NAMED, rows).execute();
}

const NAMED = {
  table: contactWords,
  columns: ['word', 'contactId'],
  otherwise: 'on conflict do nothing',
} as const;

/** Of people, what they are called by all their names and addresses. Digests are no addresses that anybody would type. */
async function selectPeople({ tx, workspaceId }: Scope, conversationIds: string[]) {
  if (conversationIds.length === 0) return [];
  const ids = `{${conversationIds.join(',')}}`;
  return tx.execute<{ id: string; called: string }>(sql`
    select c.id, concat_ws(' ', c.name, c.claimed_email, (
      select string_agg(i.raw, ' ') from identities i
      where i.workspace_id = c.workspace_id and i.contact_id = c.id and i.raw !~ '^[0-9a-f]{64}$')) as called
    from contacts c where c.workspace_id = ${workspaceId} and c.merged_into is null and c.id in (
      select contact_id from conversations where workspace_id = ${workspaceId} and id = any(${ids}::uuid[]))
    order by c.id`);
}
