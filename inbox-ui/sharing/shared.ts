/** What another app has shared with this one, as the worker keeps it. */
import { SHARED, type SharedWords, shared } from '../worker/sharing.ts';

export type Shared = { text: string; files: File[] };

/** Longer, and nobody remembers what it was about. */
const GOOD_FOR_MS = 12 * 3_600_000;

/** null: nothing, or no longer. */
export async function readShared(): Promise<Shared | null> {
  if (typeof caches === 'undefined' || !(await caches.has(SHARED))) return null;
  const cache = await caches.open(SHARED);
  const words = (await (await cache.match(shared.words))?.json()) as SharedWords | undefined;
  if (!words || Date.now() - words.at > GOOD_FOR_MS) {
    await forgetShared();
    return null;
  }
  const files = await Promise.all(
    words.files.map(async ({ name, type }, at) => {
      const kept = await cache.match(shared.file(at));
      return kept ? [new File([await kept.blob()], name, { type })] : [];
    }),
  );
  return { text: words.text, files: files.flat() };
}

export async function forgetShared(): Promise<void> {
  await caches.delete(SHARED);
}
