/** Bytes of a mail as text, whatever their label says. */
import { isAscii } from 'node:buffer';
import iconv from 'iconv-lite';
import { detectCharset } from './charset-detect.ts';
import { decodeShifted } from './charset-shifted.ts';

/** Labels that mean something else than they say, or say nothing (''). */
const MEANT: Readonly<Record<string, string>> = {
  ascii: '',
  'us-ascii': '',
  'ansi_x3.4-1968': '',
  'unknown-8bit': '',
  unknown: '',
  ansi: 'windows-1252',
  visual: 'iso-8859-8',
  koi8: 'koi8-r',
  ujis: 'euc-jp',
  uhc: 'euc-kr',
  'cn-gb': 'gb18030',
  'iso-8859-6-i': 'iso-8859-6',
  'iso-8859-6-e': 'iso-8859-6',
  'iso-10646-ucs-2': 'utf-16be',
  'iso-2022-cn-ext': 'iso-2022-cn',
  'user-defined': '',
  '8bit': '',
  '7bit': '',
  binary: '',
  default: '',
  none: '',
  utf8: 'utf-8',
  'utf-8-mac': 'utf-8',
  utf8mb4: 'utf-8',
  'unicode-1-1-utf-8': 'utf-8',
  'unicode-1-1-utf-7': 'utf-7',
  unicode: 'utf-16',
  'iso-8859-1': 'windows-1252',
  'iso8859-1': 'windows-1252',
  iso88591: 'windows-1252',
  latin1: 'windows-1252',
  'iso-8859-8-i': 'iso-8859-8',
  'iso-8859-9': 'windows-1254',
  'iso-8859-11': 'windows-874',
  gb2312: 'gb18030',
  gb_2312: 'gb18030',
  'gb_2312-80': 'gb18030',
  gbk: 'gb18030',
  cp936: 'gb18030',
  'euc-cn': 'gb18030',
  'hz-gb-2312': 'hz',
  'hz-gb2312': 'hz',
  'mac-roman': 'macintosh',
  'mac-cyrillic': 'maccyrillic',
  'mac-ce': 'maccenteuro',
  'mac-japanese': 'shift_jis',
  'ms-cp932': 'shift_jis',
  ks_c_5601: 'euc-kr',
  ksc5601: 'euc-kr',
  'windows-949': 'euc-kr',
  'iso-2022-jp-1': 'iso-2022-jp',
  'iso-2022-jp-2': 'iso-2022-jp',
  'iso-2022-jp-3': 'iso-2022-jp',
  'iso-2022-jp-2004': 'iso-2022-jp',
  'iso-2022-jp-ms': 'iso-2022-jp',
  csiso2022jp: 'iso-2022-jp',
  cp50220: 'iso-2022-jp',
  cp50221: 'iso-2022-jp',
  csiso2022kr: 'iso-2022-kr',
};

/** How Japanese in seven bits begins. */
const SHIFTS = ['\x1b$B', '\x1b$@', '\x1b$('];

const SHIFTED = new Set(['iso-2022-jp', 'iso-2022-kr', 'iso-2022-cn', 'hz', 'utf-7']);

/**
 * The text in `bytes`, labelled `label` (a charset name as a sender wrote it, '' for none). Never
 * fails: an unknown, empty or plainly wrong label leaves UTF-8 if the bytes are that, else a guess.
 */
export function decodeText(bytes: Uint8Array, label: string): string {
  const charset = charsetNamed(label);
  if (charset === '') return decodeUnlabelled(bytes);
  if (charset === 'utf-8') return decodeUtf8(bytes);
  return decodeAs(bytes, charset);
}

/** The text if the bytes are what the label says, without a letter that makes no sense; else null. */
export function decodeStrictly(bytes: Uint8Array, label: string): string | null {
  const charset = charsetNamed(label);
  if (charset === '') return null;
  if (charset === 'utf-8') return strictUtf8(bytes);
  const text = decodeAs(bytes, charset);
  return text.includes('\ufffd') ? null : text;
}

/** The text of bytes nobody labelled. */
export function decodeUnlabelled(bytes: Uint8Array): string {
  if (isAscii(bytes)) {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
    return SHIFTS.some((shift) => text.includes(shift))
      ? decodeShifted(bytes, 'iso-2022-jp')
      : text;
  }
  return strictUtf8(bytes) ?? decodeAs(bytes, detectCharset(bytes));
}

/** The name a decoder knows, or '' for a label that says nothing. */
function charsetNamed(label: string): string {
  const [lower = ''] = label
    .trim()
    .toLowerCase()
    .replace(/^["']/, '')
    .slice(0, 60)
    .split(/["';,\s]/);
  const plain = lower.replace(/^(?:x-)+/, '');
  const name = MEANT[lower] ?? MEANT[plain] ?? plain;
  if (name === 'utf-8' || SHIFTED.has(name)) return name;
  return name !== '' && iconv.encodingExists(name) ? name : '';
}

/** A text cut off in mid-letter is still UTF-8; one in which hardly a letter is right never was. */
function decodeUtf8(bytes: Uint8Array): string {
  const strict = strictUtf8(bytes);
  if (strict !== null) return strict;
  const loose = new TextDecoder('utf-8').decode(bytes);
  const wrong = countOf(loose, /\ufffd/g);
  const right = countOf(loose, /[^\0-\x7f\ufffd]/g);
  return wrong > right ? decodeAs(bytes, detectCharset(bytes)) : loose;
}

function strictUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** By iconv-lite: the platform's own decoders read windows-1252 and euc-kr too narrowly. */
function decodeAs(bytes: Uint8Array, charset: string): string {
  if (SHIFTED.has(charset)) return decodeShifted(bytes, charset);
  return iconv.decode(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), charset);
}

function countOf(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
