/** No other website acts in an agent's name (cross-site request forgery). */
import type {} from '@fastify/swagger';
import type { FastifyRequest } from 'fastify';
import { isOwnOrigin } from '../agents/origin.ts';
import { Refusal } from '../wire/problems.ts';
import { readBearer } from './authenticate.ts';
import type { App, DoorSettings } from './door.ts';

const FILES = 'multipart/form-data';
const HARMLESS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses requests that change something and come, or could come, from a foreign page. Log-in and the like are
 * covered too, although nobody is logged in yet. Requests with a token are exempt: browsers add none by themselves.
 */
export function refuseForeignPages(app: App, { settings }: { settings: DoorSettings }): void {
  app.addHook('onRequest', async (request) => {
    if (HARMLESS.has(request.method)) return;
    if (readBearer(request.headers.authorization) !== undefined) return;
    refuseForeignOrigin(request, settings);
    refuseFormBodies(request);
  });
}

function refuseForeignOrigin({ headers }: FastifyRequest, settings: DoorSettings): void {
  const site = headers['sec-fetch-site'];
  const isOwnSite = site === undefined || site === 'same-origin' || site === 'none';
  if (isOwnSite && isOwnOrigin(headers.origin, headers.host, settings.publicUrl)) return;
  throw new Refusal(
    'forbidden',
    `Requests from other websites are refused; this one's address is ${settings.publicUrl}.`,
  );
}

/** What a plain form can send, a foreign page can send without asking the browser: only JSON is read. */
function refuseFormBodies(request: FastifyRequest): void {
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (type === 'application/json') return;
  if (type === undefined && request.method === 'DELETE') return;
  // The upload route says so itself; the Origin alone protects it.
  if (type === FILES && request.routeOptions.schema?.consumes?.includes(FILES)) return;
  throw new Refusal('media_type', 'Send the body as application/json.');
}
