/** How the installation is doing. */
import { type Installation, reportOn } from '../../system/report.ts';
import { SystemReport } from '../../wire/system.ts';
import { type App, actorOf, needs, type Store } from '../door.ts';

export async function systemRoutes(
  app: App,
  { store, installation }: { store: Store; installation: Installation },
): Promise<void> {
  app.get(
    '/system',
    {
      preHandler: needs('admin'),
      schema: {
        tags: ['system'],
        summary: 'How the installation is doing, and what wants to be mended',
        response: { 200: SystemReport },
      },
    },
    async (request) => reportOn(installation, store, actorOf(request)),
  );
}
