/** What visitors do with their talk beside writing. Fetched with the parts that offer it. */
import type { VisitorRating } from '../../server/wire/visitor.ts';
import { type Api, post } from './api.ts';
import type { Line } from './line.ts';
import type { Session } from './session.ts';
import type { Sync } from './sync.ts';

type Talk = {
  readonly api: Api;
  readonly session: Session;
  readonly sync: Sync;
  readonly line: Line;
};

/** The visitor ends it. @throws when the server does not take it */
export async function endTalk({ api, session, sync }: Talk): Promise<void> {
  await session.use((token) => api.call(token, '/end', { method: 'POST' }));
  await sync.catchUp();
}

/** How it was. @throws when the server does not take it */
export async function rateTalk({ api, session, line }: Talk, rating: VisitorRating): Promise<void> {
  await session.use((token) => api.call(token, '/rating', post(rating, 'PUT')));
  line.talk.value = 'rated';
}
