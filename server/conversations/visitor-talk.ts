/** What visitors do with their talk beside writing: ending it, saying how it was, answering what they are asked first. */
import { and, eq } from 'drizzle-orm';
import { contactOf } from '../contacts/contacts.ts';
import { identityById } from '../contacts/identities.ts';
import { events } from '../database/schema/events.ts';
import type { LineReference } from '../events/effects.ts';
import type { Scope } from '../events/scope.ts';
import { clean } from '../events/text.ts';
import type { GivenAnswer, Intake, IntakeAnswers } from '../wire/intake.ts';
import { Refusal } from '../wire/problems.ts';
import type { VisitorRating } from '../wire/visitor.ts';
import { change, type HeldConversation, hold, type Step } from './change.ts';
import { findLine } from './visitor-line.ts';
import { isOver } from './waiting.ts';
import { patchOf } from './work.ts';

/** The visitor ends it. What is over stays so. @throws Refusal conflict before the first message */
export async function endTalk(scope: Scope, line: LineReference): Promise<void> {
  const { held, actor } = await holdTalk(scope, line);
  if (isOver(held.status)) return;
  const data = { status: 'done', snoozedUntil: null, cause: 'visitor' } as const;
  const step: Step = { kind: 'status', actor, data };
  await change(scope, held, patchOf([step], held), [step]);
}

/**
 * Keeps what they thought of it, once: whatever is said after that changes nothing.
 * @throws Refusal conflict while it goes on
 */
export async function rateTalk(
  scope: Scope,
  line: LineReference,
  { score, comment = '' }: VisitorRating,
): Promise<void> {
  const { held, actor } = await holdTalk(scope, line);
  if (held.rating !== null) return;
  if (held.status !== 'done') throw new Refusal('conflict', 'This talk is not over.');
  const data = { score, comment: clean(comment).trim() };
  await change(scope, held, { rating: score }, [{ kind: 'rated', actor, data }]);
}

/** Writes down what was answered before the first message, once and as it was asked. */
export async function noteAnswers(
  scope: Scope,
  line: LineReference,
  intake: Intake,
  given: IntakeAnswers,
): Promise<void> {
  const answers = answersTo(intake, given);
  if (answers.length === 0) return;
  const { held, actor } = await holdTalk(scope, line);
  const [before] = await scope.tx
    .select({ seq: events.seq })
    .from(events)
    .where(
      and(
        eq(events.workspaceId, scope.workspaceId),
        eq(events.conversationId, held.id),
        eq(events.kind, 'answered'),
      ),
    )
    .limit(1);
  if (before) return;
  await change(scope, held, {}, [{ kind: 'answered', actor, data: { answers } }]);
}

/** Only what was asked; of a choice only what could be chosen, of a consent only what was there to agree to. */
export function answersTo({ fields }: Intake, given: IntakeAnswers): GivenAnswer[] {
  return fields.flatMap(({ id, kind, label, choices, version }) => {
    const value = clean(given[id] ?? '').trim();
    if (value === '') return [];
    if (kind === 'choice' && !choices?.includes(value)) return [];
    if (kind === 'consent' && value !== version) return [];
    return [{ kind, label, value }];
  });
}

type Talk = { held: HeldConversation; actor: Step['actor'] };

async function holdTalk(scope: Scope, line: LineReference): Promise<Talk> {
  const thread = await findLine(scope, line);
  if (!thread) throw new Refusal('conflict', 'Write something first.');
  const held = await hold(scope, thread.conversationId);
  const { contactId } = await identityById(scope, thread.identityId);
  const { id, name } = await contactOf(scope, contactId);
  return { held, actor: { kind: 'contact', id, name } };
}
