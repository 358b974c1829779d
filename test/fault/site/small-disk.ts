/** A disk of a few megabytes that can be filled up: a file system in memory, which only root can mount. */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const MB = 1024 * 1024;

export class SmallDisk {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** @throws when it may not be mounted */
  static mount(megabytes: number): SmallDisk {
    const folder = mkdtempSync(path.join(tmpdir(), 'interline-disk-'));
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'interline', folder]);
    // The database runs as somebody else.
    chmodSync(folder, 0o777);
    return new SmallDisk(folder);
  }

  /** Until nothing more fits. */
  fill(): void {
    const piece = Buffer.alloc(MB);
    try {
      for (;;) writeFileSync(this.#ballast, piece, { flag: 'a' });
    } catch {
      // The last piece went in as far as there was room.
    }
  }

  free(): void {
    rmSync(this.#ballast, { force: true });
  }

  unmount(): void {
    execFileSync('umount', ['-l', this.folder]);
    rmSync(this.folder, { recursive: true, force: true });
  }

  get #ballast(): string {
    return path.join(this.folder, 'ballast');
  }
}
