/** The door of platforms: one address per channel, raw bytes in, an answer only after commit. */
import type { FastifyRequest } from 'fastify';
import Type from 'typebox';
import type { AdapterRequest } from '../../adapters/adapter.ts';
import { Doors } from '../channels/doors.ts';
import type { Knocks } from '../channels/knocks.ts';
import { accept, type Intake } from '../ingress/accept.ts';
import { Refusal } from '../wire/problems.ts';
import type { App } from './door.ts';

/** Meta's batches are the largest we know: up to 3 MB. */
const MAX_BODY = 3 * 1024 * 1024;

const ChannelParams = Type.Object({ channelId: Type.String({ format: 'uuid' }) });

export async function webhookRoutes(app: App, intake: Intake & { knocks: Knocks }): Promise<void> {
  const doors = new Doors(intake.store, intake.vault);
  // Signatures are computed over the very bytes: nothing may parse the body before the adapter has verified it.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.post(
    '/channels/:channelId/webhook',
    {
      bodyLimit: MAX_BODY,
      schema: { hide: true, params: ChannelParams },
      onRequest: async () => intake.gathering.refuseWhenFull(),
    },
    async (request, reply) => {
      const { channelId } = request.params;
      const arrived = adapterRequest(request);
      const { accepted, thanks } = await doors
        .through(channelId, async (opened) => {
          const { workspaceId, adapter } = opened;
          const place = { workspaceId, channelId, door: 'webhook', opened } as const;
          return { accepted: await accept(intake, place, arrived), thanks: adapter.thanks };
        })
        .catch((error: unknown) => {
          const forged = error instanceof Refusal && error.code === 'signature';
          if (forged) intake.knocks.refuse(channelId, new Date());
          throw error;
        });
      if (thanks) return reply.type(thanks.type).send(thanks.body);
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
      const arrived = adapterRequest(request);
      const { adapter, settings } = await doors.open(request.params.channelId);
      const answer = adapter.challenge?.(arrived, settings);
      if (!answer) throw new Refusal('not_found', 'This channel has no handshake.');
      if (answer.status === 200) intake.knocks.shakeHands(request.params.channelId, new Date());
      return reply.code(answer.status).type('text/plain; charset=utf-8').send(answer.body);
    },
  );
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
