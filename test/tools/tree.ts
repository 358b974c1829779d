/** The project's own files, as the house checks see them. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The project's folder, with a slash at its end. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

/** Where code of ours may stand. */
export const codeFolders = ['server', 'adapters', 'inbox-ui', 'widget', 'test', 'bench'];

/** Paths relative to the root, with forward slashes, of the files below `folders` that match. */
export function filesIn(folders: readonly string[], wanted: RegExp): string[] {
  return folders.flatMap((folder) => {
    if (!existsSync(root + folder)) return [];
    return readdirSync(root + folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => `${entry.parentPath.replaceAll('\\', '/')}/${entry.name}`.slice(root.length))
      .filter((file) => wanted.test(file));
  });
}

/** The names of the folders directly inside `folder`. */
export function foldersIn(folder: string): string[] {
  if (!existsSync(root + folder)) return [];
  return readdirSync(root + folder).filter((name) =>
    statSync(`${root}${folder}/${name}`).isDirectory(),
  );
}

export const read = (file: string): string => readFileSync(root + file, 'utf8');

export const exists = (file: string): boolean => existsSync(root + file);
