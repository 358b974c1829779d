/** The image holds enough: what its recipe copies, and nothing else, starts and serves. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { freePort } from '../support/server-process.ts';
import { until } from '../support/until.ts';
import { read, root } from '../tools/tree.ts';

let image: string;
beforeAll(async () => {
  image = await mkdtemp(path.join(tmpdir(), 'interline-image-'));
});
afterAll(() => rm(image, { recursive: true, force: true }));

it('starts from the files of the image alone, and ends with 0', async () => {
  const copies = read('docs/deploy/Dockerfile').matchAll(
    /^COPY --from=build \/app\/(\S+) \.\/(\S+)$/gm,
  );
  for (const [, from = '', to = ''] of copies) {
    if (from === 'node_modules') await symlink(path.join(root, from), path.join(image, to));
    else await cp(path.join(root, from), path.join(image, to), { recursive: true });
  }
  const port = await freePort();
  const program = spawn(process.execPath, ['server/start.mjs'], {
    cwd: image,
    env: { PATH: process.env['PATH'], DATA_DIR: path.join(image, 'data'), PORT: String(port) },
    stdio: 'ignore',
  });
  const ended = once(program, 'exit');
  const answers = (place: string) =>
    fetch(`http://127.0.0.1:${port}${place}`)
      .then(({ ok }) => ok)
      .catch(() => false);
  await until(() => answers('/health/ready'), 60_000);
  expect(await answers('/widget.js')).toBe(true);
  expect(await answers('/')).toBe(true);
  expect(await answers('/app-icons/icon-192.png')).toBe(true);
  program.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
});
