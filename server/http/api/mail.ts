/** Whether the installation itself sends mails, and the new password that comes by one. */
import Type from 'typebox';
import { askReset, previewReset, resetPassword } from '../../agents/password-reset.ts';
import { readSessionCookie, sessionCookie } from '../../agents/session-cookie.ts';
import type { Mailer } from '../../mails/mailer.ts';
import { MailState, NewPassword, ResetAsked, ResetPreview, Session } from '../../wire/people.ts';
import { Refusal } from '../../wire/problems.ts';
import type { PeopleHub } from '../authenticate.ts';
import { type App, actorOf } from '../door.ts';

type Hub = PeopleHub & { mailer: Mailer | null };

const tags = ['session'];
const LinkParams = Type.Object({ token: Type.String({ maxLength: 128 }) });

export async function mailRoutes(app: App, hub: Hub): Promise<void> {
  stateRoute(app, hub);
  askRoute(app, hub);
  previewRoute(app, hub);
  resetRoute(app, hub);
}

function stateRoute(app: App, { mailer }: Hub): void {
  app.get(
    '/mail',
    {
      schema: {
        tags: ['agents'],
        summary: 'Whether the installation sends mails to its agents',
        response: { 200: MailState },
      },
    },
    async (request) => {
      actorOf(request);
      return { from: mailer?.from ?? null };
    },
  );
}

function askRoute(app: App, { store, mailer }: Hub): void {
  app.post(
    '/password-resets',
    {
      schema: {
        tags,
        summary: 'Have a link for a new password sent; the answer is the same for every address',
        security: [],
        body: ResetAsked,
        response: { 202: Type.Null() },
      },
    },
    async (request, reply) => {
      if (!mailer) throw new Refusal('conflict', 'This installation sends no mails.');
      await askReset(store, { email: request.body.email, address: request.ip });
      return reply.code(202).send(null);
    },
  );
}

function previewRoute(app: App, { store }: Hub): void {
  app.get(
    '/password-resets/by-token/:token',
    {
      schema: {
        tags,
        summary: 'Whose password the link changes',
        security: [],
        params: LinkParams,
        response: { 200: ResetPreview },
      },
    },
    async (request) => previewReset(store, request.params.token),
  );
}

function resetRoute(app: App, { store, settings: { secure } }: Hub): void {
  app.post(
    '/password-resets/by-token/:token',
    {
      schema: {
        tags,
        summary: 'Choose the new password: all log-ins of before end, and one begins',
        security: [],
        params: LinkParams,
        body: NewPassword,
        response: { 201: Session },
      },
    },
    async (request, reply) => {
      const presented = readSessionCookie(request.headers.cookie, secure);
      const chosen = { password: request.body.password, presented };
      const { cookie, session } = await resetPassword(store, request.params.token, chosen);
      return reply.code(201).header('set-cookie', sessionCookie(cookie, secure)).send(session);
    },
  );
}
