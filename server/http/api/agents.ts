/** The people of the workspace, and one's own profile. */
import Type from 'typebox';
import { listAgents } from '../../agents/agents.ts';
import { changeRole, removeMember } from '../../agents/members.ts';
import { changeProfile } from '../../agents/profile.ts';
import { sessionCookie } from '../../agents/session-cookie.ts';
import { putBackWorkOf } from '../../conversations/work.ts';
import { Agent, AgentChange, ProfileChange, Session } from '../../wire/people.ts';
import type { PeopleHub } from '../authenticate.ts';
import { type App, actorOf, needs } from '../door.ts';
import { IdParams } from '../query.ts';

const tags = ['agents'];

export async function agentRoutes(app: App, hub: PeopleHub): Promise<void> {
  listRoute(app, hub);
  profileRoute(app, hub);
  roleRoute(app, hub);
  removalRoute(app, hub);
}

function listRoute(app: App, { store }: PeopleHub): void {
  app.get(
    '/agents',
    {
      preHandler: needs('read'),
      schema: {
        tags,
        summary: 'Everyone who is or was an agent',
        response: { 200: Type.Object({ data: Type.Array(Agent) }) },
      },
    },
    async (request) => {
      const data = await store.in(actorOf(request).workspaceId, listAgents);
      return { data };
    },
  );
}

function profileRoute(app: App, { store, settings }: PeopleHub): void {
  app.patch(
    '/agents/me',
    {
      preHandler: needs('write'),
      schema: {
        tags,
        summary: 'Change your own profile or password',
        body: ProfileChange,
        response: { 200: Session },
      },
    },
    async (request, reply) => {
      const { body, ip } = request;
      const { session, cookie } = await changeProfile(store, actorOf(request), body, ip);
      if (cookie) reply.header('set-cookie', sessionCookie(cookie, settings.secure));
      return session;
    },
  );
}

function roleRoute(app: App, { store }: PeopleHub): void {
  app.patch(
    '/agents/:id',
    {
      preHandler: needs('admin'),
      schema: {
        tags,
        summary: "Change someone's role",
        params: IdParams,
        body: AgentChange,
        response: { 200: Agent },
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { params, body } = request;
      return store.in(actor.workspaceId, (scope) => changeRole(scope, actor, params.id, body.role));
    },
  );
}

function removalRoute(app: App, { store }: PeopleHub): void {
  app.delete(
    '/agents/:id',
    {
      preHandler: needs('admin'),
      schema: {
        tags,
        summary: 'Remove someone; all their access ends at once',
        params: IdParams,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const { id } = request.params;
      await store.in(actor.workspaceId, async (scope) => {
        await removeMember(scope, actor, id);
        // Nobody would look at what lies with somebody who is gone.
        await putBackWorkOf(scope, id);
      });
      return reply.code(204).send(null);
    },
  );
}
