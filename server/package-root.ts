/** Where the program lies: the folder with package.json, from the sources as from the built files. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** @returns the absolute path of `parts` inside the program's folder */
export function inPackage(...parts: string[]): string {
  let folder = path.dirname(fileURLToPath(import.meta.url));
  while (!existsSync(path.join(folder, 'package.json'))) {
    const parent = path.dirname(folder);
    if (parent === folder) throw new Error('package.json is missing above the program.');
    folder = parent;
  }
  return path.join(folder, ...parts);
}

/** The version of the program that runs. */
export function packageVersion(): string {
  const { version }: { version: string } = JSON.parse(
    readFileSync(inPackage('package.json'), 'utf8'),
  );
  return version;
}
