/** Somebody is writing: told to whoever looks on, and kept nowhere. */
import type { InboundTyping } from '../../adapters/message.ts';
import { selectPerson } from '../contacts/identities.ts';
import { together } from '../database/together.ts';
import type { Scope } from '../events/scope.ts';
import { selectLine } from './visitor-line.ts';

/** @returns why nothing came of it, or null */
export async function receiveTyping(
  scope: Scope,
  channelId: string,
  event: InboundTyping,
): Promise<string | null> {
  const [[thread], [person]] = await together(
    selectLine(scope, { channelId, threadKey: event.thread }),
    selectPerson(scope, event.from),
  );
  if (!thread || !person) return 'typing: on a line that is not here';
  const { id, name } = person.contact;
  const { conversationId } = thread;
  scope.effects.push({ type: 'typing', conversationId, who: { kind: 'contact', id, name } });
  return null;
}
