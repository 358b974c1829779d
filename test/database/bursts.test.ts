/** Far more asked at one moment than there are lines: whatever stands in front of a transaction, it has a line of its own. */
import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Database, openDatabase, type Transaction } from '../../server/database/database.ts';
import { cloneDatabase } from '../support/hub.ts';

const HERE = '00000000-0000-4000-8000-000000000001';
const LINES = 2;
/** On each line: about as many as postgres.js puts on one before it waits, unless it is told otherwise. */
const MANY = [97, 98, 99, 100, 101, 102, 103];

let database: Database;

beforeEach(async () => {
  database = openDatabase(await cloneDatabase(), { restricted: true, max: LINES });
  // The lines are there, and the statement is known on them: all that follows goes out at once.
  await Promise.all(numbers(LINES).map((text) => echoed(database.outside, text)));
});
afterEach(() => database.close());

async function echoed(tx: Pick<Transaction, 'execute'>, text: string): Promise<unknown> {
  const [row] = await tx.execute(sql`select ${text}::text as text`);
  return row?.['text'];
}

const numbers = (count: number) => Array.from({ length: count }, (_, number) => String(number));

async function burst(before: number, filling = ''): Promise<void> {
  const outside = numbers(before).map((number) => echoed(database.outside, number + filling));
  // They are on their way by then, and nothing is answered yet.
  await new Promise<void>((resolve) => process.nextTick(resolve));
  const inside = numbers(LINES).map((number) =>
    database.inWorkspace(HERE, async (tx) => [await echoed(tx, number), await echoed(tx, 'again')]),
  );
  expect(await Promise.all(inside)).toEqual(numbers(LINES).map((number) => [number, 'again']));
  expect(await Promise.all(outside)).toEqual(numbers(before).map((number) => number + filling));
}

async function expectNothingLeftOpen(): Promise<void> {
  const [left] = await database.outside.execute(sql`select count(*)::int as open
    from pg_stat_activity where application_name = 'interline' and datname = current_database()
    and state = 'idle in transaction'`);
  expect(left).toEqual({ open: 0 });
}

it('statements of any number do not break the transaction behind them', async () => {
  for (const number of MANY) await burst(number * LINES);
  await expectNothingLeftOpen();
});

it('nor does more than a socket takes at once', async () => {
  for (const bytes of [20_000, 70_000, 300_000]) await burst(10 * LINES, 'a'.repeat(bytes));
  await expectNothingLeftOpen();
});
