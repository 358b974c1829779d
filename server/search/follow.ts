/**
 * Keeps the index of words: follows the log of what changed, some moments behind it, and reads what was there before from
 * its end backwards, so that the newest is found first. Nothing of this is in the way of a message coming in; what is not in
 * the index yet is looked through by `tail.ts`.
 */
import { and, desc, eq, lt, sql } from 'drizzle-orm';
import { insertMany, oneOf } from '../database/many.ts';
import { messages } from '../database/schema/messages.ts';
import { messageWords, searchProgress } from '../database/schema/search.ts';
import type { Scope } from '../events/scope.ts';
import { hasFiles } from './files.ts';
import { lexemesOf } from './lexemes.ts';
import { fileContacts } from './people.ts';
import { said } from './said.ts';

/** Events and messages of one step: a step holds up nobody for long. */
const MOST_EVENTS = 1_000;
const MOST_MESSAGES = 400;

/** Before all of history. */
const THE_END = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** One step further. No more when everything is in the index, or somebody else is at it. */
export async function follow(scope: Scope): Promise<{ count: number; more: boolean }> {
  const progress = (await isDue(scope)) && (await hold(scope));
  if (!progress) return { count: 0, more: false };
  const news = await readNews(scope, progress);
  await fileNews(scope, news);
  const { length: count } = news.entries;
  if (news.more) return { count, more: true };
  const history = await fileHistory(scope, progress.history);
  return { count: count + history.count, more: history.more };
}

/** Asked every second, and mostly answered with no: nothing is locked or written for that. */
async function isDue({ tx, workspaceId }: Scope): Promise<boolean> {
  const [row] = await tx.execute<{ due: boolean }>(sql`
    select not exists (select 1 from search_progress where workspace_id = ${workspaceId}) or exists (
      select 1 from search_progress p where p.workspace_id = ${workspaceId} and (p.history is not null
        or p.reached > pg_snapshot_xmin(pg_current_snapshot())
        or exists (select 1 from events e where e.workspace_id = p.workspace_id and e.xid >= p.reached))) as due`);
  return row?.due ?? false;
}

type Progress = { reached: string; horizon: string; history: string | null };

/** One at a time: whoever comes second leaves it to the first. */
async function hold({ tx, workspaceId }: Scope): Promise<Progress | undefined> {
  // New here, or from before the database was restored: then everything is history.
  await tx.execute(sql`
    insert into search_progress (workspace_id, reached, history)
    select ${workspaceId}, pg_snapshot_xmin(pg_current_snapshot()), ${THE_END}::uuid
    where not exists (select 1 from search_progress where workspace_id = ${workspaceId})
    on conflict do nothing`);
  const [held] = await tx.execute<Progress>(sql`
    select reached::text, history, pg_snapshot_xmin(pg_current_snapshot())::text as horizon
    from search_progress where workspace_id = ${workspaceId} for update skip locked`);
  if (!held || BigInt(held.reached) <= BigInt(held.horizon)) return held;
  return { ...held, reached: held.horizon, history: THE_END };
}

type Entry = {
  xid: string;
  kind: string;
  seq: string;
  conversation_id: string;
  message_id: string | null;
};
type News = { entries: Entry[]; reached: string; history: string | null; more: boolean };

/** What ended since, whole transactions at a time. */
async function readNews({ tx, workspaceId }: Scope, progress: Progress): Promise<News> {
  const { reached, horizon, history } = progress;
  const entries = [
    ...(await tx.execute<Entry>(sql`
      select xid::text, kind, seq, conversation_id, message_id from events
      where workspace_id = ${workspaceId} and xid >= ${reached}::xid8 and xid < ${horizon}::xid8
      order by xid limit ${MOST_EVENTS + 1}`)),
  ];
  if (entries.length <= MOST_EVENTS) return { entries, reached: horizon, history, more: false };
  const last = entries.at(-1)?.xid ?? horizon;
  const whole = entries.filter(({ xid }) => xid !== last);
  if (whole.length > 0) return { entries: whole, reached: last, history, more: true };
  // One transaction wrote more than a step may hold, as a restored backup does.
  return { entries: [], reached: horizon, history: THE_END, more: true };
}

const SAID = new Set(['message', 'message-edited', 'message-deleted']);

async function fileNews(scope: Scope, { entries, reached, history }: News): Promise<void> {
  const ids = new Set<string>();
  const met = new Set<string>();
  for (const { kind, seq, message_id: id, conversation_id: conversationId } of entries) {
    if (id && SAID.has(kind)) ids.add(id);
    if (kind === 'contact' || Number(seq) === 1) met.add(conversationId);
  }
  if (ids.size > 0) {
    const which = oneOf(
      messages,
      ['id'],
      [...ids].map((id) => ({ id })),
    );
    await fileMessages(scope, await selectSaid(scope).where(and(ofThese(scope), which)));
  }
  await fileContacts(scope, [...met]);
  await scope.tx
    .update(searchProgress)
    .set({ reached, history })
    .where(eq(searchProgress.workspaceId, scope.workspaceId));
}

async function fileHistory(scope: Scope, before: string | null) {
  if (before === null) return { count: 0, more: false };
  const rows = await selectSaid(scope)
    .where(and(ofThese(scope), lt(messages.id, before)))
    .orderBy(desc(messages.id))
    .limit(MOST_MESSAGES);
  await fileMessages(scope, rows);
  const first = rows.filter(({ seq }) => seq === 1);
  await fileContacts(
    scope,
    first.map(({ conversationId }) => conversationId),
  );
  const more = rows.length === MOST_MESSAGES;
  await scope.tx
    .update(searchProgress)
    .set({ history: (more && rows.at(-1)?.id) || null })
    .where(eq(searchProgress.workspaceId, scope.workspaceId));
  return { count: rows.length, more };
}

const ofThese = (scope: Scope) => eq(messages.workspaceId, scope.workspaceId);

function selectSaid({ tx }: Scope) {
  return tx
    .select({
      id: messages.id,
      conversationId: messages.conversationId,
      seq: messages.seq,
      channelId: messages.channelId,
      direction: messages.direction,
      subject: messages.subject,
      text: messages.text,
      hasFile: hasFiles,
    })
    .from(messages);
}

type SaidRow = Awaited<ReturnType<ReturnType<typeof selectSaid>['where']>>[number];

const FILED = {
  table: messageWords,
  columns: ['messageId', 'words'],
  otherwise: `on conflict (workspace_id, message_id) do update set words = excluded.words
    where message_words.words is distinct from excluded.words`,
} as const;

async function fileMessages(scope: Scope, rows: SaidRow[]): Promise<void> {
  if (rows.length === 0) return;
  const filed = rows
    .toSorted((one, other) => (one.id < other.id ? -1 : 1))
    .map((row) => ({
      messageId: row.id,
      words: lexemesOf(scope.workspaceId, { ...row, text: said(row) }),
    }));
  await insertMany(scope, FILED, filed).execute();
}
