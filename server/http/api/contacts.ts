/** People: the list, one with all conversations, a better name. */
import Type from 'typebox';
import { blockContact, unblockContact } from '../../contacts/blocking.ts';
import { listContacts, readContact, renameContact } from '../../contacts/contacts.ts';
import { mergeContacts } from '../../contacts/merging.ts';
import { undoMerge } from '../../contacts/unmerging.ts';
import { Contact, ContactChange, ContactSummary, NewBlock, NewMerge } from '../../wire/contacts.ts';
import { Id, page } from '../../wire/shapes.ts';
import { type App, actorOf, needs, type Store } from '../door.ts';
import {
  CursorQuery,
  decodeCursor,
  encodeCursor,
  IdParams,
  isId,
  Limit,
  limitOf,
} from '../query.ts';

const tags = ['contacts'];

export async function contactRoutes(app: App, { store }: { store: Store }): Promise<void> {
  listRoute(app, store);
  oneRoutes(app, store);
  mergeRoutes(app, store);
  blockRoutes(app, store);
}

function listRoute(app: App, store: Store): void {
  app.get(
    '/contacts',
    {
      preHandler: needs('read'),
      schema: {
        tags,
        summary: 'Contacts, the oldest first',
        querystring: Type.Object({
          limit: Limit,
          cursor: CursorQuery,
          q: Type.Optional(Type.String({ maxLength: 200 })),
        }),
        response: { 200: page(ContactSummary) },
      },
    },
    async (request) => {
      const { q: query, cursor } = request.query;
      const limit = limitOf(request.query.limit);
      const after = decodeCursor(cursor, isId);
      const found = await store.in(actorOf(request).workspaceId, (scope) =>
        listContacts(scope, { limit: limit + 1, after, query }),
      );
      const data = found.slice(0, limit);
      const last = found.length > limit ? data.at(-1) : undefined;
      return { data, next: last ? encodeCursor(last.id) : null };
    },
  );
}

function oneRoutes(app: App, store: Store): void {
  app.get(
    '/contacts/:id',
    {
      preHandler: needs('read'),
      schema: {
        tags,
        summary: 'One person: identities and conversations',
        params: IdParams,
        response: { 200: Contact },
      },
    },
    async (request) => {
      const actor = actorOf(request);
      return store.in(actor.workspaceId, (scope) => readContact(scope, actor, request.params.id));
    },
  );
  app.patch(
    '/contacts/:id',
    {
      preHandler: needs('write'),
      schema: {
        tags,
        summary: 'Rename a person',
        params: IdParams,
        body: ContactChange,
        response: { 200: Contact },
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { id } = request.params;
      return store.in(actor.workspaceId, async (scope) => {
        await renameContact(scope, actor, id, request.body.name);
        return readContact(scope, actor, id);
      });
    },
  );
}

function mergeRoutes(app: App, store: Store): void {
  app.post(
    '/contacts/:id/merges',
    {
      preHandler: needs('write'),
      schema: {
        tags,
        summary: 'Another contact is this same person: its addresses and conversations are theirs',
        params: IdParams,
        body: NewMerge,
        response: { 201: Contact },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const { id } = request.params;
      const contact = await store.in(actor.workspaceId, async (scope) => {
        await mergeContacts(scope, actor, id, request.body);
        return readContact(scope, actor, id);
      });
      return reply.code(201).send(contact);
    },
  );
  app.delete(
    '/contacts/:id/merges/:mergeId',
    {
      preHandler: needs('write'),
      schema: {
        tags,
        summary: 'Take a merge back',
        params: Type.Object({ ...IdParams.properties, mergeId: Id }),
        response: { 200: Contact },
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { id, mergeId } = request.params;
      return store.in(actor.workspaceId, async (scope) => {
        await undoMerge(scope, actor, id, mergeId);
        return readContact(scope, actor, id);
      });
    },
  );
}

function blockRoutes(app: App, store: Store): void {
  app.put(
    '/contacts/:id/block',
    {
      preHandler: needs('write'),
      schema: {
        tags,
        summary: 'What they write from now on is dropped, and counted',
        params: IdParams,
        body: NewBlock,
        response: { 200: Contact },
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { id } = request.params;
      return store.in(actor.workspaceId, async (scope) => {
        await blockContact(scope, actor, id, request.body.again ?? false);
        return readContact(scope, actor, id);
      });
    },
  );
  app.delete(
    '/contacts/:id/block',
    {
      preHandler: needs('write'),
      schema: {
        tags,
        summary: 'What they write is taken again',
        params: IdParams,
        response: { 200: Contact },
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { id } = request.params;
      return store.in(actor.workspaceId, async (scope) => {
        await unblockContact(scope, actor, id);
        return readContact(scope, actor, id);
      });
    },
  );
}
