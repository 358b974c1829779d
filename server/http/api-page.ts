/** The API page: the OpenAPI document as something a person can read. */
import type { App } from './door.ts';

export async function apiPageRoutes(app: App): Promise<void> {
  app.get('/api', { schema: { hide: true } }, async (_request, reply) => reply.redirect('/api/v1/openapi.json'));
}
