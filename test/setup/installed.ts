/** A product just installed, with its first admin: tests that need no more begin with a copy, as installing takes seconds. */
import type { TestProject } from 'vitest/node';
import {
  adminSettings,
  makeDataDir,
  removeDataDir,
  startServer,
  stop,
} from '../support/server-process.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The data folder, of a server that has ended. */
    installedFolder: string;
  }
}

/** Installs it once for the whole run, and takes it away at the end. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await makeDataDir();
  const { code, err } = await stop(await startServer({ ...adminSettings, DATA_DIR: folder }));
  if (code !== 0) throw new Error(`the server did not end well: ${err}`);
  project.provide('installedFolder', folder);
  return () => removeDataDir(folder);
}
