/** The version before this one, as there was no release yet: the last commit without the newest migration, built. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { START } from '../../support/server-process.ts';
import { read, root } from '../../tools/tree.ts';

export class VersionBefore {
  readonly commit: string;
  readonly #folder: string;

  private constructor(commit: string, folder: string) {
    this.commit = commit;
    this.#folder = folder;
  }

  /** It works with the packages of now. @returns null where the history does not reach back so far */
  static build(): VersionBefore | null {
    const commit = commitBefore(newestMigration());
    if (!commit) return null;
    const folder = mkdtempSync(path.join(tmpdir(), 'interline-before-'));
    const before = new VersionBefore(commit, folder);
    try {
      // An index of its own: the one of this working copy is somebody else's.
      const env = { GIT_INDEX_FILE: path.join(folder, 'index') };
      git(['read-tree', commit], env);
      git(['checkout-index', '--all', `--prefix=${folder}/`], env);
      symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
      execFileSync(process.execPath, [before.program, 'build'], { stdio: 'ignore' });
      return before;
    } catch (error) {
      before.remove();
      throw error;
    }
  }

  /** What it is started from. */
  get program(): string {
    return path.join(this.#folder, START);
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

function newestMigration(): string {
  const { entries }: { entries: { tag: string }[] } = JSON.parse(
    read('migrations/meta/_journal.json'),
  );
  return `migrations/${entries.at(-1)?.tag}.sql`;
}

function commitBefore(file: string): string | null {
  try {
    // Unpacked inside of somebody else's history.
    if (git(['rev-parse', '--show-prefix'])) return null;
    const added = git(['log', '--max-count=1', '--diff-filter=A', '--format=%H', '--', file]);
    return git(['rev-parse', '--verify', '--short', added ? `${added}^` : 'HEAD']);
  } catch {
    return null;
  }
}

function git(args: string[], env: Record<string, string> = {}): string {
  const stdio: ['ignore', 'pipe', 'ignore'] = ['ignore', 'pipe', 'ignore'];
  const said = execFileSync('git', args, { cwd: root, env: { ...process.env, ...env }, stdio });
  return said.toString().trim();
}
