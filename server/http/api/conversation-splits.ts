/** What was begun in the midst of a conversation goes on in one of its own, or in it again. */
import Type from 'typebox';
import { splitConversation } from '../../conversations/splitting.ts';
import { unsplitConversation } from '../../conversations/unsplitting.ts';
import { Conversation, NewConversationSplit, SplitConversation } from '../../wire/conversations.ts';
import { Id } from '../../wire/shapes.ts';
import { type App, actorOf, needs, type Store } from '../door.ts';
import { ConversationParams } from '../query.ts';

const tags = ['conversations'];

export async function conversationSplitRoutes(
  app: App,
  { store }: { store: Store },
): Promise<void> {
  app.post(
    '/conversations/:id/splits',
    {
      preHandler: needs('write'),
      schema: {
        tags,
        summary: 'From one message on, its line goes on in a conversation of its own',
        params: ConversationParams,
        body: NewConversationSplit,
        response: { 201: SplitConversation },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const { params, body } = request;
      const split = await store.in(actor.workspaceId, (scope) =>
        splitConversation(scope, actor, params.id, body.messageId),
      );
      return reply.code(201).send(split);
    },
  );
  app.delete(
    '/conversations/:id/splits/:splitId',
    {
      preHandler: needs('write'),
      schema: {
        tags,
        summary: 'Take a split back, as long as nothing was said in what was begun',
        params: Type.Object({ ...ConversationParams.properties, splitId: Id }),
        response: { 200: Conversation },
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { id, splitId } = request.params;
      return store.in(actor.workspaceId, (scope) => unsplitConversation(scope, actor, id, splitId));
    },
  );
}
