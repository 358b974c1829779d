/** One transaction of one workspace, and what shall happen once it is committed. */
import type { Adapter } from '../../adapters/adapter.ts';
import type { Database, Planned, Transaction } from '../database/database.ts';
import { isDatabaseError } from '../database/errors.ts';
import { passing } from '../failpoints.ts';
import { inSpan } from '../telemetry/traces.ts';
import type { Effect } from './effects.ts';

export type Catalogue = ReadonlyMap<string, Adapter>;

export type Scope = {
  workspaceId: string;
  tx: Transaction;
  /** Carried out after commit, in this order; never when the transaction fails. */
  effects: Effect[];
  catalogue: Catalogue;
};

export type Store = {
  database: Database;
  catalogue: Catalogue;
  /** Work in a workspace, commit, then let the effects out. */
  in<Result>(
    workspaceId: string,
    work: (scope: Scope) => Promise<Result>,
    planned?: Planned,
  ): Promise<Result>;
};

/** @param release gets the effects of each committed transaction, in one place. */
export function createStore(
  database: Database,
  catalogue: Catalogue,
  release: (workspaceId: string, effects: Effect[]) => void,
): Store {
  return {
    database,
    catalogue,
    async in(workspaceId, work, planned) {
      const { result, effects } = await retried(async () => {
        const effects: Effect[] = [];
        const result = await inSpan('internal', 'transaction', () =>
          database.inWorkspace(
            workspaceId,
            async (tx) => {
              const done = await work({ workspaceId, tx, effects, catalogue });
              passing('before-commit');
              return done;
            },
            planned,
          ),
        );
        passing('after-commit');
        return { result, effects };
      });
      if (effects.length > 0) {
        release(workspaceId, effects);
        passing('after-publish');
      }
      return result;
    },
  };
}

/** Work that may fail alone: its rows and its effects vanish together, the rest of the transaction goes on. */
export async function savepoint<Result>(
  scope: Scope,
  work: (scope: Scope) => Promise<Result>,
): Promise<Result> {
  const before = scope.effects.length;
  try {
    return await scope.tx.transaction((tx) => work({ ...scope, tx }));
  } catch (error) {
    scope.effects.length = before;
    throw error;
  }
}

/** Work that fails together with the rest of the transaction. */
export const withTheRest = <Result>(
  scope: Scope,
  work: (scope: Scope) => Promise<Result>,
): Promise<Result> => work(scope);

/** Two transactions that wait for each other: Postgres ends one of them, and that one simply starts over. */
async function retried<Result>(attempt: () => Promise<Result>): Promise<Result> {
  for (let left = 4; ; left--) {
    try {
      return await attempt();
    } catch (error) {
      if (left === 0 || !isDatabaseError(error, '40P01', '40001')) throw error;
    }
  }
}
