/** A thread as the person on the other side may see it: their messages and our answers, never a note. */
import { and, asc, desc, eq, exists, gt, inArray, isNotNull, lt, lte, ne, or } from 'drizzle-orm';
import { conversations, threads } from '../database/schema/conversations.ts';
import { messages, reactions } from '../database/schema/messages.ts';
import type { LineReference } from '../events/effects.ts';
import type { Scope } from '../events/scope.ts';
import type { Message } from '../wire/messages.ts';
import type { VisitorLine, VisitorMessage, VisitorTalk } from '../wire/visitor.ts';
import { ofConversation } from './change.ts';
import { knowsAddress } from './continuing/addresses.ts';
import { presentLineMessage } from './line.ts';
import { loadMessages } from './present.ts';
import { onChannel, type ThreadRow } from './threads.ts';

/** The thread behind a line; undefined before the first message. Filters by the credential's own key: ids never widen it. */
export async function findLine(scope: Scope, line: LineReference): Promise<ThreadRow | undefined> {
  const [row] = await selectLine(scope, line);
  return row;
}

/** The same, to be run together with others. */
export function selectLine(scope: Scope, line: LineReference) {
  return scope.tx
    .select()
    .from(threads)
    .where(and(onChannel(scope, line.channelId), eq(threads.key, line.threadKey)));
}

/** A page of the line, oldest first: after a number (to close a gap), before one (history), or the newest. */
export async function readVisitorLine(
  scope: Scope,
  line: LineReference,
  page: { after?: number | undefined; before?: number | undefined; limit: number },
): Promise<VisitorLine> {
  const thread = await findLine(scope, line);
  if (!thread) {
    return {
      ...{ data: [], revised: [], seq: 0, seenSeq: 0, readSeq: 0 },
      ...{ knowsEmail: false, talk: 'none', more: false },
    };
  }
  const forward = page.after !== undefined;
  const found = await scope.tx
    .select({ id: messages.id })
    .from(messages)
    .where(
      and(
        ofThread(scope, thread.id),
        page.after === undefined ? undefined : gt(messages.threadSeq, page.after),
        page.before === undefined ? undefined : lt(messages.threadSeq, page.before),
      ),
    )
    .orderBy(forward ? asc(messages.threadSeq) : desc(messages.threadSeq))
    .limit(page.limit + 1);
  const ids = found.slice(0, page.limit).map(({ id }) => id);
  return {
    data: await loadVisitorMessages(scope, thread, ids),
    revised: page.after === undefined ? [] : await readRevised(scope, thread, page.after),
    seq: thread.seq,
    seenSeq: thread.readSeq,
    readSeq: await readByVisitor(scope, thread.id),
    knowsEmail: await knowsAddress(scope, thread),
    talk: await talkOf(scope, thread),
    more: found.length > page.limit,
  };
}

/** How it stands on this line; what is put away as spam is not told to whoever sent it. */
export async function talkOf(scope: Scope, thread: ThreadRow): Promise<VisitorTalk> {
  const [row] = await scope.tx
    .select({ status: conversations.status, rating: conversations.rating })
    .from(conversations)
    .where(ofConversation(scope, thread.conversationId));
  return row ? statusOf(row) : 'open';
}

type Stand = Pick<typeof conversations.$inferSelect, 'status' | 'rating'>;

/** The same of a conversation that was read along. */
export function statusOf({ status, rating }: Stand): VisitorTalk {
  if (status !== 'done') return 'open';
  return rating === null ? 'over' : 'rated';
}

/** So far back somebody who comes again is told what reads otherwise by now. */
const LOOKED_THROUGH = 100;

async function readRevised(scope: Scope, thread: ThreadRow, upTo: number) {
  const found = await scope.tx
    .select({ id: messages.id })
    .from(messages)
    .where(
      and(
        ofThread(scope, thread.id),
        gt(messages.threadSeq, upTo - LOOKED_THROUGH),
        lte(messages.threadSeq, upTo),
        or(isNotNull(messages.editedAt), isNotNull(messages.deletedAt), wasReactedTo(scope)),
      ),
    );
  const ids = found.map(({ id }) => id);
  return loadVisitorMessages(scope, thread, ids);
}

/** Also where that was taken back since. */
const wasReactedTo = (scope: Scope) =>
  exists(
    scope.tx
      .select({ by: reactions.by })
      .from(reactions)
      .where(
        and(eq(reactions.workspaceId, messages.workspaceId), eq(reactions.messageId, messages.id)),
      ),
  );

/** One stored message of the line, by its id. */
export async function readVisitorMessage(
  scope: Scope,
  line: LineReference,
  messageId: string,
): Promise<VisitorMessage | undefined> {
  const thread = await findLine(scope, line);
  if (!thread) return undefined;
  const [message] = await loadVisitorMessages(scope, thread, [messageId]);
  return message;
}

/** Whoever looks at the line from the other side sees a message as it is now. */
export async function tellLine(
  scope: Scope,
  { id, threadId }: Pick<Message, 'id' | 'threadId'>,
): Promise<void> {
  if (threadId === null) return;
  const [thread] = await scope.tx
    .select({ channelId: threads.channelId, threadKey: threads.key })
    .from(threads)
    .where(and(eq(threads.workspaceId, scope.workspaceId), eq(threads.id, threadId)));
  const shown = thread && (await readVisitorMessage(scope, thread, id));
  if (shown) scope.effects.push({ type: 'line-message', line: thread, message: shown });
}

/** Platform ids of our messages up to a number that the visitor has not confirmed as far as `status` yet. */
export async function unconfirmed(
  scope: Scope,
  line: LineReference,
  upTo: number,
  status: 'delivered' | 'read',
): Promise<string[]> {
  const thread = await findLine(scope, line);
  if (!thread) return [];
  const rows = await scope.tx
    .select({ id: messages.id })
    .from(messages)
    .where(
      and(
        ofThread(scope, thread.id),
        eq(messages.direction, 'out'),
        lte(messages.threadSeq, upTo),
        ne(messages.state, 'read'),
        status === 'delivered' ? ne(messages.state, 'delivered') : undefined,
      ),
    )
    .orderBy(asc(messages.threadSeq))
    .limit(200);
  return rows.map(({ id }) => id);
}

/** What may be seen of a line. */
export const ofThread = (scope: Scope, threadId: string) =>
  and(
    eq(messages.workspaceId, scope.workspaceId),
    eq(messages.threadId, threadId),
    inArray(messages.direction, ['in', 'out']),
  );

async function loadVisitorMessages(
  scope: Scope,
  { id: threadId, channelId }: ThreadRow,
  ids: string[],
): Promise<VisitorMessage[]> {
  if (ids.length === 0) return [];
  const numbers = await scope.tx
    .select({
      id: messages.id,
      seq: messages.threadSeq,
      externalId: messages.externalId,
      channelId: messages.channelId,
    })
    .from(messages)
    .where(and(ofThread(scope, threadId), inArray(messages.id, ids)));
  const places = new Map(numbers.map((row) => [row.id, row]));
  const loaded = await loadMessages(
    scope,
    and(eq(messages.threadId, threadId), inArray(messages.id, ids)),
  );
  return loaded
    .map((message) => {
      const place = places.get(message.id);
      // What came back by another channel was sent with no key of the widget's.
      const own = message.direction === 'in' && place?.channelId === channelId;
      return presentLineMessage(message, place?.seq ?? 0, own ? place.externalId : null);
    })
    .sort((one, other) => one.seq - other.seq);
}

async function readByVisitor(scope: Scope, threadId: string): Promise<number> {
  const [row] = await scope.tx
    .select({ seq: messages.threadSeq })
    .from(messages)
    .where(
      and(ofThread(scope, threadId), eq(messages.direction, 'out'), eq(messages.state, 'read')),
    )
    .orderBy(desc(messages.threadSeq))
    .limit(1);
  return row?.seq ?? 0;
}
