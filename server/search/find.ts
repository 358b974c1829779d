/** Finds conversations by number and by person, and messages by what was said, in all of a workspace's history. */
import { and, eq, inArray, isNull, type SQL, sql } from 'drizzle-orm';
import { presentConversation, selectConversations } from '../conversations/present.ts';
import { isDatabaseError } from '../database/errors.ts';
import { conversations } from '../database/schema/conversations.ts';
import { messages } from '../database/schema/messages.ts';
import type { Actor } from '../events/actor.ts';
import { idAt } from '../events/ids.ts';
import type { Scope } from '../events/scope.ts';
import { clean } from '../events/text.ts';
import type { Conversation } from '../wire/conversations.ts';
import { Refusal } from '../wire/problems.ts';
import type { SearchPage, SearchResult, StandingOut } from '../wire/search.ts';
import { hasFiles, namesOfFiles } from './files.ts';
import { type Filter, heldOf, queryOf } from './lexemes.ts';
import { findContacts, findEverybody } from './people.ts';
import { ANYTHING, excerptOf, marksIn, type Question, understand } from './question.ts';
import { said } from './said.ts';
import { searchTail } from './tail.ts';

export type Asked = Filter & {
  words: string;
  limit: number;
  contactId?: string | undefined;
  /** How somebody is called, in part. */
  person?: string | undefined;
  tagId?: string | undefined;
  priority?: StandingOut | undefined;
  /** From this moment on, and before that one. */
  from?: Date | undefined;
  before?: Date | undefined;
  /** Messages older than this one. */
  after?: string | undefined;
};

/** Nobody waits longer than this for an answer, and nothing is slowed down for longer by a question. */
const PATIENCE = sql`set local statement_timeout = '2s'`;
const MOST_PEOPLE = 5;

/**
 * First what is called so, then what was said, the newest first.
 * @throws Refusal unavailable when it would take too long: too many messages have some of the words, and none all of them
 */
export async function search(scope: Scope, actor: Actor, asked: Asked): Promise<SearchPage> {
  const none = { data: [], next: null, complete: true };
  if (actor.workspaceId !== scope.workspaceId || !actor.scopes.includes('read')) return none;
  const words = clean(asked.words).trim();
  const question = questionIn(words, asked);
  if (!question && !asked.person) return none;
  await scope.tx.execute(PATIENCE);
  try {
    const sought = { ...asked, words, contactIds: await whoseTalks(scope, asked) };
    if (!question) return { ...none, data: asked.after ? [] : await findTheirs(scope, sought) };
    const { page, lately } = await findSaid(scope, question, sought);
    if (asked.after) return page;
    const named = await findNamed(scope, question, lately, sought);
    return { ...page, data: [...named, ...page.data] };
  } catch (error) {
    if (!isDatabaseError(error, '57014')) throw error;
    const help = 'The search took too long. Add a word that is rarer, or narrow the time.';
    throw new Refusal('unavailable', help);
  }
}

/** Files are asked for without a word, too. */
const questionIn = (words: string, { hasFile }: Asked): Question | null =>
  understand(words) ?? (hasFile ? ANYTHING : null);

/** Whose conversations are asked for; null: anybody's. */
async function whoseTalks(scope: Scope, { contactId, person }: Asked): Promise<string[] | null> {
  if (!person) return contactId ? [contactId] : null;
  const question = understand(clean(person));
  const theirs = question ? await findEverybody(scope, question) : [];
  return contactId ? theirs.filter((id) => id === contactId) : theirs;
}

type Sought = Asked & { contactIds: string[] | null };

/** The latest conversations with somebody, when nothing that was said is asked for. */
async function findTheirs(scope: Scope, sought: Sought): Promise<SearchResult[]> {
  const { channelId, limit } = sought;
  const latest = sql`select c.id from conversations c
    where c.workspace_id = ${scope.workspaceId} and ${talksOf(sought)}
      ${channelId ? sql`and c.channel_id = ${channelId}::uuid` : sql``}
    order by c.last_message_at desc limit ${limit}`;
  return called(await conversationsOf(scope, sql`${conversations.id} in (${latest})`));
}

/** Conversations that are called so: by their number, or by whoever they are with. */
async function findNamed(
  scope: Scope,
  question: Question,
  lately: string[],
  { words, channelId, direction, hasFile, from, before, ...talks }: Sought,
): Promise<SearchResult[]> {
  // Whoever asks for messages of some kind asks for no people.
  if (channelId || direction || hasFile || from || before || talksOf(talks)) return [];
  const contactIds = [...lately, ...(await findContacts(scope, question))];
  const number = /^#?(\d{1,9})$/.exec(words)?.[1];
  const latest = sql`select talk.id from unnest(${textArray(contactIds)}::uuid[]) as known(id)
    cross join lateral (select id, last_message_at from conversations
      where workspace_id = ${scope.workspaceId} and contact_id = known.id
      order by last_message_at desc limit 1) talk
    order by talk.last_message_at desc limit ${MOST_PEOPLE}`;
  const numbered = number ? sql`${conversations.number} = ${Number(number)} or` : sql``;
  return called(
    await conversationsOf(scope, sql`(${numbered} ${conversations.id} in (${latest}))`),
  );
}

/** Found by what they are called; the latest first. */
function called(rows: Conversation[]): SearchResult[] {
  return rows
    .toSorted((one, other) => (one.lastMessageAt < other.lastMessageAt ? 1 : -1))
    .map((conversation) => ({ conversation, message: null, excerpt: '', marks: [] }));
}

async function findSaid(scope: Scope, question: Question, asked: Sought) {
  const bounds = {
    newest: asked.after ?? (asked.before ? idAt(asked.before.getTime()) : THE_END),
    oldest: asked.from ? idAt(asked.from.getTime()) : THE_BEGINNING,
  };
  const tail = await searchTail(scope, question, { ...asked, ...bounds });
  const indexed = await findIndexed(scope, question, asked, bounds);
  const ids = [...new Set([...tail.ids, ...indexed])].sort().reverse();
  const chosen = ids.slice(0, asked.limit);
  const data = await presentHits(scope, question, asked, chosen);
  const next = ids.length > asked.limit ? (chosen.at(-1) ?? null) : null;
  return { page: { data, next, complete: tail.complete }, lately: tail.contactIds };
}

const THE_BEGINNING = '00000000-0000-0000-0000-000000000000';
const THE_END = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

type Bounds = { newest: string; oldest: string };

/** One more than the page holds: then there is another page. */
async function findIndexed(
  { tx, workspaceId }: Scope,
  question: Question,
  asked: Sought,
  { newest, oldest }: Bounds,
): Promise<string[]> {
  const query = sql`${queryOf(workspaceId, question, asked)}::tsquery`;
  const held = sql`${heldOf(workspaceId, question, asked)}::tsquery`;
  const most = asked.limit + 1;
  const talks = talksOf(asked);
  const rows = talks
    ? await tx.execute<{ id: string }>(sql`
        select w.message_id as id from conversations c
        join messages m on m.workspace_id = c.workspace_id and m.conversation_id = c.id
        join message_words w on w.workspace_id = m.workspace_id and w.message_id = m.id
        where c.workspace_id = ${workspaceId} and ${talks}
          and w.words @@ ${query} and w.message_id < ${newest}::uuid and w.message_id >= ${oldest}::uuid
        order by w.message_id desc limit ${most}`)
    : await tx.execute<{ id: string }>(
        sql`select id from find_messages(${query}, ${held}, ${newest}::uuid, ${oldest}::uuid, ${most})`,
      );
  return rows.map(({ id }) => id);
}

type TalksSought = Pick<Sought, 'contactIds' | 'tagId' | 'priority'>;

/** Which conversations `c` are asked for; undefined: all. */
function talksOf({ contactIds, tagId, priority }: TalksSought): SQL | undefined {
  return and(
    // The index has only those that stand out.
    priority ? sql`c.priority <> 'normal' and c.priority = ${priority}` : undefined,
    contactIds ? sql`c.contact_id = any(${textArray(contactIds)}::uuid[])` : undefined,
    tagId
      ? sql`c.id in (select conversation_id from tagged
          where workspace_id = c.workspace_id and tag_id = ${tagId}::uuid)`
      : undefined,
  );
}

/** As the messages are now: what was changed or taken back since is not shown for what it was. */
async function presentHits(
  scope: Scope,
  question: Question,
  { channelId, direction, hasFile, ...talks }: Sought,
  ids: string[],
): Promise<SearchResult[]> {
  if (ids.length === 0) return [];
  const rows = await scope.tx
    .select({
      id: messages.id,
      conversationId: messages.conversationId,
      seq: messages.seq,
      direction: messages.direction,
      subject: messages.subject,
      text: messages.text,
      createdAt: messages.createdAt,
      files: namesOfFiles,
    })
    .from(messages)
    .where(
      and(
        eq(messages.workspaceId, scope.workspaceId),
        inArray(messages.id, ids),
        isNull(messages.deletedAt),
        channelId ? eq(messages.channelId, channelId) : undefined,
        direction ? eq(messages.direction, direction) : undefined,
        hasFile ? hasFiles : undefined,
      ),
    );
  const found = new Map(
    (await conversationsById(scope, [...new Set(rows.map((row) => row.conversationId))])).map(
      (conversation) => [conversation.id, conversation],
    ),
  );
  return rows
    .toSorted((one, other) => (one.id < other.id ? 1 : -1))
    .flatMap((row) => {
      const conversation = found.get(row.conversationId);
      const text = said(row);
      const marks = marksIn(text, question);
      if (!conversation || !marks) return [];
      if (!isAskedFor(conversation, talks)) return [];
      const { id, seq, direction: way, createdAt } = row;
      const message = { id, seq, direction: way, createdAt: createdAt.toISOString() };
      return [{ conversation, message, ...excerptOf(text || (row.files ?? ''), marks) }];
    });
}

function isAskedFor({ contact, tagIds, priority }: Conversation, sought: TalksSought): boolean {
  if (sought.contactIds && !sought.contactIds.includes(contact.id)) return false;
  if (sought.tagId && !tagIds.includes(sought.tagId)) return false;
  return !sought.priority || priority === sought.priority;
}

async function conversationsById(scope: Scope, ids: string[]): Promise<Conversation[]> {
  return ids.length > 0 ? conversationsOf(scope, inArray(conversations.id, ids)) : [];
}

async function conversationsOf(scope: Scope, which: SQL | undefined): Promise<Conversation[]> {
  const rows = await selectConversations(scope).where(
    and(eq(conversations.workspaceId, scope.workspaceId), which),
  );
  return rows.map((row) => presentConversation(scope, row));
}

const textArray = (ids: readonly string[]) => sql`${`{${ids.join(',')}}`}`;
