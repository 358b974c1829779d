/**
 * What agents do again and again in one go: an agent's own macros, which nobody else sees, and everybody's, which admins
 * look after. `macros/running.ts` does it, `macros/taking-back.ts` takes it back.
 */
import { and, asc, sql } from 'drizzle-orm';
import { macros } from '../database/schema/macros.ts';
import type { Actor } from '../events/actor.ts';
import type { Scope } from '../events/scope.ts';
import { clean, cleanName } from '../events/text.ts';
import { unlessTaken } from '../events/unless-taken.ts';
import type { Macro, MacroAction, MacroChange, NewMacro } from '../wire/macros.ts';
import { Refusal } from '../wire/problems.ts';
import { begin, filled, holdKept, isIt, usableBy } from './own-or-shared.ts';
import { findTag } from './tagging.ts';
import { findColleague } from './work.ts';

type Row = typeof macros.$inferSelect;

/** All that this agent may use, the oldest first: a new one moves none of those that hands have learnt. */
export async function listMacros(scope: Scope, actor: Actor): Promise<Macro[]> {
  const rows = await scope.tx
    .select()
    .from(macros)
    .where(usableBy(macros, scope, actor))
    .orderBy(asc(macros.createdAt), asc(macros.id));
  return rows.map(present);
}

/** @throws Refusal not_found */
export async function accessMacro(scope: Scope, actor: Actor, id: string): Promise<Macro> {
  const mine = and(isIt(macros, scope, id), usableBy(macros, scope, actor));
  const [row] = await scope.tx.select().from(macros).where(mine);
  if (!row) throw new Refusal('not_found', MISSING);
  return present(row);
}

/** @throws Refusal forbidden when it is for everybody and the agent no admin; conflict when the name is taken; invalid */
export async function makeMacro(
  scope: Scope,
  actor: Actor,
  { actions, ...macro }: NewMacro,
): Promise<Macro> {
  const values = { ...begin(scope, actor, macro), actions: await sound(scope, actions) };
  const insert = ({ tx }: Scope) => tx.insert(macros).values(values).returning();
  const [row] = await unlessTaken(scope, insert, TAKEN);
  return told(scope, row);
}

/** @throws Refusal not_found, forbidden, conflict, invalid */
export async function changeMacro(
  scope: Scope,
  actor: Actor,
  id: string,
  { name, actions }: MacroChange,
): Promise<Macro> {
  await holdKept(scope, actor, macros, { id, missing: MISSING });
  const changed = {
    ...(name !== undefined && { name: cleanName(name) }),
    ...(actions !== undefined && { actions: await sound(scope, actions) }),
  };
  const update = ({ tx }: Scope) =>
    tx
      .update(macros)
      .set({ ...changed, updatedAt: sql`now()` })
      .where(isIt(macros, scope, id))
      .returning();
  const [row] = await unlessTaken(scope, update, TAKEN);
  return told(scope, row);
}

/** What was done with it stays done. @throws Refusal not_found, forbidden */
export async function removeMacro(scope: Scope, actor: Actor, id: string): Promise<void> {
  await holdKept(scope, actor, macros, { id, missing: MISSING });
  const [row] = await scope.tx
    .delete(macros)
    .where(isIt(macros, scope, id))
    .returning();
  told(scope, row);
}

/** As they are kept. Whom and what they name must be there. */
async function sound(scope: Scope, actions: readonly MacroAction[]): Promise<MacroAction[]> {
  const answers = actions.filter((action) => action.do === 'reply');
  if (answers.length > 1) throw new Refusal('invalid', 'actions: one answer is sent at most.');
  const kept: MacroAction[] = [];
  for (const action of actions) kept.push(await soundOne(scope, action));
  return kept;
}

async function soundOne(scope: Scope, action: MacroAction): Promise<MacroAction> {
  if ('text' in action) return { ...action, text: filled(action.text) };
  if ('tagId' in action) await findTag(scope, action.tagId);
  if (action.do === 'assign' && action.to !== 'me' && action.to !== 'nobody') {
    await findColleague(scope, action.to);
  }
  return action.do === 'snooze' ? { ...action, until: clean(action.until) } : action;
}

const TAKEN = 'There is a macro of this name already.';
const MISSING = 'There is no such macro.';

function told(scope: Scope, row: Row | undefined): Macro {
  if (!row) throw new Error('the macro vanished');
  scope.effects.push({ type: 'list-changed', what: 'macros' });
  return present(row);
}

const present = ({ id, name, actions, agentId, updatedAt }: Row): Macro => ({
  ...{ id, name, actions, shared: agentId === null },
  updatedAt: updatedAt.toISOString(),
});
