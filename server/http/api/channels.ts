/** Channels and the adapters they can be made with. */
import Type from 'typebox';
import type { Adapter } from '../../../adapters/adapter.ts';
import { accessOpenChannel, type ChannelRow } from '../../channels/access.ts';
import {
  adapterOf,
  changeChannel,
  connectChannel,
  listChannels,
  removeChannel,
} from '../../channels/channels.ts';
import { introduce, isEmbeddable } from '../../channels/introduce.ts';
import { sendingRules } from '../../channels/sending-rules.ts';
import { openSettings, type Vault } from '../../channels/settings.ts';
import { pausesOf } from '../../deliveries/circuits.ts';
import type { Scope } from '../../events/scope.ts';
import {
  AdapterInfo,
  Channel,
  ChannelChange,
  CreatedChannel,
  NewChannel,
} from '../../wire/channels.ts';
import { type App, actorOf, type DoorSettings, needs, type Store } from '../door.ts';
import { IdParams } from '../query.ts';

type Hub = { store: Store; vault: Vault; settings: DoorSettings };

const tags = ['channels'];

export async function channelRoutes(app: App, hub: Hub): Promise<void> {
  readRoutes(app, hub);
  connectRoute(app, hub);
  changeRoute(app, hub);
  removeRoute(app, hub);
}

function connectRoute(app: App, hub: Hub): void {
  const { store, vault } = hub;
  app.post(
    '/channels',
    {
      preHandler: needs('admin'),
      config: { answersOnce: true },
      schema: {
        tags,
        summary: 'Connect a channel',
        description: 'Generated secrets are in this answer only.',
        body: NewChannel,
        response: { 201: CreatedChannel },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const created = await store.in(actor.workspaceId, async (scope) => {
        const { channel, generated } = await connectChannel(scope, vault, request.body);
        return { ...presentChannel(scope, hub, channel, new Map()), generated };
      });
      return reply.code(201).send(created);
    },
  );
}

function changeRoute(app: App, hub: Hub): void {
  const { store, vault } = hub;
  app.patch(
    '/channels/:id',
    {
      preHandler: needs('admin'),
      schema: {
        tags,
        summary: 'Change name or settings; secrets left out stay',
        params: IdParams,
        body: ChannelChange,
        response: { 200: Channel },
      },
    },
    async (request) =>
      store.in(actorOf(request).workspaceId, async (scope) => {
        const channel = await changeChannel(scope, vault, request.params.id, request.body);
        return presentChannel(scope, hub, channel, await pausesOf(scope));
      }),
  );
}

function removeRoute(app: App, { store }: Hub): void {
  app.delete(
    '/channels/:id',
    {
      preHandler: needs('admin'),
      schema: {
        tags,
        summary: 'Remove a channel; what was said on it stays',
        params: IdParams,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      await store.in(actorOf(request).workspaceId, (scope) =>
        removeChannel(scope, request.params.id),
      );
      return reply.code(204).send(null);
    },
  );
}

function readRoutes(app: App, hub: Hub): void {
  const { store } = hub;
  app.get(
    '/adapters',
    {
      preHandler: needs('read'),
      schema: {
        tags,
        summary: 'The kinds of channels one can connect',
        response: { 200: Type.Object({ data: Type.Array(AdapterInfo) }) },
      },
    },
    async (request) => {
      const { locale } = actorOf(request);
      const data = [...store.catalogue.values()].map((adapter) => introduce(adapter, locale));
      return { data };
    },
  );
  app.get(
    '/channels',
    {
      preHandler: needs('read'),
      schema: {
        tags,
        summary: 'The channels in use',
        response: { 200: Type.Object({ data: Type.Array(Channel) }) },
      },
    },
    async (request) =>
      store.in(actorOf(request).workspaceId, async (scope) => {
        const pauses = await pausesOf(scope);
        const all = await listChannels(scope);
        return { data: all.map((channel) => presentChannel(scope, hub, channel, pauses)) };
      }),
  );
  app.get(
    '/channels/:id',
    {
      preHandler: needs('read'),
      schema: { tags, summary: 'One channel', params: IdParams, response: { 200: Channel } },
    },
    async (request) =>
      store.in(actorOf(request).workspaceId, async (scope) => {
        const channel = await accessOpenChannel(scope, request.params.id);
        return presentChannel(scope, hub, channel, await pausesOf(scope));
      }),
  );
}

function presentChannel(
  scope: Scope,
  hub: Hub,
  channel: ChannelRow,
  pauses: ReadonlyMap<string, Date>,
): Channel {
  const adapter = adapterOf(scope, channel);
  const { publicUrl } = hub.settings;
  return {
    id: channel.id,
    adapter: channel.adapter,
    name: channel.name,
    mark: adapter.mark,
    webhookUrl: `${publicUrl}/channels/${channel.id}/webhook`,
    snippet: isEmbeddable(adapter) ? snippetOf(publicUrl, channel) : null,
    settings: shownSettings(adapter, hub.vault, channel),
    sending: sendingRules(adapter.capabilities),
    reactions: adapter.react !== undefined,
    failing: trouble(channel.failingReason, channel.failingSince),
    pausedUntil: pauses.get(channel.id)?.toISOString() ?? null,
    fetching: adapter.listen
      ? {
          at: channel.fetchedAt?.toISOString() ?? null,
          problem: trouble(channel.fetchingProblem, channel.fetchingProblemSince),
        }
      : null,
    autoReply: channel.autoReply,
    autoReplyWhen: channel.autoReplyWhen,
    hours: channel.hours,
    continues: channel.continues,
    rates: channel.rates,
    intake: channel.intake,
    nudges: channel.nudges,
    articles: channel.articles,
    several: channel.several,
    firstSeenAt: channel.firstSeenAt?.toISOString() ?? null,
    seenAt: channel.seenAt?.toISOString() ?? null,
    seenOrigin: channel.seenOrigin,
    createdAt: channel.createdAt.toISOString(),
  };
}

/** The loader; and what says something to visitors by itself, and what follows them over pages, where that is wanted. */
function snippetOf(publicUrl: string, { id, nudges, settings }: ChannelRow): string {
  const tag = (file: string) =>
    `<script async src="${publicUrl}/${file}" data-channel="${id}"></script>`;
  const wanted = [
    'widget.js',
    ...(nudges.length > 0 ? ['widget/engage.js'] : []),
    ...(settings['trail'] === 'on' ? ['widget/trail.js'] : []),
  ];
  return wanted.map(tag).join('\n');
}

function trouble(reason: string | null, since: Date | null) {
  return reason && since ? { reason, since: since.toISOString() } : null;
}

/** Secrets are write-only: of those that are set, the last four characters tell which one it is. */
function shownSettings(adapter: Adapter, vault: Vault, channel: ChannelRow) {
  const settings = openSettings(vault, channel);
  const shown: Record<string, string> = {};
  for (const field of adapter.settings) {
    if (field.hidden) continue;
    const value = settings[field.key] ?? '';
    const ending = value.length >= 16 ? value.slice(-4) : '';
    shown[field.key] = field.secret && value !== '' ? `••••${ending}` : value;
  }
  return shown;
}
