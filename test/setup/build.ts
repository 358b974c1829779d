/** What whole servers and bundle sizes are tested on: the build of the sources as they are now. */
import { execFileSync } from 'node:child_process';

/** Instant when nothing changed since the last build. Throws with the build's own complaint. */
export function setup(): void {
  const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' };
  execFileSync(process.execPath, ['server/start.mjs', 'build'], { env, stdio: 'pipe' });
}
