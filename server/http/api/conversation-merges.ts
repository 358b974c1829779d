/** Two conversations of one person become one, and two again. */
import Type from 'typebox';
import { mergeConversations } from '../../conversations/merging.ts';
import { unmergeConversations } from '../../conversations/unmerging.ts';
import {
  Conversation,
  MergedConversation,
  NewConversationMerge,
} from '../../wire/conversations.ts';
import { Id } from '../../wire/shapes.ts';
import { type App, actorOf, needs, type Store } from '../door.ts';
import { ConversationParams } from '../query.ts';

const tags = ['conversations'];

export async function conversationMergeRoutes(
  app: App,
  { store }: { store: Store },
): Promise<void> {
  app.post(
    '/conversations/:id/merges',
    {
      preHandler: needs('write'),
      schema: {
        tags,
        summary: 'Another conversation of the same contact goes on in this one',
        params: ConversationParams,
        body: NewConversationMerge,
        response: { 201: MergedConversation },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const merged = await store.in(actor.workspaceId, (scope) =>
        mergeConversations(scope, actor, request.params.id, request.body.otherId),
      );
      return reply.code(201).send(merged);
    },
  );
  app.delete(
    '/conversations/:id/merges/:mergeId',
    {
      preHandler: needs('write'),
      schema: {
        tags,
        summary: 'Take a merge back: both have their own past, lines and tags again',
        params: Type.Object({ ...ConversationParams.properties, mergeId: Id }),
        response: { 200: Conversation },
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { id, mergeId } = request.params;
      return store.in(actor.workspaceId, (scope) =>
        unmergeConversations(scope, actor, id, mergeId),
      );
    },
  );
}
