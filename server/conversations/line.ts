/** The line: a conversation's history with its stations, for agents; and the part of it the other side may see. */
import { and, asc, desc, eq, gt, gte, inArray, lt, lte, notInArray, or } from 'drizzle-orm';
import { among } from '../database/prepared.ts';
import { agents } from '../database/schema/agents.ts';
import { contacts } from '../database/schema/contacts.ts';
import { events } from '../database/schema/events.ts';
import { messages } from '../database/schema/messages.ts';
import { together } from '../database/together.ts';
import type { Actor } from '../events/actor.ts';
import type { Scope } from '../events/scope.ts';
import type { ConversationEvent, EventPage } from '../wire/events.ts';
import { filesBeside } from '../wire/files-beside.ts';
import type { Message, Quote } from '../wire/messages.ts';
import type { VisitorMessage, VisitorQuote } from '../wire/visitor.ts';
import { accessConversation } from './access.ts';
import { shownOffer } from './offers-shown.ts';
import { loadMessages } from './present.ts';
import { beginningsOf } from './splitting.ts';

/** The timeline before `before` (or its end), oldest first. Messages come as they are now, so what changed them is left out. */
export async function readLine(
  scope: Scope,
  actor: Actor,
  conversationId: string,
  page: { before?: number | undefined; limit: number },
): Promise<EventPage> {
  const { id, seq, mergedIds } = await accessConversation(scope, actor, conversationId, 'read');
  const [rows, beginnings] = await together(
    selectEvents(scope)
      .where(
        and(
          ofLog(scope, [id]),
          notInArray(events.kind, CHANGES),
          // What has been committed since is told live, and would stand there twice.
          lte(events.seq, seq),
          page.before === undefined ? undefined : lt(events.seq, page.before),
        ),
      )
      .orderBy(desc(events.seq))
      .limit(page.limit + 1),
    beginningsOf(scope, [id, ...mergedIds]),
  );
  const shown = rows.slice(0, page.limit).reverse();
  const more = rows.length > page.limit;
  const data = await presentEvents(scope, [id], shown);
  if (mergedIds.length === 0 && beginnings.length === 0) return { data, seq, more };
  const begin = more ? shown[0]?.event.at : undefined;
  const end = await momentOf(scope, id, page.before);
  const along = await readAlong(scope, { id, mergedIds, beginnings }, { begin, end });
  return { data, merged: along, seq, more };
}

/** Of the step after the page: there the page before this one began. */
async function momentOf(scope: Scope, id: string, seq: number | undefined) {
  if (seq === undefined) return undefined;
  const [row] = await selectEvents(scope).where(and(ofLog(scope, [id]), eq(events.seq, seq)));
  return row?.event.at;
}

type Stretch = { begin: Date | undefined; end: Date | undefined };

type Parts = {
  id: string;
  mergedIds: string[];
  beginnings: Awaited<ReturnType<typeof beginningsOf>>;
};

/**
 * What happened meanwhile in what was merged into it, and what was said before it was split off, oldest first. Each has
 * its own numbers: only time orders them.
 */
async function readAlong(
  scope: Scope,
  { id, mergedIds, beginnings }: Parts,
  { begin, end }: Stretch,
): Promise<ConversationEvent[]> {
  const own = [id, ...mergedIds];
  // What was split from a part of it stands in that part.
  const strange = beginnings.filter(({ fromId }) => !own.includes(fromId));
  const told = and(
    ofLog(scope, mergedIds),
    notInArray(events.kind, [...CHANGES, 'merged', 'unmerged']),
  );
  const rows = await selectEvents(scope)
    .where(
      and(
        or(told, ...strange.map((split) => saidBefore(scope, split))),
        begin && gte(events.at, begin),
        end && lt(events.at, end),
      ),
    )
    .orderBy(asc(events.at), asc(events.conversationId), asc(events.seq));
  return presentEvents(scope, [...mergedIds, ...strange.map(({ fromId }) => fromId)], rows);
}

/** On the line that was split off, from the first message on and until then. */
function saidBefore(
  scope: Scope,
  { fromId, threadId, sinceSeq, seq }: Parts['beginnings'][number],
) {
  return and(
    ofLog(scope, [fromId]),
    eq(events.kind, 'message'),
    gte(events.seq, sinceSeq),
    lt(events.seq, seq),
    inArray(
      events.messageId,
      scope.tx
        .select({ id: messages.id })
        .from(messages)
        .where(
          and(
            eq(messages.workspaceId, scope.workspaceId),
            eq(messages.conversationId, fromId),
            eq(messages.threadId, threadId),
          ),
        ),
    ),
  );
}

const CHANGES: ConversationEvent['kind'][] = [
  'message-state',
  'message-edited',
  'message-deleted',
  'revision',
  'reaction',
  'attachment',
];

/** Every change after `after`, oldest first: what a screen needs to close a gap. */
export async function readEvents(
  scope: Scope,
  actor: Actor,
  conversationId: string,
  page: { after: number; limit: number },
): Promise<EventPage> {
  const { id, seq } = await accessConversation(scope, actor, conversationId, 'read');
  const rows = await selectEvents(scope)
    .where(and(ofLog(scope, [id]), gt(events.seq, page.after)))
    .orderBy(asc(events.seq))
    .limit(page.limit + 1);
  const shown = rows.slice(0, page.limit);
  return { data: await presentEvents(scope, [id], shown), seq, more: rows.length > page.limit };
}

/** A message as the visitor sees it: no internal ids, first name only. `externalId` ends in the writer's own key. */
export function presentLineMessage(
  message: Message,
  threadSeq: number,
  externalId: string | null,
): VisitorMessage {
  return {
    id: message.id,
    seq: threadSeq,
    direction: message.direction === 'in' ? 'in' : 'out',
    text: message.text,
    key: externalId ? externalId.slice(externalId.lastIndexOf(':') + 1) : null,
    author: message.direction === 'out' ? firstName(message.author) : null,
    attachments: filesBeside(message.attachments, message.content)
      .filter(({ state }) => state === 'ready')
      .map(({ id, name, type, size, inline }) => ({ id, name, type, size, inline })),
    quotes: message.quotes && quoteOnLine(message.quotes),
    reactions: message.reactions.map(({ by, emoji }) => ({
      by: by === 'us' ? by : 'visitor',
      emoji,
    })),
    edited: message.editedAt !== null,
    deleted: message.deletedAt !== null,
    ...shownOffer(message),
    createdAt: message.createdAt,
  };
}

const firstName = (person: Quote['author']) => person?.name.split(/\s+/)[0] ?? null;

function quoteOnLine({ id, direction, text, author }: Quote): VisitorQuote {
  return direction === 'in'
    ? { id, direction, text, author: null }
    : { id, direction: 'out', text, author: firstName(author) };
}

const ofLog = (scope: Scope, ids: string[]) =>
  and(eq(events.workspaceId, scope.workspaceId), inArray(events.conversationId, ids));

function selectEvents(scope: Scope) {
  return scope.tx
    .select({ event: events, agentName: agents.name, contactName: contacts.name })
    .from(events)
    .leftJoin(
      agents,
      and(eq(agents.workspaceId, events.workspaceId), eq(agents.id, events.actorId)),
    )
    .leftJoin(
      contacts,
      and(eq(contacts.workspaceId, events.workspaceId), eq(contacts.id, events.actorId)),
    );
}

type EventRow = Awaited<ReturnType<typeof selectEvents>>[number];

async function presentEvents(
  scope: Scope,
  conversationIds: string[],
  rows: EventRow[],
): Promise<ConversationEvent[]> {
  const ids = rows.flatMap(({ event }) =>
    event.kind !== 'message-state' && event.messageId ? [event.messageId] : [],
  );
  const found =
    ids.length > 0
      ? await loadMessages(
          scope,
          and(among(messages.conversationId, conversationIds), among(messages.id, ids)),
        )
      : [];
  const byId = new Map(found.map((message) => [message.id, message]));
  return rows.map((row) => presentEvent(row, byId));
}

function presentEvent(row: EventRow, messagesById: Map<string, Message>): ConversationEvent {
  const { event } = row;
  const pointsTo = event.kind === 'message-state' ? null : event.messageId;
  const message = pointsTo ? messagesById.get(pointsTo) : undefined;
  return {
    conversationId: event.conversationId,
    seq: event.seq,
    at: event.at.toISOString(),
    actor: {
      kind: event.actor,
      id: event.actorId,
      name: row.agentName ?? row.contactName ?? '',
    },
    kind: event.kind,
    data: message ? { message: { ...message, ...event.data } } : event.data,
  } as ConversationEvent;
}
