/** Files and images inside message bodies, opened by tickets: the frames they stand in have no session. */
import Type from 'typebox';
import type { Files } from '../attachments/files.ts';
import type { Redraw } from '../attachments/pictures/redraw.ts';
import type { Tickets } from '../attachments/tickets.ts';
import { fileOfTicket } from '../attachments/uploads.ts';
import { TICKETS_PATH } from '../conversations/body.ts';
import { Refusal } from '../wire/problems.ts';
import type { App, Store } from './door.ts';
import { sendFile } from './file-transfer.ts';
import { fetchImage, type ImageSource } from './remote-image.ts';

export type InlineHub = {
  store: Store;
  files: Files;
  tickets: Tickets;
  remoteImages: ImageSource;
  redraw: Redraw;
};

const TicketParams = Type.Object({
  ticket: Type.String({ maxLength: 4096 }),
  name: Type.Optional(Type.String()),
});

export async function inlineRoutes(app: App, hub: InlineHub): Promise<void> {
  // The name opens nothing: it is there for platforms that go by the end of an address.
  app.get(
    `${TICKETS_PATH}/:ticket/:name?`,
    { schema: { hide: true, params: TicketParams } },
    async (request, reply) => {
      const permit = hub.tickets.redeem(request.params.ticket);
      if (!permit) throw new Refusal('not_found', 'There is nothing at this address.');
      // The frame is sandboxed: to the browser its origin is nobody's.
      reply.header('cross-origin-resource-policy', 'cross-origin');
      reply.header('referrer-policy', 'no-referrer');
      if (permit.kind === 'file') {
        const { workspaceId, attachmentId } = permit;
        const row = await hub.store.in(workspaceId, (scope) => fileOfTicket(scope, attachmentId));
        return sendFile(reply, hub.files, row);
      }
      if (permit.kind !== 'remote')
        throw new Refusal('not_found', 'There is nothing at this address.');
      const { type, bytes } = await fetchImage(hub, permit.url);
      return reply
        .header('content-security-policy', "default-src 'none'; sandbox")
        .header('cache-control', 'private, max-age=300, no-transform')
        .type(type)
        .send(Buffer.from(bytes));
    },
  );
}
