/** What visitors do with their talk beside writing. Fetched with the parts that offer it. */
import type { VisitorAddress, VisitorCopy, VisitorRating } from '../../server/wire/visitor.ts';
import { type Api, post } from './api.ts';
import type { Line } from './line.ts';
import type { Place } from './place.ts';
import type { Session } from './session.ts';
import type { Sync } from './sync.ts';

type Talk = {
  readonly api: Api;
  readonly session: Session;
  readonly sync: Sync;
  readonly line: Line;
  readonly place: Place;
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

/** Where a copy would go, as far as they have said; empty: nothing is known, or nobody can be asked. */
export async function addressOf({ api, session }: Talk): Promise<string> {
  try {
    const answer = await session.use((token) => api.call(token, '/transcript'));
    const { email } = (await answer.json()) as VisitorAddress;
    return email ?? '';
  } catch {
    return '';
  }
}

/** Has all of it sent by mail. @returns the address it goes to @throws when the server does not take it */
export async function sendCopy({ api, session, place }: Talk, email: string): Promise<string> {
  const { timeZone: zone } = Intl.DateTimeFormat().resolvedOptions();
  const wish = { email, zone, locale: place.locale.value };
  const answer = await session.use((token) => api.call(token, '/transcript', post(wish)));
  return ((await answer.json()) as VisitorCopy).email;
}
