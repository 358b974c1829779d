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
import type { Vault } from '../../channels/settings.ts';
import type { Mailer } from '../../mails/mailer.ts';
import { queueMail } from '../../mails/queue.ts';
import {
  Acceptance,
  Invitation,
  InvitationPreview,
  IssuedInvitation,
  NewInvitation,
  Session,
} from '../../wire/people.ts';
import { Refusal } from '../../wire/problems.ts';
import type { PeopleHub } from '../authenticate.ts';
import { type App, actorOf, needs } from '../door.ts';
import { IdParams } from '../query.ts';

type Hub = PeopleHub & { vault: Vault; mailer: Mailer | null };

const tags = ['invitations'];
const LinkParams = Type.Object({ token: Type.String({ maxLength: 128 }) });

export async function invitationRoutes(app: App, hub: Hub): Promise<void> {
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

function inviteRoute(app: App, { store, settings, vault, mailer }: Hub): void {
  app.post(
    '/invitations',
    {
      preHandler: needs('admin'),
      config: { answersOnce: true },
      schema: {
        tags,
        summary: 'Invite someone; the link is shown once, and sent where that is wished',
        body: NewInvitation,
        response: { 201: IssuedInvitation },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const { mail, ...body } = request.body;
      if (mail && !mailer) throw new Refusal('conflict', 'This installation sends no mails.');
      const wanted = { ...body, publicUrl: settings.publicUrl };
      const issued = await store.in(actor.workspaceId, async (scope) => {
        const { agentId, workspaceId } = actor;
        const made = await invite(scope, actor, wanted);
        const sealed = vault.seal({ url: made.url }, { workspaceId, of: 'mail' });
        if (mail)
          await queueMail(scope, { kind: 'invitation', address: made.email, agentId, sealed });
        return made;
      });
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
