/** Are the folders under `adapters/` and the index one and the same list, and complete? */
import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Adapter } from '../../../adapters/adapter.ts';

const REQUIRED = [
  'adapter.ts',
  'README.md',
  'fixtures/conformance.json',
  'fixtures/inbound/message.json',
  'fixtures/inbound/redelivery.json',
  'fixtures/outbound',
];

/** The folders of channels under `root`. */
export function channelFolders(root: string): string[] {
  const entries = readdirSync(root, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(root, name));
}

/** What is wrong with the folders, in sentences; empty when nothing is. */
export function folderProblems(folders: readonly string[], index: readonly Adapter[]): string[] {
  const names = folders.map((folder) => basename(folder));
  const ids = index.map(({ id }) => id);
  return [
    ...names.filter((name) => !ids.includes(name)).map((name) => `${name} is not in the index`),
    ...ids.filter((id) => !names.includes(id)).map((id) => `${id} has no folder of that name`),
    ...ids.filter((id, at) => ids.indexOf(id) !== at).map((id) => `${id} is in the index twice`),
    ...folders.flatMap((folder) =>
      REQUIRED.filter((file) => !existsSync(join(folder, file))).map(
        (file) => `${basename(folder)} has no ${file}`,
      ),
    ),
  ];
}
