/** Logging in and out. */
import Type from 'typebox';
import { describeSession } from '../../agents/agents.ts';
import { logIn } from '../../agents/log-in.ts';
import {
  endedSessionCookie,
  readSessionCookie,
  sessionCookie,
} from '../../agents/session-cookie.ts';
import { endSession } from '../../agents/sessions.ts';
import { LogIn, Session } from '../../wire/people.ts';
import type { PeopleHub } from '../authenticate.ts';
import { type App, actorOf } from '../door.ts';

const tags = ['session'];

export async function sessionRoutes(app: App, hub: PeopleHub): Promise<void> {
  logInRoute(app, hub);
  currentRoute(app, hub);
  logOutRoute(app, hub);
}

function logInRoute(app: App, { store, settings: { secure } }: PeopleHub): void {
  app.post(
    '/session',
    {
      schema: {
        tags,
        summary: 'Log in',
        security: [],
        body: LogIn,
        response: { 201: Session },
      },
    },
    async (request, reply) => {
      const { cookie, session } = await logIn(store, {
        ...request.body,
        address: request.ip,
        presented: readSessionCookie(request.headers.cookie, secure),
      });
      return reply.code(201).header('set-cookie', sessionCookie(cookie, secure)).send(session);
    },
  );
}

function currentRoute(app: App, { store }: PeopleHub): void {
  app.get(
    '/session',
    { schema: { tags, summary: 'Who is logged in', response: { 200: Session } } },
    async (request) => {
      const { workspaceId, agentId } = actorOf(request);
      return store.in(workspaceId, (scope) => describeSession(scope, agentId));
    },
  );
}

function logOutRoute(app: App, { store, settings: { secure } }: PeopleHub): void {
  app.delete(
    '/session',
    { schema: { tags, summary: 'Log out', response: { 204: Type.Null() } } },
    async (request, reply) => {
      const secret = readSessionCookie(request.headers.cookie, secure);
      if (secret) await endSession(store, secret);
      return reply.code(204).header('set-cookie', endedSessionCookie(secure)).send(null);
    },
  );
}
