import { describe, expect, test } from 'vitest';
import { canonicalPhone } from '../../adapters/phone.ts';

describe('one telephone has one spelling', () => {
  test.each([
    ['+1 (415) 555-2671', '+14155552671'],
    ['0049 30 901820', '+4930901820'],
    ['447700900123', '+447700900123'],
    ['＋４４７７００９００１２３', '+447700900123'],
    // Brazil, with and without the ninth digit.
    ['+55 11 8765-4321', '+5511987654321'],
    ['5511987654321', '+5511987654321'],
    // Argentina, as dialled and as WhatsApp writes it.
    ['+54 11 5555-0123', '+5491155550123'],
    ['5491155550123', '+5491155550123'],
    // Mexico, before and since 2019.
    ['+52 1 55 1234 5678', '+525512345678'],
    ['+52 55 1234 5678', '+525512345678'],
  ])('%s is %s', (written, canonical) => {
    expect(canonicalPhone(written)).toBe(canonical);
    expect(canonicalPhone(canonical)).toBe(canonical);
  });

  test('a line at home in Brazil gets no ninth digit', () => {
    expect(canonicalPhone('+55 11 3456-7890')).toBe('+551134567890');
  });
});

describe('what is no number of the world stays as it is', () => {
  test.each(['22395', 'INTERLINE', '', '+', '+0123456789', '+1234567890123456', 'rcs:brand'])(
    '“%s”',
    (text) => {
      expect(canonicalPhone(` ${text} `)).toBe(text);
    },
  );
});
