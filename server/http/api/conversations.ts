/** Conversations: lists, one, and what agents do to them. */
import Type from 'typebox';
import { accessConversation } from '../../conversations/access.ts';
import { readCounts } from '../../conversations/counts.ts';
import { keepDraft, listDrafts } from '../../conversations/drafts.ts';
import { readEvents, readLine } from '../../conversations/line.ts';
import { type ListCursor, listConversations, withMarks } from '../../conversations/list.ts';
import { loadConversation } from '../../conversations/present.ts';
import { read } from '../../conversations/reading.ts';
import { horizon } from '../../conversations/sync.ts';
import { changeByAgent } from '../../conversations/work.ts';
import {
  ConversationChange,
  ConversationPage,
  Counts,
  Draft,
  DraftChange,
  OwnConversation,
  ReadMarker,
  View,
} from '../../wire/conversations.ts';
import { EventPage } from '../../wire/events.ts';
import { type App, actorOf, needs, type Store } from '../door.ts';
import {
  ConversationParams,
  CursorQuery,
  decodeCursor,
  encodeCursor,
  isId,
  Limit,
  limitOf,
  SeqQuery,
  seqOf,
} from '../query.ts';

const tags = ['conversations'];

export async function conversationRoutes(app: App, { store }: { store: Store }): Promise<void> {
  viewRoutes(app, store);
  lineRoutes(app, store);
  oneRoutes(app, store);
  readRoute(app, store);
  draftRoutes(app, store);
}

function viewRoutes(app: App, store: Store): void {
  app.get(
    '/views',
    {
      preHandler: needs('read'),
      schema: {
        tags,
        summary: 'How many conversations each view and each channel holds',
        response: { 200: Counts },
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const [counts] = await store.in(actor.workspaceId, (scope) =>
        readCounts(scope, [actor.agentId]),
      );
      if (!counts) throw new Error('nothing was counted');
      return counts;
    },
  );
  listRoute(app, store);
}

function listRoute(app: App, store: Store): void {
  app.get(
    '/conversations',
    {
      preHandler: needs('read'),
      schema: {
        tags,
        summary:
          'A view of the inbox: who waits by priority, the longest first, then the answered ones; a saved view may say otherwise',
        querystring: Type.Object({
          view: Type.Optional(View),
          limit: Limit,
          cursor: CursorQuery,
          ahead: AheadQuery,
        }),
        response: { 200: ConversationPage },
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { view = 'inbox', cursor, ahead = '0' } = request.query;
      const limit = limitOf(request.query.limit);
      const after = decodeCursor(cursor, isListCursor);
      const query = { view, limit, after, ahead: Number(ahead) };
      // Asked before the rows: what is committed later may be in them, and is told again.
      const [asOf, { data, next }] = await store.in(actor.workspaceId, (scope) =>
        Promise.all([after ? null : horizon(scope), listConversations(scope, actor, query)]),
      );
      return { data, next: next && encodeCursor(next), asOf };
    },
  );
}

const AheadQuery = Type.Optional(
  Type.String({
    pattern: '^[0-9]{1,4}$',
    description: 'Of a saved view also what time alone may bring in within so many seconds.',
  }),
);

function lineRoutes(app: App, store: Store): void {
  app.get(
    '/conversations/:id/line',
    {
      preHandler: needs('read'),
      schema: {
        tags,
        summary: 'The timeline: messages as they are now, with the stations between them',
        params: ConversationParams,
        querystring: Type.Object({ before: SeqQuery, limit: Limit }),
        response: { 200: EventPage },
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { id } = request.params;
      const wanted = { before: seqOf(request.query.before), limit: limitOf(request.query.limit) };
      return store.in(actor.workspaceId, (scope) => readLine(scope, actor, id, wanted));
    },
  );
  app.get(
    '/conversations/:id/events',
    {
      preHandler: needs('read'),
      schema: {
        tags,
        summary: 'Every change after a number: closes a gap',
        params: ConversationParams,
        querystring: Type.Object({ after: SeqQuery, limit: Limit }),
        response: { 200: EventPage },
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { id } = request.params;
      const wanted = {
        after: seqOf(request.query.after) ?? 0,
        limit: limitOf(request.query.limit, 200),
      };
      return store.in(actor.workspaceId, (scope) => readEvents(scope, actor, id, wanted));
    },
  );
}

function readRoute(app: App, store: Store): void {
  app.put(
    '/conversations/:id/read',
    {
      preHandler: needs('write'),
      schema: {
        tags,
        summary: 'How far I have read',
        params: ConversationParams,
        body: ReadMarker,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      await store.in(actor.workspaceId, (scope) =>
        read(scope, actor, request.params.id, request.body.seq),
      );
      return reply.code(204).send(null);
    },
  );
}

function draftRoutes(app: App, store: Store): void {
  app.get(
    '/conversations/:id/drafts',
    {
      preHandler: needs('read'),
      schema: {
        tags,
        summary: 'My drafts',
        params: ConversationParams,
        response: { 200: Type.Object({ data: Type.Array(Draft) }) },
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { id } = request.params;
      return { data: await store.in(actor.workspaceId, (scope) => listDrafts(scope, actor, id)) };
    },
  );
  keepDraftRoute(app, store);
}

function keepDraftRoute(app: App, store: Store): void {
  app.put(
    '/conversations/:id/draft',
    {
      preHandler: needs('write'),
      schema: {
        tags,
        summary: 'Keep my draft; empty text throws it away',
        params: ConversationParams,
        body: DraftChange,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      await store.in(actor.workspaceId, (scope) =>
        keepDraft(scope, actor, request.params.id, request.body),
      );
      return reply.code(204).send(null);
    },
  );
}

function oneRoutes(app: App, store: Store): void {
  app.get(
    '/conversations/:id',
    {
      preHandler: needs('read'),
      schema: {
        tags,
        summary: 'One conversation',
        params: ConversationParams,
        response: { 200: OwnConversation },
      },
    },
    async (request) => {
      const actor = actorOf(request);
      return store.in(actor.workspaceId, async (scope) => {
        const { id } = await accessConversation(scope, actor, request.params.id, 'read');
        return withMarks(scope, actor, await loadConversation(scope, id));
      });
    },
  );
  app.patch(
    '/conversations/:id',
    {
      preHandler: needs('write'),
      schema: {
        tags,
        summary: 'Assign, tag, prioritise, close, reopen, snooze',
        params: ConversationParams,
        body: ConversationChange,
        response: { 200: OwnConversation },
      },
    },
    async (request) => {
      const actor = actorOf(request);
      return store.in(actor.workspaceId, async (scope) => {
        const changed = await changeByAgent(scope, actor, request.params.id, request.body);
        return withMarks(scope, actor, changed);
      });
    },
  );
}

function isListCursor(value: unknown): value is ListCursor {
  if (typeof value !== 'object' || value === null || !('rank' in value) || !('id' in value)) {
    return false;
  }
  const { rank, id } = value;
  return Number.isSafeInteger(rank) && isId(id);
}
