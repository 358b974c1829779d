/** How a text is cut into segments, each of which is sent and paid for by itself (GSM 03.38, 3GPP TS 23.038). */

/** One septet each. */
const BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
/** Two septets each: an escape and the character. */
const EXTENDED = '\f^{}\\[~]|€';

/** Septets, or 16-bit units where one character is in neither table: alone, and as part of several. */
const ROOM = { gsm: { alone: 160, part: 153 }, wide: { alone: 70, part: 67 } };

export type Segments = {
  count: number;
  /** How much still fits into the last one. */
  left: number;
  /** One character made the segments small. */
  wide: boolean;
};

export function segmentsOf(text: string): Segments {
  const sizes = [...text].map(septetsOf);
  const wide = sizes.includes(0);
  const { alone, part } = wide ? ROOM.wide : ROOM.gsm;
  const units = wide ? [...text].map(({ length }) => length) : sizes;
  const total = units.reduce((sum, size) => sum + size, 0);
  if (total <= alone) return { count: total === 0 ? 0 : 1, left: alone - total, wide };
  return { ...cut(units, part), wide };
}

/** A character is never cut in two: what does not fit any more begins the next segment. */
function cut(units: number[], room: number): { count: number; left: number } {
  let [count, left] = [1, room];
  for (const size of units) {
    if (size > left) [count, left] = [count + 1, room];
    left -= size;
  }
  return { count, left };
}

/** 0: in neither table. */
function septetsOf(character: string): number {
  if (BASIC.includes(character)) return 1;
  return EXTENDED.includes(character) ? 2 : 0;
}
