/** What a browser needs to install the inbox as an app: https://www.w3.org/TR/appmanifest/ */
import fastifyStatic from '@fastify/static';
import { inPackage } from '../package-root.ts';
import type { App } from './door.ts';

const ICONS = '/app-icons/';

const png = (name: string, size: number, purpose: 'any' | 'maskable' = 'any') => ({
  src: `${ICONS}${name}.png`,
  sizes: `${size}x${size}`,
  type: 'image/png',
  purpose,
});

const shortcut = (name: string, view: string) => ({ name, url: `/inbox/${view}` });

/** One app for the whole address: whichever page it is installed from, it is the same. */
const MANIFEST = JSON.stringify({
  id: '/',
  name: 'Interline',
  short_name: 'Interline',
  description: 'Every channel in one inbox.',
  start_url: '/inbox/inbox',
  scope: '/',
  display: 'standalone',
  background_color: '#f6f5f1',
  theme_color: '#0e6655',
  icons: [png('icon-192', 192), png('icon-512', 512), png('maskable-512', 512, 'maskable')],
  shortcuts: [shortcut('Mine', 'mine'), shortcut('Unassigned', 'unassigned')],
});

export async function installRoutes(app: App): Promise<void> {
  await app.register(fastifyStatic, {
    root: inPackage('inbox-ui', 'app-icons'),
    prefix: ICONS,
    decorateReply: false,
    maxAge: '1d',
  });
  app.get('/app.webmanifest', { schema: { hide: true } }, async (_request, reply) =>
    reply
      .type('application/manifest+json')
      .header('cache-control', 'public, max-age=3600')
      .send(MANIFEST),
  );
}
