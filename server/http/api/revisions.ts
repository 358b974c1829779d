/** Changing what one said, and taking it back. */
import Type from 'typebox';
import { leaveAsIs, revise } from '../../deliveries/revise.ts';
import { Message, MessageRevision } from '../../wire/messages.ts';
import { type App, actorOf, needs, type Store } from '../door.ts';
import { ConversationParams } from '../query.ts';

const tags = ['messages'];
const params = Type.Object({
  ...ConversationParams.properties,
  messageId: Type.String({ format: 'uuid' }),
});
const response = { 200: Message };
const PATH = '/conversations/:id/messages/:messageId';

export async function revisionRoutes(app: App, { store }: { store: Store }): Promise<void> {
  app.patch(
    PATH,
    {
      preHandler: needs('write'),
      schema: {
        tags,
        summary: 'Say otherwise what one said, where the channel allows it',
        description: 'It stands as it is until the platform has taken the change: see `revision`.',
        params,
        body: MessageRevision,
        response,
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { id, messageId } = request.params;
      const { text } = request.body;
      return store.in(actor.workspaceId, (scope) => revise(scope, actor, id, { messageId, text }));
    },
  );
  app.delete(
    PATH,
    {
      preHandler: needs('write'),
      schema: {
        tags,
        summary: 'Take back what one said, at the customer’s, too',
        params,
        response,
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { id, messageId } = request.params;
      const wish = { messageId, text: null };
      return store.in(actor.workspaceId, (scope) => revise(scope, actor, id, wish));
    },
  );
  app.delete(
    `${PATH}/revision`,
    {
      preHandler: needs('write'),
      schema: { tags, summary: 'Leave a message as it is whose change failed', params, response },
    },
    async (request) => {
      const actor = actorOf(request);
      const { id, messageId } = request.params;
      return store.in(actor.workspaceId, (scope) => leaveAsIs(scope, actor, id, messageId));
    },
  );
}
