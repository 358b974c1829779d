/** The pages: the inbox, the widget's loader and panel, the demo shop. All static; only the panel asks who may frame it. */
import { readdir, readFile } from 'node:fs/promises';
import fastifyStatic from '@fastify/static';
import type { FastifyReply } from 'fastify';
import Type from 'typebox';
import { allowedOrigins } from '../../adapters/visitor.ts';
import { markSeen } from '../channels/access.ts';
import { firstEmbeddable } from '../channels/channels.ts';
import { atDoorstep, type VisitorStore } from '../channels/visitors.ts';
import { inPackage } from '../package-root.ts';
import { Refusal } from '../wire/problems.ts';
import { installRoutes } from './app-install.ts';
import type { App } from './door.ts';
import { squeeze } from './squeezed.ts';

const HTML = 'text/html; charset=utf-8';

export async function pageRoutes(app: App, hub: VisitorStore): Promise<void> {
  await app.register(fastifyStatic, {
    root: ['client', 'panel'].map((part) => inPackage('dist', part, 'assets')),
    prefix: '/assets/',
    immutable: true,
    maxAge: '365d',
    // The build squeezes them, so that nobody has to while a visitor waits.
    preCompressed: true,
    setHeaders(response) {
      // The panel's parts are fetched by a frame on other people's sites.
      response.setHeader('cross-origin-resource-policy', 'cross-origin');
      response.setHeader('vary', 'accept-encoding');
    },
  });
  await widgetPages(app, hub);
  await demoPages(app, hub);
  await inboxPages(app);
}

async function widgetPages(app: App, hub: VisitorStore): Promise<void> {
  const panel = await readFile(inPackage('dist', 'panel', 'widget', 'panel.html'), 'utf8');
  await hostScript(app, '/widget.js', ['loader', 'widget.js']);
  await hostScript(app, '/widget/room.js', ['room', 'room.js']);
  for (const words of await readdir(inPackage('dist', 'room', 'words'))) {
    await hostScript(app, `/widget/words/${words}`, ['room', 'words', words]);
  }
  await hostScript(app, '/widget/engage.js', ['engage', 'engage.js']);
  await hostScript(app, '/widget/trail.js', ['trail', 'trail.js']);
  await hostScript(app, '/shims/chatwoot.js', ['shims', 'chatwoot.js']);
  await hostScript(app, '/shims/intercom.js', ['shims', 'intercom.js']);
  app.get(
    '/widget/:channelId/panel',
    { schema: { hide: true, params: Type.Object({ channelId: Type.String({ format: 'uuid' }) }) } },
    async (request, reply) => {
      const { channelId } = request.params;
      const { settings, channel, workspaceId } = await atDoorstep(hub, channelId, undefined);
      const embedder = embedderOf(request.headers.referer);
      await hub.store.in(workspaceId, (scope) => markSeen(scope, channel, embedder));
      return reply
        .type(HTML)
        .header('content-security-policy', panelPolicy(hub.publicUrl, allowedOrigins(settings)))
        .header('cache-control', 'no-cache')
        .header('cross-origin-resource-policy', 'cross-origin')
        .send(panel);
    },
  );
}

/** A script for other people's pages: also as a module, which browsers fetch from another site only when that says so. */
async function hostScript(app: App, address: string, file: string[]): Promise<void> {
  const send = squeeze(await readFile(inPackage('dist', ...file)));
  app.get(address, { schema: { hide: true } }, async (request, reply) => {
    reply
      .type('text/javascript; charset=utf-8')
      .header('cache-control', 'public, max-age=300')
      .header('cross-origin-resource-policy', 'cross-origin')
      .header('access-control-allow-origin', '*');
    return send(request, reply);
  });
}

/** Which website opened the panel: browsers name the page around a frame, at least its origin. */
function embedderOf(referer: string | undefined): string | null {
  return referer && URL.canParse(referer) ? new URL(referer).origin : null;
}

/** Only the listed websites may hold the panel in a frame (trust rule V6); everybody, when there is no list. */
function panelPolicy(publicUrl: string, allowed: string[] | null): string {
  const ancestors = allowed === null ? '*' : ["'self'", publicUrl, ...allowed].join(' ');
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' blob: data:",
    'media-src blob:',
    "connect-src 'self' ws: wss:",
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${ancestors}`,
  ].join('; ');
}

async function demoPages(app: App, hub: VisitorStore): Promise<void> {
  const page = await readFile(inPackage('widget', 'demo.html'), 'utf8');
  const style = await readFile(inPackage('widget', 'demo.css'));
  app.get('/demo.css', { schema: { hide: true } }, async (_request, reply) =>
    reply.type('text/css; charset=utf-8').send(style),
  );
  app.get(
    '/demo',
    {
      schema: {
        hide: true,
        querystring: Type.Object({ channel: Type.Optional(Type.String({ format: 'uuid' })) }),
      },
    },
    async (request, reply) => {
      const channel = request.query.channel ?? (await firstEmbeddable(hub.store));
      if (!channel)
        throw new Refusal('not_found', 'Set up Interline first: there is no channel yet.');
      return reply.type(HTML).send(page.replaceAll('__CHANNEL__', channel));
    },
  );
}

/** Places in the inbox, which finds its way itself. */
const PLACES = [
  '/',
  '/login',
  '/setup',
  '/contacts',
  '/search',
  '/visitors',
  '/share',
  '/reset',
  '/settings',
  '/inbox',
  '/kit',
  '/inbox/*',
  '/contacts/*',
  '/settings/*',
  '/transcript/*',
  '/invitation/*',
  '/reset/*',
];

/** The inbox at each of its places, and wherever else people come: it says that there is nothing. */
async function inboxPages(app: App): Promise<void> {
  const icon = await readFile(inPackage('inbox-ui', 'style', 'icon.svg'));
  // Browsers ask for it on every page of the origin, whatever the page says.
  app.get('/favicon.ico', { schema: { hide: true } }, async (_request, reply) =>
    reply.type('image/svg+xml').header('cache-control', 'public, max-age=86400').send(icon),
  );
  const page = await readFile(inPackage('dist', 'client', 'inbox-ui', 'index.html'), 'utf8');
  const send = (reply: FastifyReply) =>
    reply.type(HTML).header('cache-control', 'no-cache').send(page);
  await installRoutes(app, page);
  for (const place of PLACES) {
    app.get(place, { schema: { hide: true } }, (_request, reply) => send(reply));
  }
  // People who mistype are told in words, and led back; programs get the problem.
  app.get('/*', { schema: { hide: true } }, (request, reply) =>
    request.headers.accept?.includes('text/html') ? send(reply.code(404)) : reply.callNotFound(),
  );
}
