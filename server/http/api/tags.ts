/** The words a workspace puts on its conversations. */
import Type from 'typebox';
import { coinTag, listTags, removeTag, renameTag } from '../../conversations/tags.ts';
import { Tag, TagName } from '../../wire/tags.ts';
import { type App, actorOf, needs, type Store } from '../door.ts';
import { IdParams } from '../query.ts';

const tags = ['tags'];

export async function tagRoutes(app: App, { store }: { store: Store }): Promise<void> {
  readRoutes(app, store);
  changeRoutes(app, store);
}

function readRoutes(app: App, store: Store): void {
  app.get(
    '/tags',
    {
      preHandler: needs('read'),
      schema: {
        tags,
        summary: 'All tags, by name',
        response: { 200: Type.Object({ data: Type.Array(Tag) }) },
      },
    },
    async (request) => ({ data: await store.in(actorOf(request).workspaceId, listTags) }),
  );
  app.post(
    '/tags',
    {
      preHandler: needs('write'),
      schema: {
        tags,
        summary: 'A tag of this name, made when there is none',
        body: TagName,
        response: { 201: Tag },
      },
    },
    async (request, reply) => {
      const { name } = request.body;
      const { workspaceId } = actorOf(request);
      return reply.code(201).send(await store.in(workspaceId, (scope) => coinTag(scope, name)));
    },
  );
}

function changeRoutes(app: App, store: Store): void {
  app.patch(
    '/tags/:id',
    {
      preHandler: needs('write'),
      schema: {
        tags,
        summary: 'Rename a tag, on all conversations that have it',
        params: IdParams,
        body: TagName,
        response: { 200: Tag },
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { params, body } = request;
      return store.in(actor.workspaceId, (scope) => renameTag(scope, actor, params.id, body.name));
    },
  );
  app.delete(
    '/tags/:id',
    {
      preHandler: needs('write'),
      schema: {
        tags,
        summary: 'Offer a tag no longer',
        description: 'Conversations that have it keep it; a new one of its name brings it back.',
        params: IdParams,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const { id } = request.params;
      await store.in(actor.workspaceId, (scope) => removeTag(scope, actor, id));
      return reply.code(204).send(null);
    },
  );
}
