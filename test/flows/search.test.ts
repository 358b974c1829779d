/** Looking for what was said: all of it is found, only that, and shown where it stands. */
import type postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CreatedChannel } from '../../server/wire/channels.ts';
import type { SearchPage, SearchResult } from '../../server/wire/search.ts';
import { ownerOf } from '../support/database.ts';
import { postEcho } from '../support/echo.ts';
import { startHub, type TestHub } from '../support/hub.ts';
import { type Agent, foundAs, inboxOf } from '../support/people.ts';
import { until } from '../support/until.ts';
import { uploadAs } from '../support/workspace.ts';

const SECRET = 'the secret of the searched channel';

let hub: TestHub;
let owner: postgres.Sql;
let ana: Agent;
let channel: CreatedChannel;
let other: CreatedChannel;
let written = 0;

beforeAll(async () => {
  hub = await startHub();
  owner = ownerOf(hub);
  ana = await foundAs(hub);
  channel = await connect('Searched');
  other = await connect('Beside it');
  await say('anna', 'My parcel with the blue teapot never arrived');
  await say('anna', 'The café on the corner has it, they say');
  await say('bert', 'Please refund my order 4711-AX');
  await say('chen', '你好，我想申请退款，订单还没有到。');
  await say('yuki', '注文した商品がまだ届いていません');
  await say('dora', 'A teapot again, on the other channel', other);
  await say('fred', 'The lamp is on its way');
  await note('fred', { text: 'Invoice of the lamp', file: 'invoice.txt' });
  await note('dora', { text: '', file: 'receipt.txt' });
});

afterAll(async () => {
  await owner.end();
  await hub.close();
});

async function connect(name: string): Promise<CreatedChannel> {
  const wanted = { adapter: 'echo', name, settings: { secret: SECRET } };
  return (await ana.call<CreatedChannel>('POST', '/api/v1/channels', wanted)).body;
}

async function say(from: string, text: string, where = channel): Promise<void> {
  written += 1;
  const { status } = await postEcho(hub, where.id, SECRET, {
    id: `said-${written}`,
    from,
    name: `${from[0]?.toUpperCase()}${from.slice(1)} Person`,
    text,
  });
  if (status !== 200) throw new Error(`writing answered ${status}`);
}

async function note(person: string, { text, file }: { text: string; file: string }): Promise<void> {
  const talk = (await inboxOf(ana, 'all')).find(({ contact }) =>
    contact.name.toLowerCase().startsWith(person),
  );
  const attachments = [await uploadAs(ana, '/api/v1/attachments', file)];
  const path = `/api/v1/conversations/${talk?.id}/messages`;
  const written = { key: `note-of-${person}`, kind: 'note', text, attachments };
  const { status } = await ana.call('POST', path, written);
  if (status !== 201) throw new Error(`noting answered ${status}`);
}

async function find(q: string, more: Record<string, string> = {}): Promise<SearchPage> {
  const query = new URLSearchParams({ q, ...more });
  const { status, body } = await ana.call<SearchPage>('GET', `/api/v1/search?${query}`);
  if (status !== 200) throw new Error(`searching answered ${status}`);
  return body;
}

const said = ({ data }: SearchPage): string[] =>
  data.flatMap(({ message, excerpt }) => (message ? [excerpt] : []));

const shown = ({ excerpt, marks }: SearchResult): string[] =>
  marks.map(([from, to]) => excerpt.slice(from, to));

const waiting = async () =>
  Number(
    (
      await owner`select count(*) as n from messages m where not exists (
        select 1 from message_words w where w.message_id = m.id)`
    )[0]?.['n'],
  );

/** Twice: while the index does not have the messages, and when it has. */
describe.each(['not yet in the index', 'in the index'])('messages %s', (when) => {
  beforeAll(async () => {
    if (when === 'in the index') return until(async () => (await waiting()) === 0, 10_000);
    await owner`delete from message_words`;
    await owner`update search_progress set reached = '1'`;
  }, 20_000);

  it('are found by having a file: alone, with words, and in conversations with somebody', async () => {
    expect(said(await find('lamp')).sort()).toEqual([
      'Invoice of the lamp',
      'The lamp is on its way',
    ]);
    expect(said(await find('lamp', { has: 'file' }))).toEqual(['Invoice of the lamp']);
    // What says nothing else is called by its file.
    expect(said(await find('', { has: 'file' }))).toEqual(['receipt.txt', 'Invoice of the lamp']);
    expect(said(await find('', { has: 'file', person: 'dora' }))).toEqual(['receipt.txt']);
    expect(said(await find('', { has: 'file', direction: 'in' }))).toEqual([]);
    const first = await find('', { has: 'file', limit: '1' });
    const rest = await find('', { has: 'file', limit: '1', cursor: first.next ?? '' });
    expect([said(first), said(rest), rest.next]).toEqual([
      ['receipt.txt'],
      ['Invoice of the lamp'],
      null,
    ]);
  });

  it('are found by any of their words, whatever the case and the accents', async () => {
    for (const q of ['teapot', 'BLUE Teapot', 'tea', 'parcel arriv', 'arrived, parcel!']) {
      expect(said(await find(q)), q).toContain('My parcel with the blue teapot never arrived');
    }
    expect(said(await find('cafe'))).toEqual(['The café on the corner has it, they say']);
    expect(said(await find('4711-ax'))).toEqual(['Please refund my order 4711-AX']);
  });

  it('are not found by words that none of them has', async () => {
    for (const q of ['teapots', 'blue refund', 'eapot', '款退', 'xylophone']) {
      expect(said(await find(q)), q).toEqual([]);
    }
  });

  it('are found in scripts that have no gaps between words', async () => {
    for (const q of ['退款', '申请退款', '退', '订单 退款']) {
      expect(said(await find(q)), q).toEqual(['你好，我想申请退款，订单还没有到。']);
    }
    for (const q of ['商品', '届いて', '注文した商品']) {
      expect(said(await find(q)), q).toEqual(['注文した商品がまだ届いていません']);
    }
  });

  it('say where the words stand', async () => {
    const marksOf = async (q: string) => (await find(q)).data.flatMap(shown);
    expect(await marksOf('blue arr')).toEqual(['blue', 'arr']);
    expect(await marksOf('退款')).toEqual(['退款']);
    expect(await marksOf('CAFE')).toEqual(['café']);
  });

  it('come the newest first, a page at a time', async () => {
    const first = await find('teapot', { limit: '1' });
    expect(said(first)).toEqual(['A teapot again, on the other channel']);
    const second = await find('teapot', { limit: '1', cursor: first.next ?? '' });
    expect(said(second)).toEqual(['My parcel with the blue teapot never arrived']);
    expect(second.next).toBeNull();
  });

  it('are narrowed by channel, person, direction and time', async () => {
    expect(said(await find('teapot', { channel: channel.id }))).toEqual([
      'My parcel with the blue teapot never arrived',
    ]);
    const anna = (await find('anna')).data[0]?.conversation.contact.id ?? '';
    expect(said(await find('teapot', { contact: anna }))).toEqual([
      'My parcel with the blue teapot never arrived',
    ]);
    expect(said(await find('teapot', { person: 'ann per' }))).toEqual([
      'My parcel with the blue teapot never arrived',
    ]);
    expect(said(await find('teapot', { person: 'nobody' }))).toEqual([]);
    expect(said(await find('teapot', { direction: 'in' }))).toHaveLength(2);
    expect(said(await find('teapot', { direction: 'out' }))).toEqual([]);
    const soon = new Date(Date.now() + 60_000).toISOString();
    const longAgo = '2020-01-01T00:00:00Z';
    expect(said(await find('teapot', { from: longAgo, before: soon }))).toHaveLength(2);
    expect(said(await find('teapot', { from: soon }))).toEqual([]);
    expect(said(await find('teapot', { before: longAgo }))).toEqual([]);
  });
});

describe('conversations', () => {
  const called = ({ data }: SearchPage) =>
    data
      .filter(({ message }) => message === null)
      .map(({ conversation }) => conversation.contact.name);

  it('are found by number, by the name of the person, and by the beginning of it', async () => {
    const row = (await inboxOf(ana, 'all')).find(({ contact }) => contact.name === 'Bert Person');
    for (const q of [`#${row?.number}`, 'bert', 'Per Ber', 'BERT PERSON']) {
      expect(called(await find(q)), q).toContain('Bert Person');
    }
    expect(called(await find('ert'))).toEqual([]);
  });

  it('are all that is found of a person when no words are given', async () => {
    const theirs = await find('', { person: 'bert' });
    expect(called(theirs)).toEqual(['Bert Person']);
    expect(said(theirs)).toEqual([]);
    expect(called(await find('', { person: 'bert', channel: other.id }))).toEqual([]);
    expect((await find('')).data).toEqual([]);
  });

  it('are found by the new name, and no longer by the old one, once it is written down', async () => {
    const row = (await inboxOf(ana, 'all')).find(({ contact }) => contact.name === 'Dora Person');
    await ana.call('PATCH', `/api/v1/contacts/${row?.contact.id}`, { name: '王小明' });
    expect(called(await find('小明'))).toEqual(['王小明']);
    await until(
      async () => called(await find('dora')).length === 0 || (await onlyByAddress()),
      10_000,
    );
    expect(called(await find('王小明'))).toEqual(['王小明']);
  });

  /** The echo channel's address of a person is the name they write under. */
  const onlyByAddress = async () =>
    (await find('dora')).data.every(({ conversation }) => conversation.contact.name === '王小明');
});

describe('what is no longer so', () => {
  it('is not found by what it was', async () => {
    await until(async () => (await waiting()) === 0, 10_000);
    const [hit] = (await find('refund')).data.filter(({ message }) => message !== null);
    expect(hit).toBeDefined();
    // As an edit leaves it for the moment until the index has followed.
    await owner`update messages set text = 'Never mind' where id = ${hit?.message?.id ?? ''}`;
    expect(said(await find('refund'))).toEqual([]);
    await owner`update messages set text = 'Please refund my order 4711-AX' where id = ${hit?.message?.id ?? ''}`;
    expect(said(await find('refund'))).toHaveLength(1);
  });
});

describe('a question', () => {
  it('without a word in it finds nothing, and harms nothing', async () => {
    for (const q of ['', '   ', '%', "'", "''':*", '\\', '!!!', '&|', '🙂']) {
      expect((await find(q)).data, q).toEqual([]);
    }
  });

  it('with signs that mean something to a database is a question for words', async () => {
    for (const q of ["teapot' | 'refund", 'teapot:* & !refund', "o'clock", 'teapot\\']) {
      const page = await find(q);
      expect(
        said(page).every((text) => /teapot/.test(text)),
        q,
      ).toBe(true);
    }
  });

  it('is answered with how complete the answer is', async () => {
    const complete = async () => (await find('teapot')).complete;
    await until(complete, 10_000);
    // As after an update of an installation with much history.
    await until(async () => {
      await owner`update search_progress set history = 'ffffffff-ffff-ffff-ffff-ffffffffffff'`;
      return !(await complete());
    });
    await until(complete, 10_000);
  });
});
