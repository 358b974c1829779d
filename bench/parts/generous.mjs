/** A server as `npm start` runs it, but from the sources, and with a channel that carries 2 GB: no real one does. */
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { createServer, createServerModuleRunner } from 'vite';

setFlagsFromString('--liftoff-only');
const root = fileURLToPath(new URL('../..', import.meta.url));
const vite = await createServer({
  root,
  configFile: false,
  logLevel: 'error',
  server: { middlewareMode: true, watch: null, ws: false },
});
const runner = createServerModuleRunner(vite.environments.ssr);
const { adapter } = await runner.import('/adapters/echo/adapter.ts');
adapter.capabilities.attachments = { types: ['*/*'], maxBytes: 2 ** 31, maxCount: 10 };
const { main } = await runner.import('/server/main.ts');
await main();
