/** What was run under which key: asked again it is answered again, and it can be taken back. */
import { isDeepStrictEqual } from 'node:util';
import { and, eq, inArray, sql } from 'drizzle-orm';
import { conversations } from '../../database/schema/conversations.ts';
import { type MacroDone, macroRuns } from '../../database/schema/macros.ts';
import type { Actor } from '../../events/actor.ts';
import type { Scope } from '../../events/scope.ts';
import type { MacroOutcome } from '../../wire/macros.ts';
import { Refusal } from '../../wire/problems.ts';
import { ownConversations } from '../list.ts';

type Run = { key: string; macroId: string; ids: readonly string[] };
type Row = typeof macroRuns.$inferSelect;

/**
 * Two requests with one key wait for each other here.
 * @returns what the first has done; null: this is the first
 * @throws Refusal key_reused
 */
export async function claimRun(
  scope: Scope,
  actor: Actor,
  { key, macroId, ids }: Run,
): Promise<MacroDone[] | null> {
  const { tx, workspaceId } = scope;
  const mine = { workspaceId, agentId: actor.agentId };
  await tx
    .delete(macroRuns)
    .where(
      and(
        eq(macroRuns.workspaceId, workspaceId),
        eq(macroRuns.agentId, actor.agentId),
        sql`${macroRuns.at} < now() - interval '1 day'`,
      ),
    );
  const [first] = await tx
    .insert(macroRuns)
    .values({ ...mine, key, macroId, done: [] })
    .onConflictDoNothing()
    .returning({ key: macroRuns.key });
  if (first) return null;
  const row = await holdRun(scope, actor, key);
  const same = isDeepStrictEqual(
    row?.done.map(({ conversationId }) => conversationId),
    ids,
  );
  if (row?.macroId === macroId && same) return row.done;
  throw new Refusal('key_reused', 'This key was used for another run.');
}

export async function holdRun(scope: Scope, actor: Actor, key: string): Promise<Row | undefined> {
  const [row] = await scope.tx
    .select()
    .from(macroRuns)
    .where(ofRun(scope, actor, key))
    .for('update');
  return row;
}

export async function keepDone(
  scope: Scope,
  actor: Actor,
  key: string,
  done: MacroDone[],
): Promise<void> {
  await scope.tx
    .update(macroRuns)
    .set({ done })
    .where(ofRun(scope, actor, key));
}

export async function noteTakenBack(scope: Scope, actor: Actor, key: string): Promise<void> {
  await scope.tx
    .update(macroRuns)
    .set({ takenBack: sql`now()` })
    .where(ofRun(scope, actor, key));
}

/** How things stand now. @param drafts what stands in the fields that were touched */
export async function outcomeOf(
  scope: Scope,
  actor: Actor,
  done: readonly MacroDone[],
  drafts: MacroOutcome['drafts'] = done.flatMap(draftOf),
): Promise<MacroOutcome> {
  const ids = done.map(({ conversationId }) => conversationId);
  const which = inArray(conversations.id, ids);
  const data = await ownConversations(scope, actor, which, ids.length);
  return { data, drafts, stays: done.some(({ stays }) => stays) };
}

const draftOf = ({ conversationId, draft }: MacroDone) =>
  draft ? [{ conversationId, text: draft.after }] : [];

const ofRun = ({ workspaceId }: Scope, { agentId }: Actor, key: string) =>
  and(
    eq(macroRuns.workspaceId, workspaceId),
    eq(macroRuns.agentId, agentId),
    eq(macroRuns.key, key),
  );
