/**
 * Draws small pictures in a process of its own: a hostile image costs that process its life and nobody else theirs.
 * Only the raster formats that browsers show are read; what libvips could read besides is blocked (trust rule D11).
 */
import { stat } from 'node:fs/promises';
import sharp from 'sharp';
import type { Drawing, Drawn } from './pictures.ts';

const MOST_PIXELS = 50_000_000;
const MOST_FRAMES = 200;
const MOST_SECONDS = 8;
const QUALITY = 80;

sharp.cache(false);
sharp.concurrency(1);
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: [
    'VipsForeignLoadJpegFile',
    'VipsForeignLoadPngFile',
    'VipsForeignLoadNsgifFile',
    'VipsForeignLoadWebpFile',
    'VipsForeignLoadHeifFile',
  ],
});

process.on('message', (drawing: Drawing) => {
  draw(drawing).then(answer, () => answer({ drawn: 'no' }));
});

const answer = (drawn: Drawn): void => {
  process.send?.(drawn);
};

async function draw({ from, to, side, leaveBytes }: Drawing): Promise<Drawn> {
  const {
    width,
    height,
    pages = 1,
    pageHeight = height,
  } = await sharp(from, {
    limitInputPixels: MOST_PIXELS,
  }).metadata();
  if (width * pageHeight > MOST_PIXELS) return { drawn: 'no' };
  // As it is, it is as good: neither many bytes on the way nor many pixels on the screen.
  const isSmall = Math.max(width, pageHeight) <= 2 * side && (await stat(from)).size <= leaveBytes;
  if (isSmall) return { drawn: 'left' };
  const moves = pages > 1 && pages <= MOST_FRAMES && width * pageHeight * pages <= MOST_PIXELS;
  await sharp(from, { limitInputPixels: MOST_PIXELS, sequentialRead: true, animated: moves })
    .autoOrient()
    .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
    .webp({ quality: QUALITY })
    .timeout({ seconds: MOST_SECONDS })
    .toFile(to);
  return { drawn: 'yes' };
}
