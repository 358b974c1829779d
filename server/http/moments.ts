/** The moments of a request, for a process that was started to end at one of them. */
import type { FastifyRequest } from 'fastify';
import { inPlace, isArmed, passing } from '../failpoints.ts';
import type { App } from './door.ts';

/** What comes in, by method and route. */
const PLACES: Record<string, string> = {
  'POST /channels/:channelId/webhook': 'webhook',
  'POST /widget/v1/:channelId/messages': 'visitor',
  'POST /api/v1/conversations/:id/messages': 'reply',
  'PATCH /api/v1/conversations/:id': 'work',
};

export function passMoments(app: App): void {
  if (!isArmed()) return;
  const at = ({ method, routeOptions }: FastifyRequest, work: () => void) =>
    inPlace(PLACES[`${method} ${routeOptions.url}`] ?? '', work);
  // Once the body is read: what waits for it forgets the place.
  app.addHook('preValidation', (request, _reply, done) => {
    at(request, () => {
      passing('begin');
      done();
    });
  });
  app.addHook('onSend', async (request) => at(request, () => passing('before-answer')));
  app.addHook('onResponse', async (request) => at(request, () => passing('after-answer')));
}
