/** What agents wait for, beside a small history and a large one: lists, opening, counts, search. Only when asked for. */
import type { OwnConversation } from '../../server/wire/conversations.ts';
import type { Remote } from '../../test/support/remote.ts';
import { type Figure, percentile } from '../report.ts';
import { askedHistory, withHistory } from '../store/history.ts';
import { character, word } from '../store/language.ts';

const SMALL = 10_000;
const TIMES = 120;

type Times = Map<string, number[]>;

export async function measureReads(): Promise<Figure[]> {
  const asked = askedHistory();
  if (!asked) return [];
  const large = asked.conversations;
  const before = await withHistory({ ...asked, conversations: SMALL }, measure);
  const after = await withHistory(asked, measure);
  return [...after].flatMap(([name, times]) => {
    const [p95, small] = [percentile(times, 0.95), percentile(before.get(name) ?? [], 0.95)];
    return [
      {
        name: `${name}, ${large} conversations, p95`,
        value: p95,
        unit: 'ms',
        target: targetOf(name),
      },
      { name: '  p50', value: percentile(times, 0.5), unit: 'ms' },
      {
        name: `  p95 of what it takes with ${SMALL}`,
        value: p95 / small,
        unit: '×',
        target: '≤ 2 ×',
      },
    ];
  });
}

function targetOf(name: string): string {
  if (name.startsWith('search')) return '< 150 ms, aim 50';
  return name === 'counts' ? '< 5 ms' : '< 20 ms';
}

async function measure(ana: Remote): Promise<Times> {
  const times: Times = new Map();
  for (const [name, paths] of await questions(ana)) {
    // Once without the clock: connections, plans and pages that were never looked at before.
    for (const one of paths) await ana.call('GET', one);
    const taken: number[] = [];
    for (let n = 0; n < TIMES; n++) {
      const began = performance.now();
      await ana.get(paths[n % paths.length] ?? '');
      taken.push(performance.now() - began);
    }
    times.set(name, taken);
  }
  return times;
}

const some = <Item>(count: number, make: (n: number) => Item): Item[] =>
  Array.from({ length: count }, (_, n) => make(n));

async function questions(ana: Remote): Promise<[string, string[]][]> {
  const list = '/api/v1/conversations?limit=50&view=';
  const deep = await turnPages(ana, `${list}done`, 40);
  const { data } = await ana.get<{ data: OwnConversation[] }>(`${list}inbox`);
  const old = await ana.get<{ data: OwnConversation[] }>(deep);
  const ids = [...data, ...old.data].map(({ id }) => id);
  const channels = await ana.get<{ data: { id: string }[] }>('/api/v1/channels');
  const tags = await ana.get<{ data: { id: string }[] }>('/api/v1/tags');
  const search = (q: string) => `/api/v1/search?q=${encodeURIComponent(q)}`;
  const pair = (first: number, second: number) => character(first) + character(second);
  return [
    [
      'inbox list',
      some(5, (n) => `${list}${['inbox', 'mine', 'unassigned', 'waiting', 'done'][n]}`),
    ],
    ['inbox list, all', [`${list}all`]],
    ['inbox list, of a channel', channels.data.map(({ id }) => `${list}channel:${id}`)],
    ['inbox list, of a tag', tags.data.map(({ id }) => `${list}tag:${id}`)],
    ['inbox list, 40 pages down', [deep]],
    ['open a conversation', ids.map((id) => `/api/v1/conversations/${id}/line?limit=50`)],
    ['counts', ['/api/v1/views']],
    ['search, a frequent word', some(8, (n) => search(`${word(n)} `))],
    ['search, a middling word', some(30, (n) => search(word(60 + n * 3)))],
    ['search, a word between', some(30, (n) => search(word(700 + n * 40)))],
    ['search, a rare word', some(40, (n) => search(word(57_000 + n * 31)))],
    ['search, an absent word', some(20, (n) => search(`qx${word(n)}`))],
    ['search, a prefix', some(40, (n) => search(word(400 + n * 90).slice(0, 4)))],
    ['search, two words', some(40, (n) => search(`${word(n)} ${word(900 + n * 131)}`))],
    ['search, two middling words', some(40, (n) => search(`${word(40 + n)} ${word(300 + n * 7)}`))],
    ['search, frequent Chinese', some(9, (n) => search(pair(n % 3, Math.floor(n / 3))))],
    ['search, middling Chinese', some(30, (n) => search(pair(4 + n, 30)))],
    ['search, rare Chinese', some(30, (n) => search(pair(1_200 + n, 40 + n)))],
    [
      'search, three Chinese characters',
      some(30, (n) => search(pair(n % 5, 1) + character(2 + n))),
    ],
    ['search, absent Chinese', some(20, (n) => search(`龘${character(n)}`))],
    ['search, a name', some(40, (n) => search(word(300 + n * 91)))],
  ];
}

async function turnPages(ana: Remote, first: string, pages: number): Promise<string> {
  let at = first;
  for (let turned = 0; turned < pages; turned++) {
    const { next } = await ana.get<{ next: string | null }>(at);
    if (!next) return at;
    at = `${first}&cursor=${next}`;
  }
  return at;
}
