/** What was said in its other forms: as HTML for a sandboxed frame, raw as it came, all of it written out. */
import Type from 'typebox';
import type { Tickets } from '../../attachments/tickets.ts';
import { readBody } from '../../conversations/body.ts';
import { readOriginal } from '../../conversations/original.ts';
import { writeTranscript } from '../../conversations/transcript.ts';
import { type App, actorOf, needs, type Store } from '../door.ts';
import { ConversationParams } from '../query.ts';

const tags = ['messages'];
const Params = Type.Object({
  ...ConversationParams.properties,
  messageId: Type.String({ format: 'uuid' }),
});
const Flag = Type.Optional(Type.Union([Type.Literal('yes'), Type.Literal('no')]));

/** Nothing runs, nothing is sent, and the only images are ours, by ticket (trust rule C9). */
const BODY_POLICY = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  "img-src 'self'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'self'",
  'sandbox allow-popups allow-popups-to-escape-sandbox',
].join('; ');

type Hub = { store: Store; tickets: Tickets };

export async function messageFormRoutes(app: App, { store, tickets }: Hub): Promise<void> {
  transcriptRoute(app, store);
  app.get(
    '/conversations/:id/messages/:messageId/body',
    {
      preHandler: needs('read'),
      schema: {
        tags,
        summary: 'The HTML form of a message, for a sandboxed frame',
        params: Params,
        querystring: Type.Object({ images: Flag, dark: Flag }),
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const { id, messageId } = request.params;
      const { images, dark } = request.query;
      const wish = { messageId, remoteImages: images === 'yes', dark: dark === 'yes', tickets };
      const html = await store.in(actor.workspaceId, (scope) => readBody(scope, actor, id, wish));
      return reply
        .header('content-security-policy', BODY_POLICY)
        .header('referrer-policy', 'no-referrer')
        .type('text/html; charset=utf-8')
        .send(html);
    },
  );
  app.get(
    '/conversations/:id/messages/:messageId/raw',
    {
      preHandler: needs('read'),
      schema: { tags, summary: 'The message as it arrived', params: Params },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const { id, messageId } = request.params;
      const original = await store.in(actor.workspaceId, (scope) =>
        readOriginal(scope, actor, id, messageId),
      );
      return reply
        .header('content-disposition', `attachment; filename="${messageId}.${original.extension}"`)
        .header('content-security-policy', "default-src 'none'; sandbox")
        .type('application/octet-stream')
        .send(Buffer.from(original.content));
    },
  );
}

function transcriptRoute(app: App, store: Store): void {
  app.get(
    '/conversations/:id/transcript',
    {
      preHandler: needs('read'),
      schema: {
        tags,
        summary: 'All of it as plain text; with `internal` also what the customer never saw',
        params: ConversationParams,
        querystring: Type.Object({ internal: Flag }),
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const internal = request.query.internal === 'yes';
      const text = await store.in(actor.workspaceId, (scope) =>
        writeTranscript(scope, actor, request.params.id, internal),
      );
      return reply.type('text/plain; charset=utf-8').send(text);
    },
  );
}
