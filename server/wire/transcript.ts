/** What of a conversation is written out for others to read. */
import type { Message } from './messages.ts';

type Said = Pick<Message, 'direction' | 'side' | 'state' | 'deletedAt'>;

/**
 * What passed between the customer and us, and arrived as far as anybody knows. Only with `internal` also what they never
 * saw: notes, and talk with others beside them.
 */
export function isTranscribed({ direction, side, state, deletedAt }: Said, internal: boolean) {
  if (deletedAt !== null || UNSAID.has(state)) return false;
  return internal || (direction !== 'note' && !side);
}

/** Taken back, or never arrived. */
const UNSAID = new Set<Message['state']>(['cancelled', 'failed']);
