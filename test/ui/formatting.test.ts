/** Marks around what is selected in the composer: put there, taken away, and never so that they stand for nothing. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  FORMATS,
  type Format,
  format,
  type Piece,
} from '../../inbox-ui/inbox/composer/formatting.ts';

/** `[` and `]` show what is selected. */
function piece(drawn: string): Piece {
  const from = drawn.indexOf('[');
  const to = drawn.indexOf(']') - 1;
  return { text: drawn.replace(/[[\]]/g, ''), from, to };
}

const drawn = ({ text, from, to }: Piece): string =>
  `${text.slice(0, from)}[${text.slice(from, to)}]${text.slice(to)}`;

describe('a format', () => {
  it.each<[Format, string, string]>([
    ['bold', 'so [very] well', 'so **[very]** well'],
    ['bold', 'so **[very]** well', 'so [very] well'],
    ['bold', 'so [**very**] well', 'so [very] well'],
    ['bold', 'so[ very ]well', 'so **[very]** well'],
    ['bold', 'so []', 'so **[]**'],
    ['italic', '[它]很好', '_[它]_很好'],
    ['italic', '_[它]_很好', '[它]很好'],
    ['bullets', 'Two things:\nfi[rst\nsec]ond\nend', 'Two things:\n[- first\n- second]\nend'],
    ['bullets', '[- first\n- second]', '[first\nsecond]'],
    ['numbers', '[- first\n- second]', '[1. first\n2. second]'],
    ['numbers', 'one[]', '1. one[]'],
    ['numbers', '1. one[]', 'one[]'],
  ])('%s makes of %j: %j', (as, before, after) => {
    expect(drawn(format(piece(before), as))).toBe(after);
  });

  it('asked for twice leaves everything as it was, blanks at the ends of the selection but', () => {
    const word = fc.stringMatching(/^[a-z]{1,8}$/);
    const fences = fc.constantFrom<Format>('bold', 'italic');
    fc.assert(
      fc.property(word, word, word, fences, (one, two, three, as) => {
        const before = { text: one + two + three, from: one.length, to: one.length + two.length };
        expect(format(format(before, as), as)).toEqual(before);
      }),
    );
  });

  it('never loses a character that was typed', () => {
    const formats = fc.constantFrom(...FORMATS.map((one) => one.format));
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.nat(),
        fc.nat(),
        formats,
        (text, a, b, as) => {
          const [from = 0, to = 0] = [a % (text.length + 1), b % (text.length + 1)].sort(
            (x, y) => x - y,
          );
          const after = format({ text, from, to }, as);
          const bare = (some: string) => some.replace(/[*_\-•.)\d\s]/g, '');
          expect(bare(after.text)).toBe(bare(text));
          expect(after.from).toBeGreaterThanOrEqual(0);
          expect(after.to).toBeLessThanOrEqual(after.text.length);
        },
      ),
    );
  });
});
