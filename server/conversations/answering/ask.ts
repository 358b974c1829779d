import type { Actor } from '../../events/actor.ts';
import type { NewMessage } from '../../wire/messages.ts';

/** What an agent wants to be written, and where. */
export type Ask = { actor: Actor; conversationId: string; input: NewMessage };
