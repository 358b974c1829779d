/** Finds out who asks, before anything else looks at a request. */
import { authenticate, type Presented } from '../agents/authenticate.ts';
import { readSessionCookie } from '../agents/session-cookie.ts';
import type { Actor } from '../events/actor.ts';
import { Grouping } from '../events/grouping.ts';
import type { App, DoorSettings, Store } from './door.ts';

/** What the doors for people open to. */
export type PeopleHub = { store: Store; settings: DoorSettings };

/** Sets `request.actor` for every route of `app`: the agent behind a token or a session cookie, or null. */
export function authenticateRequests(app: App, { store, settings }: PeopleHub): void {
  if (!app.hasRequestDecorator('actor')) app.decorateRequest('actor', null);
  const lookingUp = lookUps(store);
  app.addHook('onRequest', async (request) => {
    const { cookie, authorization } = request.headers;
    const session = readSessionCookie(cookie, settings.secure);
    const bearer = readBearer(authorization);
    const lane = JSON.stringify([bearer, session]);
    request.actor = await lookingUp.add(lane, { cookie: session, bearer });
  });
}

/**
 * Requests with the same credential that come in while it is being looked up share the next look-up: it begins after
 * all of them have come, so rights that end, end for them, too.
 */
function lookUps(store: Store): Grouping<Presented, Actor | null> {
  return new Grouping(async (_, asked) => {
    const [first] = asked;
    const actor = first ? await authenticate(store, first) : null;
    return asked.map(() => actor);
  }, Number.MAX_SAFE_INTEGER);
}

/** Other schemes belong to somebody in between, such as a proxy that asks for a password of its own. */
export function readBearer(authorization: string | undefined): string | undefined {
  return authorization?.match(/^Bearer +(\S*) *$/i)?.[1];
}
