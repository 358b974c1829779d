/** The page behind the last line of a mail that followed somebody: asks first, as machines open every address in a mail. */
import Type from 'typebox';
import type { Permit, Tickets } from '../attachments/tickets.ts';
import { readStopWords, STOP_PATH, stopMails } from '../conversations/continuing/stopping.ts';
import type { Scope } from '../events/scope.ts';
import { readStopDigestWords, STOP_DIGEST_PATH, stopDigests } from '../mails/digest.ts';
import { Refusal } from '../wire/problems.ts';
import type { App, Store } from './door.ts';

type Hub = { store: Store; tickets: Tickets };

const params = Type.Object({ ticket: Type.String({ maxLength: 1024 }) });
const schema = { hide: true, params };

/** What a ticket ends, and what is said about it; null: there is nothing to end any more. */
type End = (
  scope: Scope,
  permit: Permit,
  ends: boolean,
) => Promise<{ locale: string; title: string; action: string; done: string } | null>;

const endMails: End = async (scope, permit, ends) => {
  if (permit.kind !== 'stop') return null;
  if (ends) await stopMails(scope, permit.threadId);
  return readStopWords(scope, permit.threadId);
};

const endDigests: End = async (scope, permit, ends) => {
  if (permit.kind !== 'digest') return null;
  return (ends ? stopDigests : readStopDigestWords)(scope, permit.agentId);
};

export async function noMoreMailRoutes(app: App, hub: Hub): Promise<void> {
  // The form holds nothing but its button, and what mail programs send (RFC 8058, 3.2) says no more than their coming.
  app.removeContentTypeParser('multipart/form-data');
  app.addContentTypeParser(
    ['application/x-www-form-urlencoded', 'multipart/form-data'],
    { parseAs: 'string', bodyLimit: 4_096 },
    (_request, _body, done) => done(null, {}),
  );
  endAt(app, hub, STOP_PATH, endMails);
  endAt(app, hub, STOP_DIGEST_PATH, endDigests);
}

function endAt(app: App, { store, tickets }: Hub, path: string, end: End): void {
  const look = async (ticket: string, ends: boolean) => {
    const permit = tickets.redeem(ticket);
    const words =
      permit && 'workspaceId' in permit
        ? await store.in(permit.workspaceId, (scope) => end(scope, permit, ends))
        : null;
    if (words) return words;
    throw new Refusal('not_found', 'There is nothing at this address.');
  };
  app.get(`${path}/:ticket`, { schema }, async (request, reply) => {
    const { locale, title, action } = await look(request.params.ticket, false);
    const form = `<form method="post"><button>${action}</button></form>`;
    return reply.type(HTML).send(pageOf(locale, title, form));
  });
  app.post(`${path}/:ticket`, { schema }, async (request, reply) => {
    const { locale, done } = await look(request.params.ticket, true);
    return reply.type(HTML).send(pageOf(locale, done, ''));
  });
}

const HTML = 'text/html; charset=utf-8';

/** Our own words alone, and the name of our own language: nothing in it comes from outside. */
const pageOf = (locale: string, title: string, body: string): string =>
  `<!doctype html><html lang="${locale}" dir="${locale === 'ar' ? 'rtl' : 'ltr'}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><meta name="robots" content="noindex"><title>${title}</title></head>
<body><main><h1>${title}</h1>${body}</main></body></html>`;
