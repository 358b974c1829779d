/** `node test/fault/start.mjs …`: builds what is stale, then runs `run.ts`, which Node 20 cannot by itself. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const builder = fileURLToPath(new URL('../../server/start.mjs', import.meta.url));
const built = spawnSync(process.execPath, [builder, 'build'], { stdio: 'inherit' });
if (built.status !== 0) process.exit(built.status ?? 1);
const { module } = await runnerImport(fileURLToPath(new URL('run.ts', import.meta.url)));
// Screens and platforms may still hold lines open.
process.exit(await module.run(process.argv.slice(2)));
