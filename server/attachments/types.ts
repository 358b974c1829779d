/** Which files may be shown in place, and which a stranger may send at all. */

/** Raster images only: everything that could carry script (SVG, HTML, XML, PDF) is a download. */
const INLINE = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif']);

export function isInline(type: string): boolean {
  return INLINE.has(type);
}

/** May be played in place; for whoever opens it, it is a download. */
export const isSound = (type: string): boolean => /^audio\/[a-z0-9.+-]+$/.test(type);

/** Does a MIME type match one of the patterns (`image/*`, `application/pdf`, `*` + `/*`)? */
export function typeMatches(type: string, patterns: readonly string[]): boolean {
  return patterns.some(
    (pattern) =>
      pattern === '*/*' ||
      pattern === type ||
      (pattern.endsWith('/*') && type.startsWith(pattern.slice(0, -1))),
  );
}
