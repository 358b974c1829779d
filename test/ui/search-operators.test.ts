/** What is typed into the search beside plain words. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Known, narrow } from '../../inbox-ui/inbox/search/operators.ts';
import { search as en } from '../../inbox-ui/words/en/inbox-search.ts';
import { search as zh } from '../../inbox-ui/words/zh-cn/inbox-search.ts';

const now = new Date(2026, 10, 27, 15, 30);
const channels = [
  { id: 'c1', name: 'Website' },
  { id: 'c2', name: 'Web shop' },
  { id: 'c3', name: 'Help desk' },
];
const tags = [
  { id: 't1', name: 'refund' },
  { id: 't2', name: 'refund later' },
  { id: 't3', name: '退款' },
];
const known: Known = { channels, tags, now, ...en };
const inChinese: Known = { channels, tags, now, ...zh };
const day = (...at: [number, number, number]) => new Date(...at).toISOString();
const none = { words: '', unknown: [] };

describe('operators', () => {
  it.each([
    ['from:Ana', { person: 'ana' }],
    ['with:"Ana Berg"', { person: 'ana berg' }],
    ['in:website', { channel: 'c1' }],
    ['IN:help', { channel: 'c3' }],
    ['tag:refund', { tag: 't1' }],
    ['tag:"refund later"', { tag: 't2' }],
    ['is:note', { direction: 'note' }],
    ['is:sent', { direction: 'out' }],
    ['is:urgent', { priority: 'urgent' }],
    ['is:Low', { priority: 'low' }],
    ['has:file', { has: 'file' }],
    ['has:note', { direction: 'note' }],
    ['after:2026', { from: day(2026, 0, 1) }],
    ['since:2026-10', { from: day(2026, 9, 1) }],
    ['before:2026-10-31', { before: day(2026, 9, 31) }],
    ['before:yesterday', { before: day(2026, 10, 26) }],
    ['after:2w', { from: day(2026, 10, 13) }],
  ])('%s narrows the search', (typed, narrowed) => {
    expect(narrow(typed, known)).toEqual({ ...none, ...narrowed });
  });

  it('leave the words around them, and take what stands in quotes as one', () => {
    const typed = 'blue from:"Ana Berg"  teapot in:website arrived';
    const narrowed = { person: 'ana berg', channel: 'c1', unknown: [] };
    expect(narrow(typed, known)).toEqual({ words: 'blue teapot arrived', ...narrowed });
  });

  it('are understood in Chinese, with wide colons and quotes, and in English meanwhile', () => {
    const narrowed = { person: '小雨', tag: 't3', direction: 'note', from: day(2026, 9, 1) };
    const typed = '客户：小雨 标签:“退款” 类型：备注 之后:2026年10月 水壶';
    expect(narrow(typed, inChinese)).toEqual({ words: '水壶', unknown: [], ...narrowed });
    expect(narrow('包含：文件', inChinese)).toEqual({ ...none, has: 'file' });
    expect(narrow('from:小雨 before:昨天', inChinese)).toMatchObject({
      ...{ person: '小雨', before: day(2026, 10, 26) },
    });
  });

  it('know how pressing something is in Chinese, too', () => {
    expect(narrow('类型:紧急 水壶', inChinese)).toEqual({
      ...{ words: '水壶', unknown: [], priority: 'urgent' },
    });
  });

  it.each([
    ['tag:nothing', 'tag', 'nothing'],
    ['in:we', 'in', 'we'],
    ['before:2026-02-31', 'before', '2026-02-31'],
    ['after:soon', 'after', 'soon'],
    ['is:blue', 'is', 'blue'],
    ['has:hope', 'has', 'hope'],
    ['from:""', 'from', ''],
  ])('%s stands for nothing, which is said', (typed, operator, value) => {
    expect(narrow(`tea ${typed}`, known)).toEqual({ words: 'tea', unknown: [{ operator, value }] });
  });

  it.each(['https://example.com/a', 'at 14:30', 'RE: order', 'note:this', 'a:b:c', ':', 'from:'])(
    'are not seen in %j',
    (typed) => {
      expect(narrow(typed, known)).toEqual({ ...none, words: typed });
    },
  );

  it('never fail, and never swallow a word that has no colon', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' })), fc.array(fc.string()), (one, two) => {
        expect(() => narrow([...one, ...two].join(' '), known)).not.toThrow();
        const plain = one.join(' ').replace(/[:：]/g, '');
        const { words } = narrow(plain, known);
        expect(words).toBe(plain.replace(/\s+/g, ' ').trim());
      }),
    );
  });
});
