/** Is it alive, and may it get traffic. */
import Type from 'typebox';
import { Refusal } from '../wire/problems.ts';
import type { App, Store } from './door.ts';

export type Readiness = { draining: boolean };

export async function healthRoutes(
  app: App,
  { store, readiness }: { store: Store; readiness: Readiness },
): Promise<void> {
  const Status = Type.Object({ status: Type.String() });
  app.get(
    '/health/live',
    { schema: { hide: true, response: { 200: Status } }, logLevel: 'silent' },
    async () => ({ status: 'live' }),
  );
  app.get(
    '/health/ready',
    { schema: { hide: true, response: { 200: Status } }, logLevel: 'silent' },
    async () => {
      if (readiness.draining) throw new Refusal('unavailable', 'Stopping.', 5);
      await store.database.ping();
      return { status: 'ready' };
    },
  );
}

/** Who is answered while we stop is told to close the line, or kept-alive ones would hold up the end. */
export function dismissWhileDraining(app: App, readiness: Readiness): void {
  app.addHook('onSend', async (_request, reply) => {
    if (readiness.draining) reply.header('connection', 'close');
  });
}
