/** Files agents send and open. */
import type { Files } from '../../attachments/files.ts';
import type { Previews } from '../../attachments/previews.ts';
import { accessAttachment, largestUpload, recordUpload } from '../../attachments/uploads.ts';
import { presentAttachment } from '../../conversations/beside.ts';
import { Attachment } from '../../wire/messages.ts';
import { type App, actorOf, needs, type Store } from '../door.ts';
import { sendFile, sendPreview, takeFile } from '../file-transfer.ts';
import { IdParams } from '../query.ts';

const tags = ['attachments'];

export async function attachmentRoutes(
  app: App,
  { store, files, previews }: { store: Store; files: Files; previews: Previews },
): Promise<void> {
  const maxBytes = largestUpload(store.catalogue);
  app.post(
    '/attachments',
    {
      preHandler: needs('write'),
      schema: {
        tags,
        summary: 'Upload a file (multipart field "file"), then name its id in a message',
        consumes: ['multipart/form-data'],
        response: { 201: Attachment },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const { name, stored } = await takeFile(request, files, maxBytes);
      const row = await store.in(actor.workspaceId, (scope) =>
        recordUpload(scope, `agent:${actor.agentId}`, name, stored),
      );
      return reply.code(201).send(presentAttachment(row));
    },
  );
  app.get(
    '/attachments/:id',
    {
      preHandler: needs('read'),
      schema: { tags, summary: 'The file itself', params: IdParams },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const row = await store.in(actor.workspaceId, (scope) =>
        accessAttachment(scope, actor.agentId, request.params.id),
      );
      return sendFile(reply, files, row);
    },
  );
  app.get(
    '/attachments/:id/preview',
    {
      preHandler: needs('read'),
      schema: { tags, summary: 'A small picture of an image, to show in place', params: IdParams },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const row = await store.in(actor.workspaceId, (scope) =>
        accessAttachment(scope, actor.agentId, request.params.id),
      );
      return sendPreview(reply, { files, previews }, row);
    },
  );
}
