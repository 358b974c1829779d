/** Help with connecting a channel: what can be found out, whether it works, and what it depends on outside. */
import Type from 'typebox';
import { ChannelError } from '../../../adapters/errors.ts';
import { markFailing, markWorking } from '../../channels/access.ts';
import type { Knocks } from '../../channels/knocks.ts';
import { readSigns } from '../../channels/signs.ts';
import { tryAgain } from '../../deliveries/circuits.ts';
import type { Scope } from '../../events/scope.ts';
import { ChannelSigns, EnteredSettings, Finding, Suggestions } from '../../wire/channels.ts';
import { Refusal } from '../../wire/problems.ts';
import { type App, actorOf, type DoorSettings, needs } from '../door.ts';
import { IdParams } from '../query.ts';
import { inWords, type Reaching, reach } from './reach.ts';

type Hub = Reaching & { settings: DoorSettings; knocks: Knocks };

const tags = ['channels'];

export async function connectionRoutes(app: App, hub: Hub): Promise<void> {
  suggestRoute(app, hub);
  connectRoute(app, hub);
  signsRoute(app, hub);
  examineRoute(app, hub);
}

function suggestRoute(app: App, { store, tools }: Hub): void {
  app.post(
    '/adapters/:adapter/suggestions',
    {
      preHandler: needs('admin'),
      schema: {
        tags,
        summary: 'Find out settings from those entered',
        params: Type.Object({ adapter: Type.String({ maxLength: 64 }) }),
        body: EnteredSettings,
        response: { 200: Suggestions },
      },
    },
    async (request) => {
      const adapter = store.catalogue.get(request.params.adapter);
      if (!adapter) throw new Refusal('not_found', 'There is no such kind of channel.');
      const lent = tools({ id: 'new', adapter: adapter.id });
      const settings = await inWords(async () => adapter.suggest?.(request.body.settings, lent));
      return { settings: settings ?? {} };
    },
  );
}

function connectRoute(app: App, hub: Hub): void {
  app.post(
    '/channels/:id/connect',
    {
      preHandler: needs('admin'),
      schema: {
        tags,
        summary: 'Log in with what was entered and set up what can be set up from here',
        description: 'Can be repeated at any time; `problem` says what is wrong, null: it works.',
        params: IdParams,
        response: { 200: Type.Object({ problem: Type.Union([Type.String(), Type.Null()]) }) },
      },
    },
    async (request) => {
      const { workspaceId } = actorOf(request);
      const { id } = request.params;
      const { adapter, settings, tools } = await reach(hub, workspaceId, id);
      const url = `${hub.settings.publicUrl}/channels/${id}/webhook`;
      const error = await troubleOf(async () => adapter.connect?.(url, settings, tools));
      const health = healthAfter(error);
      if (health) await hub.store.in(workspaceId, (scope) => health(scope, id));
      return { problem: error?.reason ?? null };
    },
  );
}

/** What was tried tells how sending will go: credentials that work mend it, those that do not break it. */
function healthAfter(error: ChannelError | null) {
  if (!error) return mend;
  if (error.kind !== 'unauthorized') return null;
  return (scope: Scope, id: string) => markFailing(scope, id, error.reason);
}

async function mend(scope: Scope, id: string): Promise<void> {
  await markWorking(scope, id);
  await tryAgain(scope, id);
}

async function troubleOf(errand: () => Promise<unknown>): Promise<ChannelError | null> {
  try {
    await errand();
    return null;
  } catch (error) {
    if (error instanceof ChannelError) return error;
    throw error;
  }
}

function signsRoute(app: App, { store, knocks }: Hub): void {
  app.get(
    '/channels/:id/signs',
    {
      preHandler: needs('read'),
      schema: {
        tags,
        summary: 'How far messages get, both ways',
        params: IdParams,
        response: { 200: ChannelSigns },
      },
    },
    async (request) => {
      const { id } = request.params;
      const knock = await knocks.of(id);
      return store.in(actorOf(request).workspaceId, (scope) => readSigns(scope, id, knock));
    },
  );
}

function examineRoute(app: App, hub: Hub): void {
  app.post(
    '/channels/:id/examination',
    {
      preHandler: needs('admin'),
      schema: {
        tags,
        summary: 'Look at what the channel depends on outside, and how to mend it',
        params: IdParams,
        response: { 200: Type.Object({ findings: Type.Array(Finding) }) },
      },
    },
    async (request) => {
      const { workspaceId } = actorOf(request);
      const { adapter, settings, tools } = await reach(hub, workspaceId, request.params.id);
      return { findings: (await inWords(async () => adapter.examine?.(settings, tools))) ?? [] };
    },
  );
}
