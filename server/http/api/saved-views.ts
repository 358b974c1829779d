/** Views that agents made: what they hold is read like the standing ones, by `conversations?view=saved:<id>`. */
import Type from 'typebox';
import {
  changeSavedView,
  listSavedViews,
  removeSavedView,
  saveView,
} from '../../conversations/views/saved-views.ts';
import { sizeOfFilter, sizesOfViews } from '../../conversations/views/sizes.ts';
import {
  NewSavedView,
  SavedView,
  SavedViewChange,
  ViewSize,
  ViewSizes,
} from '../../wire/saved-views.ts';
import { strict } from '../../wire/shapes.ts';
import { Filter } from '../../wire/view-filters.ts';
import { type App, actorOf, needs, type Store } from '../door.ts';
import { IdParams } from '../query.ts';

const tags = ['views'];

export async function savedViewRoutes(app: App, { store }: { store: Store }): Promise<void> {
  readRoutes(app, store);
  sizeRoute(app, store);
  makeRoute(app, store);
  changeRoutes(app, store);
}

function readRoutes(app: App, store: Store): void {
  app.get(
    '/views/saved',
    {
      preHandler: needs('read'),
      schema: {
        tags,
        summary: 'Your own saved views and the shared ones, by name',
        response: { 200: Type.Object({ data: Type.Array(SavedView) }) },
      },
    },
    async (request) => {
      const actor = actorOf(request);
      return { data: await store.in(actor.workspaceId, (scope) => listSavedViews(scope, actor)) };
    },
  );
  app.get(
    '/views/sizes',
    {
      preHandler: needs('read'),
      schema: {
        tags,
        summary: 'How much each of your saved views and the shared ones holds',
        response: { 200: ViewSizes },
      },
    },
    async (request) => {
      const actor = actorOf(request);
      return store.in(actor.workspaceId, (scope) => sizesOfViews(scope, actor));
    },
  );
}

function sizeRoute(app: App, store: Store): void {
  app.post(
    '/views/sizes',
    {
      preHandler: needs('read'),
      schema: {
        tags,
        summary: 'How much a view of this filter would hold',
        body: strict({ filter: Filter }),
        response: { 200: ViewSize },
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { filter } = request.body;
      return store.in(actor.workspaceId, (scope) => sizeOfFilter(scope, actor, filter));
    },
  );
}

function makeRoute(app: App, store: Store): void {
  app.post(
    '/views',
    {
      preHandler: needs('write'),
      schema: {
        tags,
        summary: 'Save a view',
        body: NewSavedView,
        response: { 201: SavedView },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const { body } = request;
      const saved = await store.in(actor.workspaceId, (scope) => saveView(scope, actor, body));
      return reply.code(201).send(saved);
    },
  );
}

function changeRoutes(app: App, store: Store): void {
  app.patch(
    '/views/:id',
    {
      preHandler: needs('write'),
      schema: {
        tags,
        summary: 'Change a saved view, or bring it back',
        description: 'A shared one only its maker and admins.',
        params: IdParams,
        body: SavedViewChange,
        response: { 200: SavedView },
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { params, body } = request;
      return store.in(actor.workspaceId, (scope) => changeSavedView(scope, actor, params.id, body));
    },
  );
  app.delete(
    '/views/:id',
    {
      preHandler: needs('write'),
      schema: {
        tags,
        summary: 'Remove a saved view',
        description: 'Nothing happens to what it holds.',
        params: IdParams,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const { id } = request.params;
      await store.in(actor.workspaceId, (scope) => removeSavedView(scope, actor, id));
      return reply.code(204).send(null);
    },
  );
}
