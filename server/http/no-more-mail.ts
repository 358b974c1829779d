/** The page behind the last line of a mail that followed somebody: asks first, as machines open every address in a mail. */
import Type from 'typebox';
import type { Tickets } from '../attachments/tickets.ts';
import { readStopWords, STOP_PATH, stopMails } from '../conversations/continuing/stopping.ts';
import { Refusal } from '../wire/problems.ts';
import type { App, Store } from './door.ts';

type Hub = { store: Store; tickets: Tickets };

const params = Type.Object({ ticket: Type.String({ maxLength: 1024 }) });
const schema = { hide: true, params };

export async function noMoreMailRoutes(app: App, { store, tickets }: Hub): Promise<void> {
  // The form holds nothing but its button, and what mail programs send (RFC 8058, 3.2) says no more than their coming.
  app.removeContentTypeParser('multipart/form-data');
  app.addContentTypeParser(
    ['application/x-www-form-urlencoded', 'multipart/form-data'],
    { parseAs: 'string', bodyLimit: 4_096 },
    (_request, _body, done) => done(null, {}),
  );
  const open = (ticket: string) => {
    const permit = tickets.redeem(ticket);
    if (permit?.kind === 'stop') return permit;
    throw new Refusal('not_found', 'There is nothing at this address.');
  };
  app.get(`${STOP_PATH}/:ticket`, { schema }, async (request, reply) => {
    const { workspaceId, threadId } = open(request.params.ticket);
    const words = await store.in(workspaceId, (scope) => readStopWords(scope, threadId));
    if (!words) throw new Refusal('not_found', 'There is nothing at this address.');
    const form = `<form method="post"><button>${words.action}</button></form>`;
    return reply.type(HTML).send(pageOf(words.locale, words.title, form));
  });
  app.post(`${STOP_PATH}/:ticket`, { schema }, async (request, reply) => {
    const { workspaceId, threadId } = open(request.params.ticket);
    const words = await store.in(workspaceId, async (scope) => {
      await stopMails(scope, threadId);
      return readStopWords(scope, threadId);
    });
    if (!words) throw new Refusal('not_found', 'There is nothing at this address.');
    return reply.type(HTML).send(pageOf(words.locale, words.done, ''));
  });
}

const HTML = 'text/html; charset=utf-8';

/** Our own words alone: nothing in it comes from outside. */
const pageOf = (locale: string, title: string, body: string): string =>
  `<!doctype html><html lang="${locale.startsWith('zh') ? 'zh-CN' : 'en'}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><meta name="robots" content="noindex"><title>${title}</title></head>
<body><main><h1>${title}</h1>${body}</main></body></html>`;
