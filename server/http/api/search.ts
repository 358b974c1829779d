/** Looking for what was said, by whom, or under which number. */
import Type from 'typebox';
import { search } from '../../search/find.ts';
import { SearchPage, StandingOut } from '../../wire/search.ts';
import { type App, actorOf, needs, type Store } from '../door.ts';
import { CursorQuery, decodeCursor, encodeCursor, isId, Limit, limitOf } from '../query.ts';

const Ref = Type.Optional(Type.String({ format: 'uuid' }));
const When = Type.Optional(Type.String({ format: 'date-time' }));

const Query = Type.Object({
  /** May be empty where `person` or `has` is given. */
  q: Type.String({ maxLength: 200 }),
  limit: Limit,
  cursor: CursorQuery,
  channel: Ref,
  contact: Ref,
  /** How somebody is called, or their address, in part: only what stands in conversations with them. */
  person: Type.Optional(Type.String({ maxLength: 100 })),
  tag: Ref,
  priority: Type.Optional(StandingOut),
  direction: Type.Optional(
    Type.Union([Type.Literal('in'), Type.Literal('out'), Type.Literal('note')]),
  ),
  /** `file`: only messages with files. */
  has: Type.Optional(Type.Literal('file')),
  from: When,
  before: When,
});

export async function searchRoutes(app: App, { store }: { store: Store }): Promise<void> {
  app.get(
    '/search',
    {
      preHandler: needs('read'),
      schema: {
        tags: ['conversations'],
        summary: 'Find conversations by number or name, and messages by their words, newest first',
        querystring: Query,
        response: { 200: SearchPage },
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { q, limit, cursor, channel, contact, tag, has, from, before, ...narrower } =
        request.query;
      const asked = {
        ...narrower,
        words: q,
        limit: limitOf(limit, 20),
        after: decodeCursor(cursor, isId),
        channelId: channel,
        contactId: contact,
        tagId: tag,
        hasFile: has === 'file',
        from: from ? new Date(from) : undefined,
        before: before ? new Date(before) : undefined,
      };
      const page = await store.in(actor.workspaceId, (scope) => search(scope, actor, asked));
      return { ...page, next: page.next ? encodeCursor(page.next) : null };
    },
  );
}
