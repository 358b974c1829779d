/** Inviting colleagues, and the link's own door, which stands open to strangers. */
import Type from 'typebox';
import {
  acceptInvitation,
  invite,
  listInvitations,
  previewInvitation,
  withdrawInvitation,
} from '../../agents/invitations.ts';
import { readSessionCookie, sessionCookie } from '../../agents/session-cookie.ts';
import {
  Acceptance,
  Invitation,
  InvitationPreview,
  IssuedInvitation,
  NewInvitation,
  Session,
} from '../../wire/people.ts';
import type { PeopleHub } from '../authenticate.ts';
import { type App, actorOf, needs } from '../door.ts';
import { IdParams } from '../query.ts';

const tags = ['invitations'];
const LinkParams = Type.Object({ token: Type.String({ maxLength: 128 }) });

export async function invitationRoutes(app: App, hub: PeopleHub): Promise<void> {
  listRoute(app, hub);
  inviteRoute(app, hub);
  withdrawRoute(app, hub);
  previewRoute(app, hub);
  acceptRoute(app, hub);
}

function listRoute(app: App, { store }: PeopleHub): void {
  app.get(
    '/invitations',
    {
      preHandler: needs('admin'),
      schema: {
        tags,
        summary: 'Invitations that are still open',
        response: { 200: Type.Object({ data: Type.Array(Invitation) }) },
      },
    },
    async (request) => {
      const data = await store.in(actorOf(request).workspaceId, listInvitations);
      return { data };
    },
  );
}

function inviteRoute(app: App, { store, settings }: PeopleHub): void {
  app.post(
    '/invitations',
    {
      preHandler: needs('admin'),
      config: { answersOnce: true },
      schema: {
        tags,
        summary: 'Invite someone; the link is shown once',
        body: NewInvitation,
        response: { 201: IssuedInvitation },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const wanted = { ...request.body, publicUrl: settings.publicUrl };
      const issued = await store.in(actor.workspaceId, (scope) => invite(scope, actor, wanted));
      return reply.code(201).send(issued);
    },
  );
}

function withdrawRoute(app: App, { store }: PeopleHub): void {
  app.delete(
    '/invitations/:id',
    {
      preHandler: needs('admin'),
      schema: {
        tags,
        summary: 'Withdraw an invitation',
        params: IdParams,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const { id } = request.params;
      await store.in(actor.workspaceId, (scope) => withdrawInvitation(scope, actor, id));
      return reply.code(204).send(null);
    },
  );
}

function previewRoute(app: App, { store }: PeopleHub): void {
  app.get(
    '/invitations/by-token/:token',
    {
      schema: {
        tags,
        summary: 'Whom the link invites, and where to',
        security: [],
        params: LinkParams,
        response: { 200: InvitationPreview },
      },
    },
    async (request) => previewInvitation(store, request.params.token),
  );
}

function acceptRoute(app: App, { store, settings }: PeopleHub): void {
  app.post(
    '/invitations/by-token/:token',
    {
      schema: {
        tags,
        summary: 'Accept: become an agent and log in',
        security: [],
        params: LinkParams,
        body: Acceptance,
        response: { 201: Session },
      },
    },
    async (request, reply) => {
      const presented = readSessionCookie(request.headers.cookie, settings.secure);
      const person = { ...request.body, presented };
      const { cookie, session } = await acceptInvitation(store, request.params.token, person);
      reply.header('set-cookie', sessionCookie(cookie, settings.secure));
      return reply.code(201).send(session);
    },
  );
}
