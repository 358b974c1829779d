/** Finding a saved reply by a slash and filling in its blanks, and an emoji by a colon. */
import { describe, expect, it } from 'vitest';
import { EMOJI, findEmoji } from '../../inbox-ui/inbox/composer/emoji.ts';
import { fitting, soughtAt } from '../../inbox-ui/inbox/composer/sought.ts';
import { BLANK_NAMES, blanksOf, fillBlanks, firstBlank } from '../../server/wire/blanks.ts';
import type { SavedReply } from '../../server/wire/saved-replies.ts';
import { conversation } from './store/fake.ts';

const saved = (name: string, text = `The text of ${name}`): SavedReply => {
  return {
    id: name,
    name,
    text,
    shared: true,
    attachments: [],
    updatedAt: new Date().toISOString(),
  };
};

describe('a slash', () => {
  it.each([
    ['/', 1, []],
    ['/ref', 4, ['ref']],
    ['Hello /opening ho', 17, ['opening', 'ho']],
    ['Hello\n/ref', 10, ['ref']],
    ['/ref and more', 4, ['ref']],
  ])('%j with the caret at %i looks for %j', (text, caret, words) => {
    expect(soughtAt(text, caret)?.words).toEqual(words);
  });

  it.each([
    ['and/or', 6],
    ['https://example.com', 19],
    ['1/2', 3],
    ['/done\n', 6],
    ['no slash', 8],
  ])('%j with the caret at %i looks for nothing', (text, caret) => {
    expect(soughtAt(text, caret)).toBeNull();
  });

  it('finds names before what is only said, all words in any order', () => {
    const replies = [
      saved('Refund sent'),
      saved('Shipping', 'No refund for shipping'),
      saved('Hours'),
    ];
    const find = (text: string) => {
      const slash = soughtAt(text, text.length);
      return slash && fitting(replies, slash).map(({ name }) => name);
    };
    expect(find('/refund')).toEqual(['Refund sent', 'Shipping']);
    expect(find('/SENT ref')).toEqual(['Refund sent']);
    expect(find('/nothing like it')).toEqual([]);
    expect(find('/')).toHaveLength(3);
  });
});

describe('a colon', () => {
  const asked = (text: string) => {
    const { sign, words } = soughtAt(text, text.length) ?? {};
    return sign === ':' ? words?.join(' ') : undefined;
  };

  it.each([
    ['so :smi', 'smi'],
    [':笑', '笑'],
    ['a line\n:Party', 'party'],
  ])('%j looks for an emoji', (text, word) => {
    expect(asked(text)).toBe(word);
  });

  it.each([':', ':)', ':-', 'ha :D', 'at 10:30', 'https://x', 'so:smi', ': well', ':D or so'])(
    '%j does not',
    (text) => {
      expect(asked(text)).toBeUndefined();
    },
  );

  it('finds each emoji by its own words, whole words first, in both languages', () => {
    const signs = (word: string) => findEmoji(word, 8).map(({ sign }) => sign);
    expect(signs('smile')[0]).toBe('🙂');
    expect(signs('par')).toContain('🎉');
    expect(signs('包裹')).toEqual(['📦']);
    expect(signs('nothinglikeit')).toEqual([]);
    const younger = 'v';
    const oneEmoji = new RegExp('^\\p{RGI_Emoji}$', younger);
    const all = EMOJI.map(({ sign }) => sign);
    expect(new Set(all).size).toBe(all.length);
    for (const { sign, words } of EMOJI) {
      expect(words.length, sign).toBeGreaterThan(1);
      expect(oneEmoji.test(sign), sign).toBe(true);
    }
  });
});

describe('a blank', () => {
  const contact = { id: 'c', name: 'Ida Berg', verified: true, blocked: false };
  const known = blanksOf(conversation('a', { contact, number: 12, subject: '' }), {
    name: 'Ana Alves',
  });

  it('is filled in with what is known, however it is written', () => {
    expect(
      fillBlanks('Dear {{contact.first}}, {{ Agent.Name }} here about #{{number}}', known),
    ).toBe('Dear Ida, Ana Alves here about #12');
  });

  it('that is not known says what stands after the bar, or stays', () => {
    expect(fillBlanks('About {{subject|your question}}', known)).toBe('About your question');
    expect(fillBlanks('Your parcel {{tracking number}}', known)).toBe(
      'Your parcel {{tracking number}}',
    );
    expect(fillBlanks('A {{constructor}} of {{toString}}', known)).toBe(
      'A {{constructor}} of {{toString}}',
    );
    expect(firstBlank('Your parcel {{tracking number}}')).toEqual({ start: 12, end: 31 });
    expect(firstBlank('Nothing left')).toBeNull();
  });

  it('has no other names than those that are told', () => {
    expect(Object.keys(known).sort()).toEqual([...BLANK_NAMES].sort());
  });

  it('of a name in Han script is the whole name', () => {
    const name = { ...contact, name: '王小明' };
    expect(
      fillBlanks(
        '{{contact.first}}您好',
        blanksOf(conversation('a', { contact: name }), { name: 'Ana' }),
      ),
    ).toBe('王小明您好');
  });
});
