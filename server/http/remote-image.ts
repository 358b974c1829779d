/** Images from other people's servers, fetched by ours: they learn neither who looks nor from where (trust rule C10). */
import { fileTypeFromBuffer } from 'file-type';
import type { Redraw } from '../attachments/pictures/redraw.ts';
import { isInline } from '../attachments/types.ts';
import { Refusal } from '../wire/problems.ts';

/** `fetch` that cannot reach private addresses, ended by the signal. */
export type ImageSource = (signal: AbortSignal) => typeof globalThis.fetch;

const MOST_BYTES = 5 * 1024 * 1024;
const MOST_MS = 10_000;

/**
 * Drawn anew: of what came from outside only the pixels are passed on.
 * @throws Refusal not_found when there is no raster image to be had
 */
export async function fetchImage(
  { remoteImages, redraw }: { remoteImages: ImageSource; redraw: Redraw },
  url: string,
): Promise<{ type: string; bytes: Uint8Array }> {
  const missing = new Refusal('not_found', 'The image could not be fetched.');
  const bytes = await open(remoteImages(AbortSignal.timeout(MOST_MS)), url).catch(() => null);
  const type = bytes && (await fileTypeFromBuffer(bytes))?.mime;
  if (!bytes || !type || !isInline(type)) throw missing;
  const drawn = await redraw(bytes);
  if (!drawn) throw missing;
  return { type: 'image/webp', bytes: drawn };
}

/** Redirects are followed and checked by the guarded fetch: they lead nowhere a link could not. */
async function open(fetch: typeof globalThis.fetch, url: string): Promise<Uint8Array | null> {
  const response = await fetch(url, { headers: { accept: 'image/*' } });
  if (response.ok) return read(response);
  await response.body?.cancel();
  return null;
}

async function read(response: Response): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = response.body?.getReader();
  for (let step = await reader?.read(); step && !step.done; step = await reader?.read()) {
    size += step.value.length;
    if (size > MOST_BYTES) {
      await reader?.cancel();
      return null;
    }
    chunks.push(step.value);
  }
  return Buffer.concat(chunks);
}
