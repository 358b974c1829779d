/** Of a long history the newest messages that have the words are found, all of them and no others, however rare they are. */
import type postgres from 'postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { idAt, newId } from '../../server/events/ids.ts';
import { ownerOf } from '../support/database.ts';
import { Dice } from '../support/fuzz.ts';
import { startHub, type TestHub } from '../support/hub.ts';
import { foundAs } from '../support/people.ts';

/** More than are looked through one by one, and more than the first windows of time reach. */
const MANY = 60_000;
const YEAR_MS = 365 * 24 * 3_600_000;
/** From one in two to one in some thousands. */
const SHARES = { often: 0.5, seldom: 0.02, selten: 0.01, rarely: 0.001, nearly: 0.0002 };
const NEWEST = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
const OLDEST = '00000000-0000-0000-0000-000000000000';

type Filed = { id: string; words: string[] };

let hub: TestHub;
let owner: postgres.Sql;
let workspace: string;
let filed: Filed[];

beforeAll(async () => {
  hub = await startHub();
  owner = ownerOf(hub);
  workspace = (await foundAs(hub)).session.workspace.id;
  const dice = new Dice(11);
  // Years with little, and weeks in which very much was said.
  const moments = Array.from({ length: MANY }, () =>
    dice.chance(0.3) ? dice.below(3 * YEAR_MS) : 2 * YEAR_MS + dice.below(YEAR_MS / 20),
  );
  filed = moments
    .toSorted((one, other) => one - other)
    .map((ms) => ({
      id: `${idAt(Date.UTC(2023, 0, 1) + ms).slice(0, 14)}${newId().slice(14)}`,
      words: Object.keys(SHARES).filter((word) => dice.chance(SHARES[word as keyof typeof SHARES])),
    }))
    .toSorted((one, other) => (one.id < other.id ? -1 : 1));
  await owner.begin(async (tx) => {
    // No messages are behind them: here only their words are of interest.
    await tx`set local session_replication_role = replica`;
    await tx`insert into message_words (workspace_id, message_id, words)
      select ${workspace}, id::uuid, words::tsvector
      from unnest(${filed.map(({ id }) => id)}::text[], ${filed.map(({ words }) => words.join(' '))}::text[]) as rows (id, words)`;
  });
});

afterAll(async () => {
  await owner.end();
  await hub.close();
});

type Bounds = { newest: string; oldest: string; most: number };

const find = (asked: string, held: string, { newest, oldest, most }: Bounds) =>
  owner.begin(async (tx) => {
    await tx`select set_config('app.workspace', ${workspace}, true)`;
    const rows = await tx<{ id: string }[]>`
      select id from find_messages(${asked}::tsquery, ${held}::tsquery, ${newest}::uuid, ${oldest}::uuid, ${most})`;
    return rows.map(({ id }) => id).sort();
  });

function expected(has: (words: string[]) => boolean, { newest, oldest, most }: Bounds) {
  const hits = filed.filter(({ id, words }) => id < newest && id >= oldest && has(words));
  return hits.slice(-most).map(({ id }) => id);
}

const both = (one: string, other: string) => (words: string[]) =>
  words.includes(one) && words.includes(other);

it.each([
  ['often', 'often', (words: string[]) => words.includes('often')],
  ['seldom', 'seldom', (words: string[]) => words.includes('seldom')],
  ['rarely', 'rarely', (words: string[]) => words.includes('rarely')],
  ['nearly', 'nearly', (words: string[]) => words.includes('nearly')],
  ['never', 'never', () => false],
  ['often & rarely', 'often & rarely', both('often', 'rarely')],
  ['seldom & rarely', 'seldom & rarely', both('seldom', 'rarely')],
  ['se:*', 'se:*', (words: string[]) => words.some((word) => word.startsWith('se'))],
  [
    'often & se:*',
    'often',
    (words: string[]) => words.includes('often') && words.some((word) => word.startsWith('se')),
  ],
])('%s, from any place on and back to any', async (asked, held, has) => {
  const middle = filed[MANY >> 1]?.id ?? '';
  const early = filed[MANY >> 3]?.id ?? '';
  for (const [newest, oldest] of [
    [NEWEST, OLDEST],
    [middle, OLDEST],
    [NEWEST, middle],
    [middle, early],
    [early, OLDEST],
  ] as const) {
    for (const most of [21, 3]) {
      const bounds = { newest, oldest, most };
      expect(await find(asked, held, bounds)).toEqual(expected(has, bounds));
    }
  }
});

it('has words of every kind, otherwise this shows nothing', () => {
  const times = (word: string) => filed.filter(({ words }) => words.includes(word)).length;
  expect(times('often')).toBeGreaterThan(20_000);
  expect(times('rarely')).toBeGreaterThan(21);
  expect(times('nearly')).toBeGreaterThan(3);
  expect(times('nearly')).toBeLessThan(50);
});
