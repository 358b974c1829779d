/** `node test/simulators/start.mjs <id> …`: runs `run.ts`, which Node 20 cannot by itself. */
import { runnerImport } from 'vite';

const { module } = await runnerImport(new URL('run.ts', import.meta.url).pathname);
// Servers may still hold lines open.
process.exit(await module.run(process.argv.slice(2)));
