/** The first-run page's door. */
import { sessionCookie } from '../../agents/session-cookie.ts';
import { type AfterSetup, isSetupNeeded, setUp } from '../../agents/setup.ts';
import { Session, Setup, SetupState } from '../../wire/people.ts';
import type { PeopleHub } from '../authenticate.ts';
import type { App } from '../door.ts';

const tags = ['setup'];

/** @param hub.afterSetup gives a new workspace what it begins with */
export async function setupRoutes(
  app: App,
  { store, settings, afterSetup }: PeopleHub & { afterSetup: AfterSetup },
): Promise<void> {
  app.get(
    '/setup',
    {
      schema: {
        tags,
        summary: 'Whether the first admin is still to be made',
        security: [],
        response: { 200: SetupState },
      },
    },
    async () => ({ needed: await isSetupNeeded(store) }),
  );

  app.post(
    '/setup',
    {
      schema: {
        tags,
        summary: 'Make the first admin and log in; works once',
        security: [],
        body: Setup,
        response: { 201: Session },
      },
    },
    async (request, reply) => {
      const { cookie, session } = await setUp(store, request.body, afterSetup);
      reply.header('set-cookie', sessionCookie(cookie, settings.secure));
      return reply.code(201).send(session);
    },
  );
}
