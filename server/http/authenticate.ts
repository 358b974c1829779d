/** Finds out who asks, before anything else looks at a request. */
import { authenticate } from '../agents/authenticate.ts';
import { readSessionCookie } from '../agents/session-cookie.ts';
import type { App, DoorSettings, Store } from './door.ts';

/** What the doors for people open to. */
export type PeopleHub = { store: Store; settings: DoorSettings };

/** Sets `request.actor` for every route of `app`: the agent behind a token or a session cookie, or null. */
export function authenticateRequests(app: App, { store, settings }: PeopleHub): void {
  if (!app.hasRequestDecorator('actor')) app.decorateRequest('actor', null);
  app.addHook('onRequest', async (request) => {
    const { cookie, authorization } = request.headers;
    request.actor = await authenticate(store, {
      cookie: readSessionCookie(cookie, settings.secure),
      bearer: readBearer(authorization),
    });
  });
}

/** Other schemes belong to somebody in between, such as a proxy that asks for a password of its own. */
export function readBearer(authorization: string | undefined): string | undefined {
  return authorization?.match(/^Bearer +(\S*) *$/i)?.[1];
}
