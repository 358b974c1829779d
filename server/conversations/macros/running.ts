/** Runs a macro on a selection: all of it on all of them, in one transaction, or nothing. */
import { conversations } from '../../database/schema/conversations.ts';
import type { MacroDone } from '../../database/schema/macros.ts';
import type { Actor } from '../../events/actor.ts';
import type { Scope } from '../../events/scope.ts';
import { type Blanks, blanksOf, fillBlanks, firstBlank } from '../../wire/blanks.ts';
import type { Conversation, ConversationChange } from '../../wire/conversations.ts';
import type { MacroOutcome, NewMacroRun } from '../../wire/macros.ts';
import { Refusal, UnseenRefusal } from '../../wire/problems.ts';
import { accessConversations } from '../access.ts';
import { hold, ofConversation } from '../change.ts';
import { accessMacro } from '../macros.ts';
import { aim } from '../outgoing.ts';
import { loadConversation } from '../present.ts';
import { write } from '../reply.ts';
import { changeByAgent } from '../work.ts';
import { type Deeds, deedsOf } from './deeds.ts';
import { addToDraft } from './field.ts';
import { claimRun, keepDone, outcomeOf } from './runs.ts';

/**
 * The same key again answers what the first run led to, and does nothing.
 * @throws Refusal not_found, invalid, conflict, key_reused; unseen when it answers past what colleagues said. Then nothing
 * of it is done, to none of them.
 */
export async function runMacro(
  scope: Scope,
  actor: Actor,
  macroId: string,
  run: NewMacroRun,
): Promise<MacroOutcome> {
  const { actions } = await accessMacro(scope, actor, macroId);
  const ids = await inOrder(scope, actor, run);
  const earlier = await claimRun(scope, actor, { key: run.key, macroId, ids });
  if (earlier) return outcomeOf(scope, actor, earlier);
  const deeds = deedsOf(actions, { me: actor.agentId, snoozedUntil: run.snoozedUntil });
  // Threads are locked before conversations, here as everywhere.
  if (deeds.said.some(isReply)) for (const id of ids) await aim(scope, id, {});
  const seen = new Map(run.conversations.map(({ id, seenSeq }) => [id, seenSeq]));
  const done: MacroDone[] = [];
  for (const id of ids) {
    const one = { id, key: run.key, seenSeq: seen.get(id) };
    const work = () => runOn(scope, actor, deeds, one);
    done.push(ids.length === 1 ? await work() : await blamed(scope, id, work));
  }
  await keepDone(scope, actor, run.key, done);
  return outcomeOf(scope, actor, done);
}

/** In the order of ids, so that no two wait crosswise. */
async function inOrder(scope: Scope, actor: Actor, run: NewMacroRun): Promise<string[]> {
  const asked = new Set(run.conversations.map(({ id }) => id));
  if (asked.size < run.conversations.length) {
    throw new Refusal('invalid', 'conversations: name each conversation once.');
  }
  const ids = await accessConversations(scope, actor, [...asked], 'write');
  if (ids.length === asked.size) return ids.toSorted();
  throw new Refusal('not_found', 'There is no such conversation.');
}

/** Of many, the one that stopped it is named. */
async function blamed<Result>(
  scope: Scope,
  id: string,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Refusal) || error instanceof UnseenRefusal) throw error;
    const [row] = await scope.tx
      .select({ number: conversations.number })
      .from(conversations)
      .where(ofConversation(scope, id));
    throw new Refusal(error.code, `#${row?.number}: ${error.detail}`, error.retryAfter);
  }
}

type One = { id: string; key: string; seenSeq: number | undefined };

async function runOn(scope: Scope, actor: Actor, deeds: Deeds, one: One): Promise<MacroDone> {
  const { id } = one;
  await hold(scope, id);
  const before = await loadConversation(scope, id);
  const known = blanksOf(before, actor);
  const said = await say(scope, actor, one, filledIn(deeds.said, known));
  const after = await changeByAgent(scope, actor, id, deeds.change);
  const texts = deeds.drafts.map((text) => fillBlanks(text, known));
  const draft = await addToDraft(scope, actor, id, texts);
  const { preview, previewDirection, lastMessageAt } = before;
  const shown = { preview, previewDirection, lastMessageAt };
  return { conversationId: id, back: wayBack(before, after), ...said, shown, draft };
}

const isReply = ({ kind }: Deeds['said'][number]): boolean => kind === 'reply';

/** What goes to a customer has no blanks left; what colleagues read may. */
function filledIn(said: Deeds['said'], known: Blanks): Deeds['said'] {
  return said.map(({ kind, text }) => {
    const words = fillBlanks(text, known);
    const blank = kind === 'reply' ? firstBlank(words) : null;
    if (!blank) return { kind, text: words };
    const name = words.slice(blank.start, blank.end);
    throw new Refusal('invalid', `The answer has a blank that nothing is known for: ${name}`);
  });
}

async function say(
  scope: Scope,
  actor: Actor,
  { id, key, seenSeq }: One,
  said: Deeds['said'],
): Promise<Pick<MacroDone, 'held' | 'notes' | 'stays'>> {
  const done: Pick<MacroDone, 'held' | 'notes' | 'stays'> = { held: [], notes: [], stays: false };
  for (const [at, one] of said.entries()) {
    const message = await write(scope, actor, id, {
      ...one,
      key: `${key}-${at}`,
      keepsDraft: true,
      ...(isReply(one) && { undoable: true, ...(seenSeq !== undefined && { seenSeq }) }),
    });
    if (!isReply(one)) done.notes.push(message.id);
    else if (message.dueAt) done.held.push(message.id);
    else done.stays = true;
  }
  return done;
}

/** Only what the macro has changed: what others change meanwhile is theirs. */
function wayBack(before: Conversation, after: Conversation): ConversationChange {
  const owner = before.assignee?.id ?? null;
  const added = after.tagIds.filter((id) => !before.tagIds.includes(id));
  const removed = before.tagIds.filter((id) => !after.tagIds.includes(id));
  const { status, snoozedUntil, priority } = before;
  // What was merged meanwhile goes on elsewhere: there is nothing to put back.
  const moved = status !== after.status || snoozedUntil !== after.snoozedUntil;
  return {
    ...(moved && status !== 'merged' && { status, snoozedUntil }),
    ...(priority !== after.priority && { priority }),
    ...(owner !== (after.assignee?.id ?? null) && { assigneeId: owner }),
    ...(added.length > 0 && { removeTagIds: added }),
    ...(removed.length > 0 && { addTagIds: removed }),
  };
}
