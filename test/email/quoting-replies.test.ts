/** What is new in an answer, over the programs and languages of the labelled mails. */
import { describe, expect, test } from 'vitest';
import { QUOTING_VERSION, stripReply } from '../../adapters/email/quoting/strip-reply.ts';
import { readLabelled } from './quoting/labelled.ts';

const FILES = { 'replies-zh.txt': 66, 'replies-en.txt': 49, 'replies-world.txt': 60 };

describe.each(Object.entries(FILES))('the labelled mails of %s', (file, count) => {
  const mails = readLabelled(file);

  test('are all there', () => {
    expect(mails.length).toBeGreaterThanOrEqual(count);
    expect(new Set(mails.map(({ name }) => name)).size).toBe(mails.length);
  });

  test.each(mails)('$name', ({ mail, expected }) => {
    expect(stripReply(mail).stripped).toBe(expected);
  });

  test('lose no word, whatever is cut', () => {
    for (const { mail } of mails) {
      const { stripped, quoted } = stripReply(mail);
      expect(letters(`${stripped}${quoted}`)).toEqual(letters(mail));
    }
  });

  test('come out the same with CRLF line breaks', () => {
    for (const { mail, expected } of mails) {
      expect(stripReply(mail.replaceAll('\n', '\r\n')).stripped).toBe(expected);
    }
  });

  test('are not stripped again', () => {
    for (const { expected } of mails) expect(stripReply(expected).stripped).toBe(expected);
  });
});

describe('a stripped reply', () => {
  test('keeps header line and signature with the quote', () => {
    const mail = 'Fine.\n-- \nAna\n\nOn 05/03/2024 10:21, Help Desk wrote:\n> Fine?';
    expect(stripReply(mail)).toEqual({
      stripped: 'Fine.',
      quoted: '-- \nAna\n\nOn 05/03/2024 10:21, Help Desk wrote:\n> Fine?',
    });
  });

  test('says all when only a signature would be left out of it', () => {
    expect(stripReply('\nSent from my iPhone\n')).toEqual({
      stripped: 'Sent from my iPhone',
      quoted: '',
    });
  });

  test('is empty for an empty mail', () => {
    expect(stripReply(' \n\n')).toEqual({ stripped: '', quoted: '' });
  });

  test('carries a version that stored answers can be compared with', () => {
    expect(QUOTING_VERSION).toBe(2);
  });
});

/** How often each visible character occurs: order and blanks aside, nothing may go. */
function letters(text: string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const letter of text.replace(/\s+/g, '')) counts[letter] = (counts[letter] ?? 0) + 1;
  return counts;
}
