/** Slows guessing down. Counted in Postgres, so that neither a restart nor a second process forgets. */
import { setTimeout as pause } from 'node:timers/promises';
import { and, count, eq, inArray, lt, or, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../database/database.ts';
import { loginFailures } from '../database/schema/workspaces.ts';
import { networkOf } from '../events/limits.ts';
import { Refusal } from '../wire/problems.ts';
import { fingerprint } from './credentials.ts';

/** Who is guessed at and where the guess comes from. */
export type Guess = { email: string; address: string };

/** A guess that may be made. It counts as failed until `succeeded` is called. */
export type Attempt = { succeeded(): Promise<void> };

type Subject = { lockClass: number; name: string; limit: number };

const WINDOW = sql`interval '15 minutes'`;
const FREE_FAILURES = 3;
const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 2_000;

/**
 * Counts the guess before it is checked, so that a thousand parallel guesses are no better than one after another.
 * Waits a little longer after each failure, whether or not the account exists.
 * @throws Refusal slow_down
 */
export async function admitGuess(database: Database, guess: Guess): Promise<Attempt> {
  const account = accountSubject(guess.email);
  const address = addressSubject(guess.address);
  const { failures, ids } = await database.outside.transaction(async (tx) => {
    await forgetOldest(tx);
    const failures = await countFailures(tx, account);
    // Always the account first: everyone locks in the same order.
    if (address) await countFailures(tx, address);
    return { failures, ids: await record(tx, address ? [account, address] : [account]) };
  });
  await pause(delayAfter(failures));
  return {
    async succeeded() {
      // The address keeps its other failures: one own account must not buy guesses at others'.
      await database.outside
        .delete(loginFailures)
        .where(or(eq(loginFailures.subject, account.name), inArray(loginFailures.id, ids)));
    },
  };
}

function accountSubject(email: string): Subject {
  return { lockClass: 1, name: fingerprint(`account:${email}`), limit: 10 };
}

function addressSubject(address: string): Subject | null {
  const network = networkOf(address);
  return network === null
    ? null
    : { lockClass: 2, name: fingerprint(`address:${network}`), limit: 50 };
}

/**
 * Counts who asks for a mail to an account, whether or not it exists: nobody's mailbox is filled from here.
 * @throws Refusal slow_down
 */
export async function admitAsking(database: Database, { email, address }: Guess): Promise<void> {
  const account = { lockClass: 1, name: fingerprint(`asking:${email}`), limit: 3 };
  const network = networkOf(address);
  const from = network === null ? null : fingerprint(`asking from:${network}`);
  await database.outside.transaction(async (tx) => {
    await forgetOldest(tx);
    const subjects = [account, ...(from ? [{ lockClass: 2, name: from, limit: 20 }] : [])];
    for (const subject of subjects) await countFailures(tx, subject);
    await record(tx, subjects);
  });
}

/** The lock lasts until the transaction ends: the next guess at the same subject sees this one counted. */
async function countFailures(tx: Transaction, subject: Subject): Promise<number> {
  await tx.execute(
    sql`select pg_advisory_xact_lock(${subject.lockClass}::int, hashtext(${subject.name}))`,
  );
  const [row] = await tx
    .select({
      failures: count(),
      wait: sql<number>`ceil(extract(epoch from min(failed_at) + ${WINDOW} - now()))::int`,
    })
    .from(loginFailures)
    .where(and(eq(loginFailures.subject, subject.name), sql`failed_at > now() - ${WINDOW}`));
  const failures = row?.failures ?? 0;
  if (failures < subject.limit) return failures;
  throw new Refusal(
    'slow_down',
    'Too many tries. Wait before you try again.',
    Math.max(1, row?.wait ?? 1),
  );
}

async function record(tx: Transaction, subjects: Subject[]): Promise<number[]> {
  const rows = await tx
    .insert(loginFailures)
    .values(subjects.map(({ name }) => ({ subject: name })))
    .returning({ id: loginFailures.id });
  return rows.map(({ id }) => id);
}

/** A few of the oldest rows with every guess, found by the primary key: the table never grows for long. */
async function forgetOldest(tx: Transaction): Promise<void> {
  const oldest = tx
    .select({ id: loginFailures.id })
    .from(loginFailures)
    .orderBy(loginFailures.id)
    .limit(20)
    .for('update', { skipLocked: true });
  await tx
    .delete(loginFailures)
    .where(
      and(inArray(loginFailures.id, oldest), lt(loginFailures.failedAt, sql`now() - ${WINDOW}`)),
    );
}

function delayAfter(failures: number): number {
  if (failures < FREE_FAILURES) return 0;
  return Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (failures - FREE_FAILURES));
}
