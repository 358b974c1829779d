/** What a browser needs to install the inbox as an app: https://www.w3.org/TR/appmanifest/ */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
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
  // The worker takes it; any type there is, as those of each channel differ.
  share_target: {
    action: '/share',
    method: 'POST',
    enctype: 'multipart/form-data',
    params: {
      ...{ title: 'title', text: 'text', url: 'url' },
      files: [{ name: 'files', accept: ['*/*', 'image/*', 'video/*', 'audio/*', 'text/*'] }],
    },
  },
  icons: [png('icon-192', 192), png('icon-512', 512), png('maskable-512', 512, 'maskable')],
  shortcuts: [shortcut('Mine', 'mine'), shortcut('Unassigned', 'unassigned')],
});

/** @param page the inbox's own, which the worker keeps for when there is no network */
export async function installRoutes(app: App, page: string): Promise<void> {
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
  // What no worker has taken has nowhere to stay: the page says that there is nothing.
  app.post('/share', { schema: { hide: true } }, async (_request, reply) =>
    reply.redirect('/share', 303),
  );
  const worker = await workerFor(page);
  app.get('/service-worker.js', { schema: { hide: true } }, async (_request, reply) =>
    reply
      .type('text/javascript; charset=utf-8')
      // Asked for anew each time: an old one must never outlive its build.
      .header('cache-control', 'no-cache')
      .send(worker),
  );
}

/** The service worker of this build: above it stands what belongs to the build, so that a new one is a new worker. */
async function workerFor(page: string): Promise<string> {
  const code = await readFile(inPackage('dist', 'worker', 'service-worker.js'), 'utf8');
  const assets = (await readdir(inPackage('dist', 'client', 'assets'))).sort();
  const parts = assets.filter((name) => /\.(js|css)$/.test(name) && !name.startsWith('panel'));
  const files = parts.map((name) => `/assets/${name}`);
  const version = createHash('sha256')
    .update(page + files.join() + code)
    .digest('hex')
    .slice(0, 12);
  return `const INTERLINE_SHELL = ${JSON.stringify({ version, page, files })};\n${code}`;
}
