/** Beside the pages of the inbox, and there without them: shows what is pushed, and opens the app without a network. */
import type { PushedNotice } from '../../server/wire/devices.ts';
import { follow, show } from './notices.ts';
import type { WorkerScope } from './scope.ts';
import { isSharing, takeShared } from './sharing.ts';
import { answer, keep, type Shell, tidy } from './shell.ts';

declare const INTERLINE_SHELL: Shell;

const scope = self as unknown as WorkerScope;
const shell = INTERLINE_SHELL;

/** What is asked of the API is none of ours; and a deed that waits for us while its page is left may never be sent. */
const PAST = { condition: { urlPattern: '/api/*' }, source: 'network' } as const;

scope.addEventListener('install', (event) => {
  // No waiting for old pages to close: they find their own parts in the build before.
  event.waitUntil(
    Promise.all([keep(shell), event.addRoutes?.(PAST)]).then(() => scope.skipWaiting()),
  );
});
scope.addEventListener('activate', (event) => {
  event.waitUntil(tidy(shell).then(() => scope.clients.claim()));
});
scope.addEventListener('fetch', (event) => {
  if (isSharing(event.request)) event.respondWith(takeShared(event.request));
  else answer(event, shell, scope.location.origin);
});
scope.addEventListener('push', (event) => {
  // Sealed for this browser by our server alone: what is in it needs no more doubt than an answer of the API.
  const notice = event.data?.json() as PushedNotice | undefined;
  if (notice) event.waitUntil(show(scope, notice));
});
scope.addEventListener('notificationclick', (event) => {
  event.waitUntil(follow(scope, event.notification));
});
