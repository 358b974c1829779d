/**
 * Viber's tokens are whole numbers of 64 bits, of which JSON in JavaScript keeps 53: two tokens could
 * come out as one. So numbers too long to be kept become texts before the JSON is read.
 */
import Type from 'typebox';

/** Texts, so that digits within them stay, and numbers; an unclosed text reaches to the end. */
const LITERALS = /"(?:[^"\\]|\\.)*"?|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/gs;
/** Up to 15 digits every whole number is exact. */
const TOO_LONG = /^-?\d{16,}$/;

/** JSON with long whole numbers in quotes, otherwise unchanged. */
export function exactJson(json: string): string {
  return json.replace(LITERALS, (literal) => (TOO_LONG.test(literal) ? `"${literal}"` : literal));
}

/** The same over bytes; whether they are UTF-8 is for whoever reads them. */
export function exactBytes(json: Uint8Array): Uint8Array {
  return Buffer.from(exactJson(Buffer.from(json).toString('latin1')), 'latin1');
}

/** A token as it comes out of either. */
export const MessageToken = Type.Union([
  Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
  Type.String({ pattern: '^\\d{1,20}$' }),
]);
