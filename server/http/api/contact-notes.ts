/** What agents know of a person: notes, and who else that may be. */
import Type from 'typebox';
import { readContact } from '../../contacts/contacts.ts';
import { duplicatesOf, forgetApart, tellApart } from '../../contacts/duplicates.ts';
import { addNote, deleteNote, editNote } from '../../contacts/notes.ts';
import { Contact, ContactNoteText, Duplicate } from '../../wire/contacts.ts';
import { Id } from '../../wire/shapes.ts';
import { type App, actorOf, needs, type Store } from '../door.ts';
import { IdParams } from '../query.ts';

const tags = ['contacts'];

const NoteParams = Type.Object({ ...IdParams.properties, noteId: Id });
const PairParams = Type.Object({ ...IdParams.properties, otherId: Id });

export async function contactNoteRoutes(app: App, { store }: { store: Store }): Promise<void> {
  writeRoute(app, store);
  ownRoutes(app, store);
  duplicateRoute(app, store);
  distinctionRoutes(app, store);
}

function writeRoute(app: App, store: Store): void {
  app.post(
    '/contacts/:id/notes',
    {
      preHandler: needs('write'),
      schema: {
        tags,
        summary: 'Write down something about a person, for agents alone',
        params: IdParams,
        body: ContactNoteText,
        response: { 201: Contact },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const { id } = request.params;
      const contact = await store.in(actor.workspaceId, async (scope) => {
        await addNote(scope, actor, id, request.body.text);
        return readContact(scope, actor, id);
      });
      return reply.code(201).send(contact);
    },
  );
}

function ownRoutes(app: App, store: Store): void {
  app.patch(
    '/contacts/:id/notes/:noteId',
    {
      preHandler: needs('write'),
      schema: {
        tags,
        summary: 'Change a note of one’s own',
        params: NoteParams,
        body: ContactNoteText,
        response: { 200: Contact },
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { id: contactId, noteId } = request.params;
      return store.in(actor.workspaceId, async (scope) => {
        await editNote(scope, actor, { contactId, noteId }, request.body.text);
        return readContact(scope, actor, contactId);
      });
    },
  );
  app.delete(
    '/contacts/:id/notes/:noteId',
    {
      preHandler: needs('write'),
      schema: {
        tags,
        summary: 'Delete a note of one’s own',
        params: NoteParams,
        response: { 200: Contact },
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { id: contactId, noteId } = request.params;
      return store.in(actor.workspaceId, async (scope) => {
        await deleteNote(scope, actor, { contactId, noteId });
        return readContact(scope, actor, contactId);
      });
    },
  );
}

function duplicateRoute(app: App, store: Store): void {
  app.get(
    '/contacts/:id/duplicates',
    {
      preHandler: needs('read'),
      schema: {
        tags,
        summary: 'Who probably is the same person, and what speaks for it',
        params: IdParams,
        response: { 200: Type.Object({ data: Type.Array(Duplicate) }) },
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { id } = request.params;
      const data = await store.in(actor.workspaceId, (scope) => duplicatesOf(scope, actor, id));
      return { data };
    },
  );
}

function distinctionRoutes(app: App, store: Store): void {
  app.put(
    '/contacts/:id/distinctions/:otherId',
    {
      preHandler: needs('write'),
      schema: {
        tags,
        summary: 'They are two people: neither is offered as the other again',
        params: PairParams,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const { id, otherId } = request.params;
      await store.in(actor.workspaceId, (scope) => tellApart(scope, actor, id, otherId));
      return reply.code(204).send(null);
    },
  );
  app.delete(
    '/contacts/:id/distinctions/:otherId',
    {
      preHandler: needs('write'),
      schema: {
        tags,
        summary: 'Take that back',
        params: PairParams,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const { id, otherId } = request.params;
      await store.in(actor.workspaceId, (scope) => forgetApart(scope, actor, id, otherId));
      return reply.code(204).send(null);
    },
  );
}
