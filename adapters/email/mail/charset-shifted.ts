/** Charsets that switch between alphabets on the way (ISO-2022-JP/KR/CN, HZ, UTF-7), all in seven bits. */
import iconv from 'iconv-lite';

/** How letters of the alphabet at hand are written in the eight-bit charset that has them all. */
type Alphabet = (letters: string) => string;

const ascii: Alphabet = (letters) => letters;
const pairs: Alphabet = (letters) =>
  letters.replaceAll(/[!-~]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) | 0x80));
const halfKana: Alphabet = (letters) => pairs(letters).replaceAll(/[\xa1-\xfe]/g, '\x8e$&');
const rareKanji: Alphabet = (letters) => pairs(letters).replaceAll(/[\xa1-\xfe]{2}/g, '\x8f$&');

/** What follows ESC. `$)…` of Korean and Chinese only says what shift-out will mean. */
const ESCAPES: Readonly<Record<string, Alphabet>> = {
  $B: pairs,
  '$@': pairs,
  '$(B': pairs,
  '$(@': pairs,
  '$(D': rareKanji,
  '(I': halfKana,
  '(B': ascii,
  '(J': ascii,
  '(H': ascii,
  '$)A': ascii,
  '$)C': ascii,
  '$)G': ascii,
};

const [SHIFT_OUT, SHIFT_IN, ESCAPE] = ['\x0e', '\x0f', '\x1b'];
/** A line's end is ASCII again, also where a sender forgot to switch back. */
const SWITCH = new RegExp(`(${ESCAPE}\\$?[()]?[@-J]|${SHIFT_OUT}|${SHIFT_IN}|\n)`);

/** The text in `bytes`; `charset` is iso-2022-jp, iso-2022-kr, iso-2022-cn, hz or utf-7. */
export function decodeShifted(bytes: Uint8Array, charset: string): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  if (charset === 'utf-7') return text.replaceAll(/\+([A-Za-z0-9+/]*)-?/g, unfolded);
  const target = TARGETS[charset] ?? 'gb18030';
  const plain = charset === 'hz' ? withoutTildes(text) : withoutEscapes(text);
  return iconv.decode(Buffer.from(plain, 'latin1'), target);
}

const TARGETS: Readonly<Record<string, string>> = {
  'iso-2022-jp': 'euc-jp',
  'iso-2022-kr': 'euc-kr',
};

/** `+` and base64 of UTF-16 (RFC 2152); `+-` is a plus. */
function unfolded(_shift: string, letters: string): string {
  if (letters === '') return '+';
  const units = Buffer.from(letters, 'base64');
  return units
    .subarray(0, units.length & ~1)
    .swap16()
    .toString('utf16le');
}

function withoutEscapes(text: string): string {
  let alphabet = ascii;
  const pieces = text.split(SWITCH).map((piece, index) => {
    if (index % 2 === 0) return alphabet(piece);
    alphabet = piece === SHIFT_OUT ? pairs : (ESCAPES[piece.slice(1)] ?? ascii);
    return piece === '\n' ? piece : '';
  });
  return pieces.join('');
}

/** HZ: `~{` and `~}` around pairs, `~~` for a tilde, a tilde at the end of a line joins it. */
function withoutTildes(text: string): string {
  let alphabet = ascii;
  const pieces = text.split(/(~[{}~\n]|\n)/).map((piece, index) => {
    if (index % 2 === 0) return alphabet(piece);
    if (piece === '~~') return '~';
    alphabet = piece === '~{' ? pairs : ascii;
    return piece === '\n' ? piece : '';
  });
  return pieces.join('');
}
