/** What we put under messages. */
import Type from 'typebox';
import { react } from '../../deliveries/react.ts';
import { Message, NewReaction } from '../../wire/messages.ts';
import { type App, actorOf, needs, type Store } from '../door.ts';
import { ConversationParams } from '../query.ts';

export async function reactionRoutes(app: App, { store }: { store: Store }): Promise<void> {
  app.put(
    '/conversations/:id/messages/:messageId/reaction',
    {
      preHandler: needs('write'),
      schema: {
        tags: ['messages'],
        summary: 'React to a message with an emoji, or take the reaction back',
        description: 'One of ours a message: the next one takes its place.',
        params: Type.Object({
          ...ConversationParams.properties,
          messageId: Type.String({ format: 'uuid' }),
        }),
        body: NewReaction,
        response: { 200: Message },
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { id, messageId } = request.params;
      const { emoji } = request.body;
      return store.in(actor.workspaceId, (scope) => react(scope, actor, id, { messageId, emoji }));
    },
  );
}
