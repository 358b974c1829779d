/** Help with connecting a channel: what can be found out, whether it works, and what it depends on outside. */
import Type from 'typebox';
import type { Adapter, Settings, Tools } from '../../../adapters/adapter.ts';
import { ChannelError } from '../../../adapters/errors.ts';
import { accessOpenChannel } from '../../channels/access.ts';
import { adapterOf } from '../../channels/channels.ts';
import { openSettings, type Vault } from '../../channels/settings.ts';
import { EnteredSettings, Finding, Suggestions } from '../../wire/channels.ts';
import { Refusal } from '../../wire/problems.ts';
import { type App, actorOf, type DoorSettings, needs, type Store } from '../door.ts';
import { IdParams } from '../query.ts';

type Hub = {
  store: Store;
  vault: Vault;
  settings: DoorSettings;
  tools(channel: { id: string; adapter: string }): Tools;
};

const tags = ['channels'];

export async function connectionRoutes(app: App, hub: Hub): Promise<void> {
  suggestRoute(app, hub);
  checkRoute(app, hub);
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

function checkRoute(app: App, hub: Hub): void {
  app.post(
    '/channels/:id/check',
    {
      preHandler: needs('admin'),
      schema: {
        tags,
        summary: 'Log in with what was entered and set up what can be set up from here',
        params: IdParams,
        response: { 200: Type.Object({ problem: Type.Union([Type.String(), Type.Null()]) }) },
      },
    },
    async (request) => {
      const { adapter, settings } = await reach(
        hub,
        actorOf(request).workspaceId,
        request.params.id,
      );
      const lent = hub.tools({ id: settings.channelId, adapter: adapter.id });
      const url = `${hub.settings.publicUrl}/channels/${settings.channelId}/webhook`;
      try {
        await adapter.connect?.(url, settings, lent);
        return { problem: null };
      } catch (error) {
        if (error instanceof ChannelError) return { problem: error.reason };
        throw error;
      }
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
      const { adapter, settings } = await reach(
        hub,
        actorOf(request).workspaceId,
        request.params.id,
      );
      const lent = hub.tools({ id: settings.channelId, adapter: adapter.id });
      return { findings: (await inWords(async () => adapter.examine?.(settings, lent))) ?? [] };
    },
  );
}

/** Adapter and settings, read in a transaction that is over before anything remote is asked. */
function reach(
  { store, vault }: Hub,
  workspaceId: string,
  id: string,
): Promise<{ adapter: Adapter; settings: Settings }> {
  return store.in(workspaceId, async (scope) => {
    const channel = await accessOpenChannel(scope, id);
    return { adapter: adapterOf(scope, channel), settings: openSettings(vault, channel) };
  });
}

async function inWords<Result>(errand: () => Promise<Result>): Promise<Result> {
  try {
    return await errand();
  } catch (error) {
    if (error instanceof ChannelError) throw new Refusal('conflict', error.reason);
    throw error;
  }
}
