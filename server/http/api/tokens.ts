/** One's own API tokens. */
import Type from 'typebox';
import { issueToken, listTokens, revokeToken } from '../../agents/tokens.ts';
import { IssuedToken, NewToken, Token } from '../../wire/people.ts';
import type { PeopleHub } from '../authenticate.ts';
import { type App, actorOf, needs } from '../door.ts';
import { IdParams } from '../query.ts';

const tags = ['tokens'];

export async function tokenRoutes(app: App, hub: PeopleHub): Promise<void> {
  listRoute(app, hub);
  issueRoute(app, hub);
  revokeRoute(app, hub);
}

function listRoute(app: App, { store }: PeopleHub): void {
  app.get(
    '/tokens',
    {
      preHandler: needs('read'),
      schema: {
        tags,
        summary: 'Your API tokens, without their secrets',
        response: { 200: Type.Object({ data: Type.Array(Token) }) },
      },
    },
    async (request) => {
      const actor = actorOf(request);
      return { data: await store.in(actor.workspaceId, (scope) => listTokens(scope, actor)) };
    },
  );
}

function issueRoute(app: App, { store }: PeopleHub): void {
  app.post(
    '/tokens',
    {
      preHandler: needs('write'),
      config: { answersOnce: true },
      schema: {
        tags,
        summary: 'Make an API token; its secret is shown once',
        body: NewToken,
        response: { 201: IssuedToken },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const { body } = request;
      const issued = await store.in(actor.workspaceId, (scope) => issueToken(scope, actor, body));
      return reply.code(201).send(issued);
    },
  );
}

function revokeRoute(app: App, { store }: PeopleHub): void {
  app.delete(
    '/tokens/:id',
    {
      preHandler: needs('write'),
      schema: {
        tags,
        summary: 'End an API token',
        params: IdParams,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const { id } = request.params;
      await store.in(actor.workspaceId, (scope) => revokeToken(scope, actor, id));
      return reply.code(204).send(null);
    },
  );
}
