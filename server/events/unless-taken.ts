/** Names that are there once. */
import { isDatabaseError } from '../database/errors.ts';
import { Refusal } from '../wire/problems.ts';
import { type Scope, savepoint } from './scope.ts';

/** unique_violation: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const TAKEN = '23505';

/** Writes something with a name of its own. @throws Refusal conflict, saying `why`, when the name is taken */
export async function unlessTaken<Result>(
  scope: Scope,
  write: (scope: Scope) => Promise<Result>,
  why: string,
): Promise<Result> {
  try {
    return await savepoint(scope, write);
  } catch (error) {
    if (!isDatabaseError(error, TAKEN)) throw error;
    throw new Refusal('conflict', why);
  }
}
