/** Takes a run back: everything it did, on all of them, in one transaction, or nothing. */
import type { MacroDone } from '../../database/schema/macros.ts';
import type { Actor } from '../../events/actor.ts';
import type { Scope } from '../../events/scope.ts';
import type { ConversationChange } from '../../wire/conversations.ts';
import type { MacroOutcome } from '../../wire/macros.ts';
import { Refusal } from '../../wire/problems.ts';
import { cancelMessage } from '../held-back.ts';
import { takeBackNote } from '../revisions.ts';
import { changeByAgent } from '../work.ts';
import { putDraftBack } from './field.ts';
import { holdRun, noteTakenBack, outcomeOf } from './runs.ts';

/**
 * An answer that went at once stays. Taken back already, it is answered again.
 * @throws Refusal not_found; conflict when an answer that was held back is on its way by now
 */
export async function takeRunBack(scope: Scope, actor: Actor, key: string): Promise<MacroOutcome> {
  const run = await holdRun(scope, actor, key);
  if (!run) throw new Refusal('not_found', 'There is no such run of yours.');
  if (run.takenBack) return outcomeOf(scope, actor, run.done, []);
  const drafts: MacroOutcome['drafts'] = [];
  for (const done of run.done) {
    if (await takeOneBack(scope, actor, done)) {
      drafts.push({ conversationId: done.conversationId, text: done.draft?.before ?? '' });
    }
  }
  await noteTakenBack(scope, actor, key);
  return outcomeOf(scope, actor, run.done, drafts);
}

/** @returns whether the field for the reply was put back */
async function takeOneBack(scope: Scope, actor: Actor, done: MacroDone): Promise<boolean> {
  const { conversationId, held, notes, back, shown } = done;
  const before = { ...shown, lastMessageAt: new Date(shown.lastMessageAt) };
  for (const id of held) await cancelMessage(scope, actor, conversationId, id);
  for (const id of notes.toReversed()) await takeBackNote(scope, id, before);
  await changeByAgent(scope, actor, conversationId, stillToCome(back));
  return putDraftBack(scope, actor, done);
}

/** A snooze whose moment has passed meanwhile is over. */
function stillToCome(back: ConversationChange): ConversationChange {
  const { snoozedUntil, ...rest } = back;
  if (!snoozedUntil) return back;
  return new Date(snoozedUntil) > new Date() ? back : { ...rest, status: 'open' };
}
