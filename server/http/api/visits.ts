/** Who is on the website now, and where the person of a conversation is. */
import type { Visits } from '../../channels/visits.ts';
import { readBoard, readTrail } from '../../conversations/visiting.ts';
import { Board, TrailAnswer } from '../../wire/visits.ts';
import { type App, actorOf, needs, type Store } from '../door.ts';
import { ConversationParams } from '../query.ts';

type Hub = { store: Store; visits: Visits };

export async function visitRoutes(app: App, { store, visits }: Hub): Promise<void> {
  app.get(
    '/visits',
    {
      preHandler: needs('read'),
      schema: {
        tags: ['visits'],
        summary: 'Who is on the pages of the channels that follow their visitors',
        description:
          'Of whoever has said nothing for a minute and a half, nothing is known any more.',
        response: { 200: Board },
      },
    },
    async (request) => readBoard(store, actorOf(request), visits),
  );
  app.get(
    '/conversations/:id/visit',
    {
      preHandler: needs('read'),
      schema: {
        tags: ['conversations'],
        summary: 'On which page its person is now, and was before',
        params: ConversationParams,
        response: { 200: TrailAnswer },
      },
    },
    async (request) => {
      return { visit: await readTrail(store, actorOf(request), request.params.id, visits) };
    },
  );
}
