/** What the script on a website's page asks for: what is said to its visitors by itself, and when. Read by pages, not by us. */
import { standing } from '../../channels/opening.ts';
import { atDoorstep } from '../../channels/visitors.ts';
import { Engagement } from '../../wire/nudges.ts';
import type { App } from '../door.ts';
import { ChannelParams, type VisitorHub } from './caller.ts';

/** Every page of a website asks; what an admin changes is there so many seconds later. */
const KEPT_SECONDS = 120;

export function engagementRoute(app: App, hub: VisitorHub): void {
  app.get(
    '/:channelId/engagement',
    {
      schema: {
        tags: ['visitors'],
        summary: 'What is said to visitors of a website by itself, and when',
        params: ChannelParams,
        response: { 200: Engagement },
      },
    },
    async (request, reply) => {
      const { origin } = request.headers;
      const { channel, settings } = await atDoorstep(hub, request.params.channelId, origin);
      reply
        .header('cache-control', `public, max-age=${KEPT_SECONDS}`)
        .header('vary', 'origin')
        // It stands on every page of theirs; nothing here depends on who asks.
        .header('access-control-allow-origin', '*')
        .header('cross-origin-resource-policy', 'cross-origin');
      return {
        nudges: channel.nudges.filter(({ on }) => on).map(({ on, ...shown }) => shown),
        hours: channel.hours && standing(channel.hours, new Date()),
        accent: settings['accent'] ?? '',
      };
    },
  );
}
