/** What was said so lately that the index does not have it yet: looked through word by word. */
import { and, eq, inArray, sql } from 'drizzle-orm';
import { messages } from '../database/schema/messages.ts';
import type { Scope } from '../events/scope.ts';
import { hasFiles } from './files.ts';
import type { Filter } from './lexemes.ts';
import { findNamedLately } from './people.ts';
import { marksIn, type Question } from './question.ts';
import { said } from './said.ts';

/** As much as can be read in a few milliseconds. When the index is further behind, the answer says so. */
const MOST = 2_000;

export type Tail = {
  /** Ids of messages that have the words. */
  ids: string[];
  /** People who came, or were given another name, lately, and are called so. */
  contactIds: string[];
  /** Whether index and tail together are all there is. */
  complete: boolean;
};

export async function searchTail(
  scope: Scope,
  question: Question,
  filter: Filter & { newest: string; oldest: string },
): Promise<Tail> {
  const { tx, workspaceId } = scope;
  const [progress] = await tx.execute<{ reached: string; history: string | null }>(
    sql`select reached::text, history from search_progress where workspace_id = ${workspaceId}`,
  );
  const recent = await tx.execute<Recent>(sql`
    select message_id as id, conversation_id, kind, seq from events
    where workspace_id = ${workspaceId} and xid >= ${progress?.reached ?? '0'}::xid8
    order by xid desc limit ${MOST}`);
  const complete = progress?.history === null && recent.length < MOST;
  const met = recent.filter(({ kind, seq }) => kind === 'contact' || Number(seq) === 1);
  const contactIds = await findNamedLately(scope, question, [
    ...new Set(met.map((row) => row.conversation_id)),
  ]);
  const ids = [...new Set(recent.flatMap(({ id }) => (id && isBetween(id, filter) ? [id] : [])))];
  return { ids: await findSaidLately(scope, question, filter, ids), contactIds, complete };
}

type Recent = { id: string | null; conversation_id: string; kind: string; seq: string };

async function findSaidLately(
  { tx, workspaceId }: Scope,
  question: Question,
  filter: Filter,
  ids: string[],
): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await tx
    .select({ id: messages.id, subject: messages.subject, text: messages.text })
    .from(messages)
    .where(
      and(
        eq(messages.workspaceId, workspaceId),
        inArray(messages.id, ids),
        filter.channelId ? eq(messages.channelId, filter.channelId) : undefined,
        filter.direction ? eq(messages.direction, filter.direction) : undefined,
        filter.hasFile ? hasFiles : undefined,
      ),
    );
  const found = rows.filter((row) => marksIn(said(row), question));
  return found.map(({ id }) => id);
}

const isBetween = (id: string, { newest, oldest }: { newest: string; oldest: string }) =>
  id < newest && id >= oldest;
