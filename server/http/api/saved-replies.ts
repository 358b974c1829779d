/** Texts kept for being written again. */
import Type from 'typebox';
import {
  changeSavedReply,
  listSavedReplies,
  removeSavedReply,
  saveReply,
  takeReplyFiles,
} from '../../conversations/saved-replies.ts';
import { Attachment } from '../../wire/messages.ts';
import { NewSavedReply, SavedReply, SavedReplyChange } from '../../wire/saved-replies.ts';
import { type App, actorOf, needs, type Store } from '../door.ts';
import { IdParams } from '../query.ts';

const tags = ['saved replies'];

export async function savedReplyRoutes(app: App, { store }: { store: Store }): Promise<void> {
  readRoutes(app, store);
  changeRoute(app, store);
  removeRoute(app, store);
  filesRoute(app, store);
}

function readRoutes(app: App, store: Store): void {
  app.get(
    '/saved-replies',
    {
      preHandler: needs('read'),
      schema: {
        tags,
        summary: 'Your own saved replies and everybody’s, by name',
        response: { 200: Type.Object({ data: Type.Array(SavedReply) }) },
      },
    },
    async (request) => {
      const actor = actorOf(request);
      return { data: await store.in(actor.workspaceId, (scope) => listSavedReplies(scope, actor)) };
    },
  );
  app.post(
    '/saved-replies',
    {
      preHandler: needs('write'),
      schema: {
        tags,
        summary: 'Keep a text for being written again',
        description: 'For everybody (`shared`) only admins do so.',
        body: NewSavedReply,
        response: { 201: SavedReply },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const { body } = request;
      const saved = await store.in(actor.workspaceId, (scope) => saveReply(scope, actor, body));
      return reply.code(201).send(saved);
    },
  );
}

function changeRoute(app: App, store: Store): void {
  app.patch(
    '/saved-replies/:id',
    {
      preHandler: needs('write'),
      schema: {
        tags,
        summary: 'Change a saved reply',
        params: IdParams,
        body: SavedReplyChange,
        response: { 200: SavedReply },
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { params, body } = request;
      return store.in(actor.workspaceId, (scope) =>
        changeSavedReply(scope, actor, params.id, body),
      );
    },
  );
}

function removeRoute(app: App, store: Store): void {
  app.delete(
    '/saved-replies/:id',
    {
      preHandler: needs('write'),
      schema: {
        tags,
        summary: 'Remove a saved reply',
        description: 'What was written with it stays as it is.',
        params: IdParams,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const { id } = request.params;
      await store.in(actor.workspaceId, (scope) => removeSavedReply(scope, actor, id));
      return reply.code(204).send(null);
    },
  );
}

function filesRoute(app: App, store: Store): void {
  app.post(
    '/saved-replies/:id/files',
    {
      preHandler: needs('write'),
      schema: {
        tags,
        summary: 'The files of a saved reply as uploads of your own, to go with a message',
        params: IdParams,
        response: { 201: Type.Object({ data: Type.Array(Attachment) }) },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const { id } = request.params;
      const data = await store.in(actor.workspaceId, (scope) => takeReplyFiles(scope, actor, id));
      return reply.code(201).send({ data });
    },
  );
}
