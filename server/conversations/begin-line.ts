/** Lines that are new: their thread, with the person and the conversation that belong to it. */
import type { InboundMessage } from '../../adapters/message.ts';
import {
  insertPerson,
  keepAliases,
  keepClaims,
  type Person,
  personByAlias,
  recognise,
  selectPerson,
} from '../contacts/identities.ts';
import type { conversations } from '../database/schema/conversations.ts';
import { together } from '../database/together.ts';
import { newId } from '../events/ids.ts';
import type { Scope } from '../events/scope.ts';
import { type HeldConversation, hold } from './change.ts';
import {
  insertConversation,
  insertThread,
  lockArrival,
  selectThread,
  type ThreadRow,
} from './threads.ts';

/** A thread and its conversation, both locked, and who has just written on it. */
export type Place = Person & {
  thread: ThreadRow;
  conversation: HeldConversation;
  /** This very message begins the thread. */
  begun: boolean;
};

/**
 * A line that seemed to be new: found after all, or made with all that belongs to it. Parallel first messages queue
 * behind one advisory lock, so they end in one thread and one conversation.
 */
export async function beginLine(scope: Scope, channelId: string, event: Beginning): Promise<Place> {
  const [, [made], [found]] = await together(
    lockArrival(scope, event.from),
    selectThread(scope, channelId, event.thread),
    selectPerson(scope, event.from),
  );
  const known = found ?? (await personByAlias(scope, event.from));
  if (made) {
    const person = await (known
      ? keepClaims(scope, known, event.from)
      : recognise(scope, event.from));
    const conversation = await hold(scope, made.conversationId);
    return { ...person, thread: made, conversation, begun: false };
  }
  if (!known) return makeLine(scope, channelId, event);
  const person = await keepClaims(scope, known, event.from);
  const [[conversation], [thread]] = await together(
    ...insertLine(scope, channelId, event, {
      contactId: person.contact.id,
      identityId: person.identity.id,
    }),
  );
  return begun(person, conversation, thread);
}

type Beginning = Pick<InboundMessage, 'from' | 'thread' | 'subject' | 'automatic'>;

/** Everything is new: one way to the database for all of it. */
async function makeLine(scope: Scope, channelId: string, event: Beginning): Promise<Place> {
  const { statements, ...ids } = insertPerson(scope, event.from);
  const [[contact], [identity], [conversation], [thread]] = await together(
    ...statements,
    ...insertLine(scope, channelId, event, ids),
  );
  if (!contact || !identity) throw new Error('the person was not stored');
  await keepAliases(scope, contact.id, event.from);
  return begun({ contact, identity }, conversation, thread);
}

function begun(
  person: Person,
  conversation: typeof conversations.$inferSelect | undefined,
  thread: ThreadRow | undefined,
): Place {
  if (!conversation || !thread) throw new Error('the line was not stored');
  return { ...person, thread, conversation: { ...conversation, held: true }, begun: true };
}

type Whose = { contactId: string; identityId: string };

function insertLine(scope: Scope, channelId: string, event: Beginning, whose: Whose) {
  const conversationId = newId();
  const { contactId, identityId } = whose;
  return [
    insertConversation(scope, { id: conversationId, channelId, contactId }, event),
    insertThread(scope, { channelId, identityId, key: event.thread, conversationId }),
  ] as const;
}
