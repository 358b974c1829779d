/** The mark of a demo: it stands in the database itself, so that whoever opens it knows, however it was started. */
import type { Database } from '../database/database.ts';
import type { Scope, Store } from '../events/scope.ts';
import { findHome, isListed, list } from './directory.ts';

const FILLED = 'filled';

/** Is what is here made up? Then nothing of it may go out into the world. */
export const isDemo = ({ outside }: Pick<Database, 'outside'>): Promise<boolean> =>
  isListed(outside, 'demo');

/** Part of the transaction that makes the workspace: there is no moment without the mark. It is never taken away. */
export async function markDemo(scope: Scope): Promise<void> {
  await list(scope, 'demo', scope.workspaceId);
}

/** Last of all: until then the start that fills it may have been broken off. */
export async function markFilled(scope: Scope): Promise<void> {
  await list(scope, 'demo', FILLED);
}

export const isFilled = async (store: Store): Promise<boolean> =>
  (await findHome(store, 'demo', FILLED)) !== null;
