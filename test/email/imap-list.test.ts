/** Which mails are new, by what servers say about them, also when they say it oddly. */
import type { FetchMessageObject } from 'imapflow';
import { expect, test } from 'vitest';
import { Bookmark } from '../../adapters/email/imap/bookmark.ts';
import { list } from '../../adapters/email/imap/list.ts';

const since = new Date('2026-03-05T12:00:00.700Z');

function position(lastUid: number, stock = 0) {
  const bookmark = Bookmark.read('');
  bookmark.begin('INBOX', since);
  bookmark.move('INBOX', { uidValidity: '1', lastUid, stock });
  return bookmark.at('INBOX');
}

type Row = [uid: number, receivedAt?: string];

const mail = ([uid, receivedAt = '2026-03-06T12:00:00Z']: Row): FetchMessageObject => ({
  ...{ seq: uid, uid, id: '', size: 100 },
  internalDate: new Date(receivedAt),
});

function server(rows: FetchMessageObject[]) {
  async function* fetch(): AsyncGenerator<FetchMessageObject, false> {
    yield* rows;
    return false;
  }
  return { fetch };
}

const uids = ({ mails }: { mails: { uid: number }[] }) => mails.map(({ uid }) => uid);

test('the last mail, named again because nothing is new, is not new', async () => {
  const listing = await list(server([mail([7])]), position(7));
  expect(listing).toEqual({ mails: [], upTo: 7, more: false });
});

test('a mail told twice or out of order is there once and in its place', async () => {
  const told = [mail([9]), mail([8]), mail([9]), { seq: 8, uid: 8, id: '', flags: new Set(['x']) }];
  const listing = await list(server(told), position(7));
  expect(uids(listing)).toEqual([8, 9]);
  expect(listing.mails[0]).toEqual({
    uid: 8,
    size: 100,
    receivedAt: Date.parse('2026-03-06T12:00:00Z'),
  });
});

test('of very many some are left for later, and none between', async () => {
  const told = [mail([8]), mail([12]), mail([9]), mail([10]), mail([11])];
  const first = await list(server(told), position(7), 3);
  expect(uids(first)).toEqual([8, 9]);
  expect(first).toMatchObject({ upTo: 9, more: true });
  const second = await list(server(told), position(9), 3);
  expect(uids(second)).toEqual([10, 11, 12]);
  expect(second).toMatchObject({ upTo: 12, more: false });
});

test('what lay there before our beginning is not ours, to the second', async () => {
  const told = [
    mail([1, '2026-03-05T11:59:59Z']),
    mail([2, '2026-03-05T12:00:00Z']),
    mail([3, '2026-03-04T12:00:00Z']),
  ];
  const listing = await list(server(told), position(0, 3));
  expect(uids(listing)).toEqual([2]);
  expect(listing.upTo).toBe(3);
});

test('what came later is ours although a clock is wrong, but not a heap of old mail', async () => {
  const told = [mail([4, '2026-03-04T13:00:00Z']), mail([5, '2026-02-01T12:00:00Z'])];
  expect(uids(await list(server(told), position(3, 3)))).toEqual([4]);
});

test('a mail without a usable time is ours', async () => {
  const listing = await list(server([mail([1, 'no time'])]), position(0, 1));
  expect(listing.mails).toEqual([{ uid: 1, size: 100, receivedAt: null }]);
});

test('a bookmark that cannot be read begins anew, and one that can goes on', () => {
  for (const text of ['', '{', '[]', '{"INBOX":{"lastUid":-1}}']) {
    const bookmark = Bookmark.read(text);
    bookmark.begin('INBOX', since);
    expect(bookmark.at('INBOX')).toMatchObject({ uidValidity: '', lastUid: 0 });
  }
  const kept = Bookmark.read('');
  kept.begin('__proto__', since);
  const after = Bookmark.read(kept.textAfter('__proto__', 12));
  after.begin('__proto__', new Date());
  expect(after.at('__proto__')).toMatchObject({ lastUid: 12, since: since.toISOString() });
});
