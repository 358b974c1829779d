/** Changes of many conversations in one request: what agents do to a selection, and the way back from it. */
import Type from 'typebox';
import { ConversationChange, OwnConversation } from './conversations.ts';
import { Id, Problem, strict } from './shapes.ts';

/** So many fit into a request that a browser still finishes when its page is left. */
export const MOST_CHANGES = 100;

/** Each conversation has a change of its own: taken back, each goes to where it was. */
export const ConversationChanges = strict({
  changes: Type.Array(strict({ id: Id, ...ConversationChange.properties }), {
    minItems: 1,
    maxItems: MOST_CHANGES,
    description: 'Each conversation once.',
  }),
});
export type ConversationChanges = Type.Static<typeof ConversationChanges>;

/** What became of one of them: the conversation as it is now, or why it was left as it was. */
export const ChangeOutcome = Type.Object({
  id: Id,
  conversation: Type.Optional(OwnConversation),
  problem: Type.Optional(Problem),
});
export type ChangeOutcome = Type.Static<typeof ChangeOutcome>;
