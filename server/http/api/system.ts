/** How the installation is doing. */
import { type Installation, reportOn } from '../../system/report.ts';
import { Senders, type SendersHub } from '../../system/senders.ts';
import { SystemReport } from '../../wire/system.ts';
import { type App, actorOf, needs } from '../door.ts';

export async function systemRoutes(
  app: App,
  { installation, ...hub }: SendersHub & { installation: Installation },
): Promise<void> {
  const senders = new Senders(hub);
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
    async (request) => reportOn({ ...installation, senders }, hub.store, actorOf(request)),
  );
}
