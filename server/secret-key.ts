/** The installation's key: SECRET_KEY, or one made once and kept in the data folder. */
import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import { ConfigError } from './config.ts';

/** @throws ConfigError when the key cannot be read or kept: making a new one would lock the channel secrets for ever */
export async function loadSecretKey(configured: string | null, dataDir: string): Promise<string> {
  if (configured) return configured;
  const file = path.join(dataDir, 'secret-key');
  try {
    return (await readKey(file)) ?? (await makeKey(file));
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unknown';
    throw new ConfigError(
      `DATA_DIR cannot hold the secret key (${reason}); set it to a folder of ours.`,
    );
  }
}

async function readKey(file: string): Promise<string | null> {
  const known = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  return known.trim() || null;
}

/** Written beside and renamed: a crash leaves the whole key or none. */
async function makeKey(file: string): Promise<string> {
  await mkdir(path.dirname(file), { recursive: true });
  const key = randomBytes(32).toString('base64url');
  const draft = `${file}.${process.pid}`;
  const handle = await open(draft, 'w', 0o600);
  await handle.writeFile(`${key}\n`);
  await handle.sync();
  await handle.close();
  await rename(draft, file);
  return key;
}
