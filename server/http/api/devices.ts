/** Browsers that notices are pushed to. */
import Type from 'typebox';
import { Limiter } from '../../events/limits.ts';
import { addDevice, listDevices, removeDevice } from '../../push/devices.ts';
import { keysOf } from '../../push/keys.ts';
import { type Pusher, tryDevice } from '../../push/push.ts';
import { Device, Devices, NewDevice } from '../../wire/devices.ts';
import { type App, actorOf, needs } from '../door.ts';
import { IdParams } from '../query.ts';

const tags = ['devices'];

/** For finding out whether it works; more would be a nuisance to push services. */
const TRIES = { burst: 5, perMinute: 5 };

export async function deviceRoutes(app: App, { pusher }: { pusher: Pusher }): Promise<void> {
  listRoute(app, pusher);
  changeRoutes(app, pusher);
  tryRoute(app, pusher);
}

function listRoute(app: App, { store, vault }: Pusher): void {
  app.get(
    '/devices',
    {
      preHandler: needs('read'),
      schema: {
        tags,
        summary: 'The browsers in which you take notices, and the key to subscribe with',
        response: { 200: Devices },
      },
    },
    async (request) => {
      const actor = actorOf(request);
      return store.in(actor.workspaceId, async (scope) => {
        const { publicKey } = await keysOf(scope, vault);
        return { publicKey, data: await listDevices(scope, actor) };
      });
    },
  );
}

function changeRoutes(app: App, { store }: Pusher): void {
  app.post(
    '/devices',
    {
      preHandler: needs('write'),
      schema: {
        tags,
        summary: 'Take notices in this browser',
        description:
          'It goes with the log-in: logging out ends it. The body is what `PushSubscription.toJSON()` says, and a name.',
        body: NewDevice,
        response: { 201: Device },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const { body } = request;
      const added = await store.in(actor.workspaceId, (scope) => addDevice(scope, actor, body));
      return reply.code(201).send(added);
    },
  );
  app.delete(
    '/devices/:id',
    {
      preHandler: needs('write'),
      schema: {
        tags,
        summary: 'Push no more notices to a browser of yours',
        params: IdParams,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const { id } = request.params;
      await store.in(actor.workspaceId, (scope) => removeDevice(scope, actor, id));
      return reply.code(204).send(null);
    },
  );
}

function tryRoute(app: App, pusher: Pusher): void {
  const limiter = new Limiter(TRIES);
  app.post(
    '/devices/:id/notices',
    {
      preHandler: needs('write'),
      schema: {
        tags,
        summary: 'Push a notice to a browser of yours, to see whether it comes',
        description: 'Answers when its push service has taken it; quiet hours do not count.',
        params: IdParams,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const { id } = request.params;
      limiter.take(`${actor.agentId} ${id}`);
      await tryDevice(pusher, actor, id);
      return reply.code(204).send(null);
    },
  );
}
