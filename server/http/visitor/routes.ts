/** The visitors' door: what a widget may read and write. Everything hangs on the token; ids never widen it (V2). */
import Type from 'typebox';
import { Doors } from '../../channels/doors.ts';
import { standing } from '../../channels/opening.ts';
import { atDoorstep } from '../../channels/visitors.ts';
import { AnsweringTimes } from '../../conversations/answering-times.ts';
import { readVisitorLine } from '../../conversations/visitor-line.ts';
import { VisitorConfig, VisitorLine } from '../../wire/visitor.ts';
import type { App } from '../door.ts';
import { Limit, limitOf, SeqQuery, seqOf } from '../query.ts';
import { ChannelParams, callerOf, type VisitorDoor, type VisitorHub } from './caller.ts';
import { visitorChangeRoutes } from './changes.ts';
import { engagementRoute } from './engagement.ts';
import { visitorFileRoutes } from './files.ts';
import { visitorSessionRoutes } from './sessions.ts';
import { visitorTalkRoutes } from './talk.ts';
import { visitorTalksRoutes } from './talks.ts';
import { Throttle } from './throttle.ts';
import { visitorVisitRoutes } from './visits.ts';
import { visitorWriteRoutes } from './writes.ts';

/** trust rule V10 says 8 KB of text; in UTF-8 with JSON around it that is at most this. */
const MAX_BODY = 64 * 1024;

export async function visitorRoutes(app: App, hub: VisitorDoor): Promise<void> {
  const doors = new Doors(hub.store, hub.vault);
  const full = { ...hub, doors, throttle: new Throttle(hub.levels) };
  app.addHook('onRoute', (route) => {
    route.bodyLimit ??= MAX_BODY;
  });
  configRoute(app, full);
  engagementRoute(app, full);
  lineRoute(app, full);
  visitorSessionRoutes(app, full);
  visitorWriteRoutes(app, full);
  visitorChangeRoutes(app, full);
  visitorTalkRoutes(app, full);
  visitorTalksRoutes(app, full);
  visitorFileRoutes(app, full);
  // Apart: they read bodies that no other door here does.
  await app.register((visits, _options, done) => {
    visitorVisitRoutes(visits, full);
    done();
  });
}

function configRoute(app: App, hub: VisitorHub): void {
  const times = new AnsweringTimes();
  app.get(
    '/:channelId/config',
    {
      schema: {
        tags: ['visitors'],
        summary: 'How the widget looks and what it may send',
        params: ChannelParams,
        response: { 200: VisitorConfig },
      },
    },
    async (request) => {
      const { channelId } = request.params;
      const doorstep = await atDoorstep(hub, channelId, request.headers.origin);
      const { workspaceId, channel, settings } = doorstep;
      const answersIn = await hub.store.in(workspaceId, (scope) => times.of(scope, channel));
      const limits = hub.store.catalogue.get(channel.adapter)?.capabilities;
      return {
        title: settings['title'] ?? '',
        greeting: settings['greeting'] ?? '',
        accent: settings['accent'] ?? '',
        verifiedOnly: settings['verifiedOnly'] === 'on',
        location: settings['location'] === 'on',
        countsWaiting: settings['countsWaiting'] === 'on',
        hours: channel.hours && standing(channel.hours, new Date()),
        answersIn,
        continues: channel.continues !== null,
        rates: channel.rates,
        intake: channel.intake,
        articles: channel.articles,
        several: channel.several,
        text: { max: limits?.text.max ?? 0 },
        attachments: limits?.attachments
          ? { ...limits.attachments, types: [...limits.attachments.types] }
          : null,
      };
    },
  );
}

function lineRoute(app: App, hub: VisitorHub): void {
  app.get(
    '/:channelId/messages',
    {
      schema: {
        tags: ['visitors'],
        summary: 'The visitor’s line',
        params: ChannelParams,
        querystring: Type.Object({ after: SeqQuery, before: SeqQuery, limit: Limit }),
        response: { 200: VisitorLine },
      },
    },
    async (request) => {
      const caller = await callerOf(hub, request);
      const { after, before, limit } = request.query;
      const page = { after: seqOf(after), before: seqOf(before), limit: limitOf(limit) };
      return hub.store.in(caller.workspaceId, (scope) => readVisitorLine(scope, caller.line, page));
    },
  );
}
