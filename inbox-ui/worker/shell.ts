/**
 * The app itself, kept so that it opens without a network. With one nothing changes: pages come from the server, and so
 * does what they ask for by name, unless a file of that very name is here; a name carries the hash of what is in it.
 */
import type { FetchEvent } from './scope.ts';

/** Written above this file by the server: of one build, and never of another. */
export type Shell = { version: string; page: string; files: string[] };

const PREFIX = 'interline.shell.';
const PAGE = '/';
/** This one, and the one before: pages that are open still fetch parts of it. */
const KEPT = 2;

/** Where the inbox is; all else of this origin is none of ours. */
const PLACES = /^\/((login|setup|contacts|search|share|settings|inbox|invitation|reset)(\/.*)?)?$/;

export async function keep({ version, page, files }: Shell): Promise<void> {
  const cache = await caches.open(PREFIX + version);
  await cache.addAll(files);
  const type = { 'content-type': 'text/html; charset=utf-8' };
  await cache.put(PAGE, new Response(page, { headers: type }));
}

/** Lets go of builds that no page can be of any more. */
export async function tidy({ version }: Shell): Promise<void> {
  const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX));
  const others = names.filter((name) => name !== PREFIX + version);
  const old = others.slice(0, Math.max(0, others.length - (KEPT - 1)));
  await Promise.all(old.map((name) => caches.delete(name)));
}

export function answer(event: FetchEvent, { version, files }: Shell, origin: string): void {
  const { request } = event;
  const { pathname, origin: asked } = new URL(request.url);
  if (request.method !== 'GET' || asked !== origin) return;
  if (request.mode === 'navigate') {
    if (PLACES.test(pathname)) event.respondWith(open(request, PREFIX + version));
  } else if (files.includes(pathname) || pathname.startsWith('/assets/')) {
    event.respondWith(fetchPart(request));
  }
}

/** From the server, always; what is here only when no answer comes. */
async function open(request: Request, cache: string): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    const page = await (await caches.open(cache)).match(PAGE);
    if (page) return page;
    throw error;
  }
}

async function fetchPart(request: Request): Promise<Response> {
  return (await caches.match(request.url, { ignoreVary: true })) ?? fetch(request);
}
