/** The door of platforms: one address per channel, raw bytes in, an answer only after commit. */
import type { FastifyRequest } from 'fastify';
import Type from 'typebox';
import type { AdapterRequest } from '../../adapters/adapter.ts';
import { accessOpenChannel } from '../channels/access.ts';
import { adapterOf, findChannelHome } from '../channels/channels.ts';
import { openSettings } from '../channels/settings.ts';
import { accept, type Intake } from '../ingress/accept.ts';
import { Refusal } from '../wire/problems.ts';
import type { App, Store } from './door.ts';

/** Meta's batches are the largest we know: up to 3 MB. */
const MAX_BODY = 3 * 1024 * 1024;

const ChannelParams = Type.Object({ channelId: Type.String({ format: 'uuid' }) });

export async function webhookRoutes(app: App, intake: Intake): Promise<void> {
  const { store, vault } = intake;
  // Signatures are computed over the very bytes: nothing may parse the body before the adapter has verified it.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.post(
    '/channels/:channelId/webhook',
    { bodyLimit: MAX_BODY, schema: { hide: true, params: ChannelParams } },
    async (request) => {
      const { channelId } = request.params;
      const workspaceId = await homeOf(store, channelId);
      const place = { workspaceId, channelId, door: 'webhook' } as const;
      const accepted = await accept(intake, place, adapterRequest(request));
      return {
        messages: accepted.messages.length,
        ignored: accepted.ignored.length,
        quarantined: accepted.quarantined.length,
      };
    },
  );
  app.get(
    '/channels/:channelId/webhook',
    { schema: { hide: true, params: ChannelParams } },
    async (request, reply) => {
      const { channelId } = request.params;
      const workspaceId = await homeOf(store, channelId);
      const answer = await store.in(workspaceId, async (scope) => {
        const channel = await accessOpenChannel(scope, channelId);
        const adapter = adapterOf(scope, channel);
        return adapter.challenge?.(adapterRequest(request), openSettings(vault, channel)) ?? null;
      });
      if (!answer) throw new Refusal('not_found', 'This channel has no handshake.');
      return reply.code(answer.status).type('text/plain; charset=utf-8').send(answer.body);
    },
  );
}

/** The tenant comes from the channel's row alone, never from a body. */
async function homeOf(store: Store, channelId: string): Promise<string> {
  const workspaceId = await findChannelHome(store, channelId);
  if (!workspaceId) throw new Refusal('not_found', 'There is no such channel.');
  return workspaceId;
}

/** A request as adapters see it. */
export function adapterRequest(request: FastifyRequest): AdapterRequest {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  const body = Buffer.isBuffer(request.body) ? new Uint8Array(request.body) : new Uint8Array();
  return { method: request.method, url: request.url, headers, body };
}
