/** The approved messages of a channel. */
import { keepTemplates, readTemplates } from '../../channels/templates.ts';
import { Refusal } from '../../wire/problems.ts';
import { TemplateList } from '../../wire/sending.ts';
import { type App, actorOf, needs } from '../door.ts';
import { IdParams } from '../query.ts';
import { inWords, type Reaching, reach } from './reach.ts';

const tags = ['channels'];

export async function templateRoutes(app: App, hub: Reaching): Promise<void> {
  app.get(
    '/channels/:id/templates',
    {
      preHandler: needs('read'),
      schema: {
        tags,
        summary: 'Messages the platform has approved, as it listed them last',
        params: IdParams,
        response: { 200: TemplateList },
      },
    },
    async (request) =>
      hub.store.in(actorOf(request).workspaceId, (scope) =>
        readTemplates(scope, request.params.id),
      ),
  );
  app.post(
    '/channels/:id/templates',
    {
      preHandler: needs('write'),
      schema: {
        tags,
        summary: 'Ask the platform for its list again',
        params: IdParams,
        response: { 200: TemplateList },
      },
    },
    async (request) => {
      const { workspaceId } = actorOf(request);
      const { id } = request.params;
      const { adapter, settings, tools } = await reach(hub, workspaceId, id);
      const listed = await inWords(async () => adapter.templates?.(settings, tools));
      if (!listed) throw new Refusal('invalid', 'This kind of channel has no templates.');
      return hub.store.in(workspaceId, (scope) => keepTemplates(scope, id, listed));
    },
  );
}
