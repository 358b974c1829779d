/** Files visitors send and open. */
import type { FastifyRequest } from 'fastify';
import Type from 'typebox';
import { isInline, typeMatches } from '../../attachments/types.ts';
import {
  type AttachmentRow,
  accessLineAttachment,
  recordUpload,
} from '../../attachments/uploads.ts';
import type { Caller } from '../../channels/visitors.ts';
import { findLine } from '../../conversations/visitor-line.ts';
import { Refusal } from '../../wire/problems.ts';
import { VisitorAttachment } from '../../wire/visitor.ts';
import type { App } from '../door.ts';
import { sendFile, sendPreview, takeFile } from '../file-transfer.ts';
import { ChannelParams, callerOf, type VisitorHub } from './caller.ts';

export function visitorFileRoutes(app: App, hub: VisitorHub): void {
  app.post(
    '/:channelId/attachments',
    {
      schema: {
        tags: ['visitors'],
        summary: 'Upload a file (multipart field "file"), then name its id in a message',
        consumes: ['multipart/form-data'],
        params: ChannelParams,
        response: { 201: VisitorAttachment },
      },
      bodyLimit: 32 * 1024 * 1024,
    },
    async (request, reply) => {
      const caller = await callerOf(hub, request);
      await hub.throttle.take('upload', caller.visitor.tokenHash, request.ip);
      const limits = limitsOf(hub, caller);
      const { name, stored } = await takeFile(request, hub.files, limits.maxBytes);
      if (!typeMatches(stored.type, limits.types)) {
        throw new Refusal('media_type', `Files of the type ${stored.type} are not taken here.`);
      }
      const { channelId, threadKey } = caller.line;
      const row = await hub.store.in(caller.workspaceId, (scope) =>
        recordUpload(scope, `thread:${channelId}:${threadKey}`, name, stored),
      );
      const { id, type, size } = row;
      return reply.code(201).send({ id, name: row.name, type, size, inline: isInline(type) });
    },
  );
  app.get(
    '/:channelId/attachments/:id',
    {
      schema: {
        tags: ['visitors'],
        summary: 'A file of the visitor’s own line',
        params: FileParams,
      },
    },
    async (request, reply) => sendFile(reply, hub.files, await fileOf(hub, request)),
  );
  app.get(
    '/:channelId/attachments/:id/preview',
    {
      schema: {
        tags: ['visitors'],
        summary: 'A small picture of an image of the visitor’s own line',
        params: FileParams,
      },
    },
    async (request, reply) => sendPreview(reply, hub, await fileOf(hub, request)),
  );
}

const FileParams = Type.Object({
  ...ChannelParams.properties,
  id: Type.String({ format: 'uuid' }),
});

type FileRequest = FastifyRequest<{ Params: Type.Static<typeof FileParams> }>;

/** @throws Refusal not_found when it is none of the visitor's own line */
async function fileOf(hub: VisitorHub, request: FileRequest): Promise<AttachmentRow> {
  const caller = await callerOf(hub, request);
  return hub.store.in(caller.workspaceId, async (scope) => {
    const thread = await findLine(scope, caller.line);
    if (!thread) throw new Refusal('not_found', 'There is no such file.');
    return accessLineAttachment(scope, thread.id, request.params.id);
  });
}

function limitsOf(hub: VisitorHub, caller: Caller) {
  const limits = hub.store.catalogue.get(caller.channel.adapter)?.capabilities.attachments;
  if (limits) return limits;
  throw new Refusal('media_type', 'This channel takes no files.');
}
