/** What agents do to many conversations at once. */
import Type from 'typebox';
import { withAllMarks } from '../../conversations/list.ts';
import { changeManyByAgent, type Outcome } from '../../conversations/work-many.ts';
import type { Actor } from '../../events/actor.ts';
import type { Scope } from '../../events/scope.ts';
import { ChangeOutcome, ConversationChanges } from '../../wire/conversation-changes.ts';
import { type App, actorOf, needs, type Store } from '../door.ts';
import { problemOf } from '../problems.ts';

export async function conversationChangeRoutes(app: App, { store }: { store: Store }) {
  app.post(
    '/conversations/changes',
    {
      preHandler: needs('write'),
      schema: {
        tags: ['conversations'],
        summary: 'Assign, tag, prioritise, close, reopen, snooze many at once',
        description:
          'Each conversation has a change of its own. One that cannot be changed has a problem in the answer, and ' +
          'spoils nothing for the others. The answers come in the order of the changes.',
        body: ConversationChanges,
        response: { 200: Type.Object({ data: Type.Array(ChangeOutcome) }) },
      },
    },
    async (request) => {
      const actor = actorOf(request);
      return store.in(actor.workspaceId, async (scope) => {
        const outcomes = await changeManyByAgent(scope, actor, request.body.changes);
        return { data: await present(scope, actor, outcomes) };
      });
    },
  );
}

async function present(
  scope: Scope,
  actor: Actor,
  outcomes: readonly Outcome[],
): Promise<ChangeOutcome[]> {
  const changed = outcomes.flatMap((one) => ('conversation' in one ? [one.conversation] : []));
  const own = new Map((await withAllMarks(scope, actor, changed)).map((row) => [row.id, row]));
  return outcomes.map((one) => {
    if ('refusal' in one) return { id: one.id, problem: problemOf(one.refusal) };
    const conversation = own.get(one.id);
    return { id: one.id, ...(conversation && { conversation }) };
  });
}
