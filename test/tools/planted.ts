/**
 * A tree with faults planted on purpose, in a temporary folder: a check that stays green there
 * would be green by looking at nothing.
 */
import { realpathSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { exists, root } from './tree.ts';

/** `copied` comes from our own tree, `files` (name → text) is put on top. Gone when the test ends. */
export async function plant(
  files: Readonly<Record<string, string>>,
  copied: readonly string[] = ['package.json', 'tsconfig.json'],
): Promise<string> {
  const path = await mkdtemp(join(realpathSync(tmpdir()), 'planted-'));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  await symlink(join(root, 'node_modules'), join(path, 'node_modules'), 'dir');
  for (const name of copied.filter(exists)) {
    await cp(join(root, name), join(path, name), { recursive: true });
  }
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(path, name)), { recursive: true });
    await writeFile(join(path, name), text);
  }
  return path;
}
