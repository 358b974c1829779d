/** Dead letters: what did not get out and what could not be read, for admins to try again or leave at that. */
import Type from 'typebox';
import {
  type Asked,
  discardDelivery,
  listUndelivered,
  retryDelivery,
  retryFailed,
} from '../../deliveries/dead-letters.ts';
import { isPlace, newestFirst } from '../../events/place.ts';
import type { Scope } from '../../events/scope.ts';
import {
  discardRequest,
  listQuarantined,
  quarantinedOf,
  type Rereading,
  readAgain,
} from '../../ingress/quarantine.ts';
import { DeadLetterPage, Retried, RetriedAll, RetryAll } from '../../wire/dead-letters.ts';
import { Refusal } from '../../wire/problems.ts';
import { type App, actorOf, needs } from '../door.ts';
import { CursorQuery, decodeCursor, encodeCursor, IdParams, Limit, limitOf } from '../query.ts';

const tags = ['dead letters'];
/** So many in one call: the caller asks again for the rest. */
const MOST_RETRIED = 100;

export async function deadLetterRoutes(app: App, hub: Rereading): Promise<void> {
  listRoute(app, hub);
  retryAllRoute(app, hub);
  retryRoute(app, hub);
  discardRoute(app, hub);
}

function listRoute(app: App, { store }: Rereading): void {
  app.get(
    '/dead-letters',
    {
      preHandler: needs('admin'),
      schema: {
        tags,
        summary: 'What did not get out, and what could not be read, the newest first',
        querystring: Type.Object({
          channelId: Type.Optional(Type.String({ format: 'uuid' })),
          limit: Limit,
          cursor: CursorQuery,
        }),
        response: { 200: DeadLetterPage },
      },
    },
    async (request) => {
      const { channelId, limit, cursor } = request.query;
      const before = decodeCursor(cursor, isPlace);
      const most = limitOf(limit);
      return store.in(actorOf(request).workspaceId, (scope) =>
        readPage(scope, { channelId, before, most }),
      );
    },
  );
}

async function readPage(scope: Scope, asked: Asked): Promise<DeadLetterPage> {
  const more = { ...asked, most: asked.most + 1 };
  const found = [...(await listUndelivered(scope, more)), ...(await listQuarantined(scope, more))];
  found.sort((one, other) => newestFirst(one.place, other.place));
  const data = found.slice(0, asked.most);
  const last = found.length > asked.most ? data.at(-1) : undefined;
  return {
    data: data.map(({ letter }) => letter),
    next: last ? encodeCursor(last.place) : null,
  };
}

function retryAllRoute(app: App, hub: Rereading): void {
  const { store } = hub;
  app.post(
    '/dead-letters/attempts',
    {
      preHandler: needs('admin'),
      schema: {
        tags,
        summary: 'Try all of a channel again, but what may have arrived',
        description: 'At most 100 in one call. They go out behind what people write meanwhile.',
        body: RetryAll,
        response: { 201: RetriedAll },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const { channelId } = request.body;
      const { retried, more, unread } = await store.in(actor.workspaceId, async (scope) => ({
        ...(await retryFailed(scope, actor, channelId, MOST_RETRIED)),
        unread: await quarantinedOf(scope, channelId, MOST_RETRIED),
      }));
      for (const id of unread) await readAgain(hub, actor.workspaceId, id);
      return reply.code(201).send({ retried: retried + unread.length, more });
    },
  );
}

function retryRoute(app: App, hub: Rereading): void {
  const { store } = hub;
  app.post(
    '/dead-letters/:id/attempts',
    {
      preHandler: needs('admin'),
      schema: {
        tags,
        summary: 'Send it again, or read it again',
        params: IdParams,
        response: { 201: Retried },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const { id } = request.params;
      const queued = await store.in(actor.workspaceId, (scope) => retryDelivery(scope, actor, id));
      if (queued) return reply.code(201).send({ state: 'queued', reason: null });
      const reason = await readAgain(hub, actor.workspaceId, id);
      return reply.code(201).send({ state: reason === null ? 'done' : 'quarantined', reason });
    },
  );
}

function discardRoute(app: App, { store }: Rereading): void {
  app.delete(
    '/dead-letters/:id',
    {
      preHandler: needs('admin'),
      schema: {
        tags,
        summary: 'Leave it at that: it stays where it is, and is no longer listed here',
        params: IdParams,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const gone = await store.in(
        actorOf(request).workspaceId,
        async (scope) => (await discardDelivery(scope, id)) || discardRequest(scope, id),
      );
      if (!gone) throw new Refusal('not_found', 'There is nothing to be decided about it.');
      return reply.code(204).send(null);
    },
  );
}
