/** Where visitors are on a website: said by its pages before anybody has a token, and only where the channel wants to know. */
import Type from 'typebox';
import { atDoorstep } from '../../channels/visitors.ts';
import { step } from '../../channels/visits.ts';
import { Refusal } from '../../wire/problems.ts';
import { Beat, BeatAnswer, VisitId } from '../../wire/visits.ts';
import type { App } from '../door.ts';
import { readJsonBodies } from '../json.ts';
import { ChannelParams, callerOf, type VisitorHub } from './caller.ts';

/** Addresses and titles are long at worst. */
const MAX_BODY = 32 * 1024;

export function visitorVisitRoutes(app: App, hub: VisitorHub): void {
  // What a page may send elsewhere without asking first: of a question before each beat nobody would have anything.
  readJsonBodies(app, 'text/plain');
  app.addHook('onRequest', async (_request, reply) => {
    // A refusal is to be read by the page, too: it ends what sends the beats.
    reply
      .header('access-control-allow-origin', '*')
      .header('cross-origin-resource-policy', 'cross-origin');
  });
  beatRoute(app, hub);
  ownRoute(app, hub);
}

function beatRoute(app: App, hub: VisitorHub): void {
  const { visits, throttle } = hub;
  app.post(
    '/:channelId/visits',
    {
      bodyLimit: MAX_BODY,
      schema: {
        tags: ['visitors'],
        summary: 'A visitor is on this page of the website; kept in memory for a minute and a half',
        consumes: ['application/json', 'text/plain'],
        params: ChannelParams,
        body: Beat,
        response: { 200: BeatAnswer },
      },
    },
    async (request) => {
      const { channelId } = request.params;
      const { visit } = request.body;
      const { origin } = request.headers;
      const known = (await visits.find(channelId, visit)) !== null;
      if (known) await throttle.take('visit', visit, request.ip);
      else await throttle.arrive('visit', request.headers['user-agent'] ?? '', request.ip);
      const { settings } = await atDoorstep(hub, channelId, origin);
      if (settings['trail'] !== 'on') {
        throw new Refusal('not_found', 'This channel follows nobody over its pages.');
      }
      const site = origin !== undefined && /^https?:/.test(origin) ? origin : null;
      await visits.note(channelId, visit, (was) => step(was, request.body, site, Date.now()));
      return { known };
    },
  );
}

function ownRoute(app: App, hub: VisitorHub): void {
  app.put(
    '/:channelId/visits/:visit',
    {
      schema: {
        tags: ['visitors'],
        summary: 'That visit is this visitor’s: whoever answers them sees on which page they are',
        params: Type.Object({ ...ChannelParams.properties, visit: VisitId }),
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const { visitor, line } = await callerOf(hub, request);
      await hub.throttle.take('visit', visitor.tokenHash, request.ip);
      if (!(await hub.visits.bind(line, request.params.visit))) {
        throw new Refusal('not_found', 'Nothing was heard of that visit lately.');
      }
      return reply.code(204).send(null);
    },
  );
}
