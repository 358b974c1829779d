/** What whole servers and bundle sizes are tested on: the build of the sources as they are now. */
import { spawnSync } from 'node:child_process';

/** Instant when nothing changed since the last build. Throws with the build's own complaint. */
export function setup(): void {
  const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' };
  const build = spawnSync(process.execPath, ['server/start.mjs', 'build'], {
    env,
    encoding: 'utf8',
  });
  if (build.status !== 0) throw new Error(build.stderr.slice(0, 2_000));
}
