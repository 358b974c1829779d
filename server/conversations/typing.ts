/** Somebody is writing: told to whoever looks on, and kept nowhere. */
import { and, eq, or, type SQL } from 'drizzle-orm';
import type { InboundTyping } from '../../adapters/message.ts';
import { FROM_BLOCKED } from '../contacts/blocked.ts';
import { selectPerson } from '../contacts/identities.ts';
import { threads } from '../database/schema/conversations.ts';
import { together } from '../database/together.ts';
import type { LineReference } from '../events/effects.ts';
import type { Scope } from '../events/scope.ts';
import { ofCustomer } from './threads.ts';
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
  if (person.contact.blocked) return `typing: ${FROM_BLOCKED}`;
  const { id, name } = person.contact;
  const { conversationId } = thread;
  scope.effects.push({ type: 'typing', conversationId, who: { kind: 'contact', id, name } });
  return null;
}

/** Where an agent writes: a conversation, and by which way the answer will go, where that is known. */
export type Writing = { conversationId: string; threadId?: string | undefined };

/** The lines whose other end is told that an agent writes; nobody is told of what goes to somebody else. */
export function writtenOn(scope: Scope, { conversationId, threadId }: Writing): SQL | undefined {
  const here = eq(threads.conversationId, conversationId);
  return and(
    eq(threads.workspaceId, scope.workspaceId),
    eq(threads.side, false),
    threadId ? and(eq(threads.id, threadId), or(here, ofCustomer(scope, conversationId))) : here,
  );
}

/** The same lines, for those who hold a connection of their own. */
export async function linesWrittenOn(scope: Scope, writing: Writing): Promise<LineReference[]> {
  return scope.tx
    .select({ channelId: threads.channelId, threadKey: threads.key })
    .from(threads)
    .where(writtenOn(scope, writing));
}
