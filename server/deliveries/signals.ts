/**
 * What platforms are told beside messages: that theirs were read, and that one of us is writing. Nothing depends on it:
 * what a platform does not take is not told.
 */
import { and, desc, eq, isNotNull, isNull, lte } from 'drizzle-orm';
import type { Adapter, Said, Settings } from '../../adapters/adapter.ts';
import { ChannelError } from '../../adapters/errors.ts';
import { accessChannel } from '../channels/access.ts';
import { openSettings } from '../channels/settings.ts';
import { lastHeard } from '../conversations/threads.ts';
import { type Writing, writtenOn } from '../conversations/typing.ts';
import { identities } from '../database/schema/contacts.ts';
import { threads } from '../database/schema/conversations.ts';
import { messages } from '../database/schema/messages.ts';
import type { Scope } from '../events/scope.ts';
import type { Outcome } from './jobs.ts';
import { backoff, type Sender } from './sender.ts';

const MOST_ATTEMPTS = 3;
/** Shown no longer than this by platforms that do not say how long. */
const SHORTEST_SECONDS = 5;

/** Marks the last of their messages that an agent has read, or decides when to try again. */
export async function tellRead(
  sender: Sender,
  workspaceId: string,
  threadId: string,
  attempt: number,
): Promise<Outcome> {
  const end = await sender.store.in(workspaceId, (scope) =>
    pick(scope, sender, eq(threads.id, threadId), true),
  );
  if (!end?.last) return { done: true };
  const { adapter, settings, last, thread, to } = end;
  const tools = sender.tools({ id: settings.channelId, adapter: adapter.id });
  const said: Said = { externalId: last, thread, to };
  try {
    await adapter.markRead?.(said, settings, tools);
    return { done: true };
  } catch (error) {
    const again = error instanceof ChannelError && error.kind === 'retry';
    if (!again || attempt >= MOST_ATTEMPTS) return { done: true };
    return { done: false, againInMs: error.retryAfterMs ?? backoff(attempt) };
  }
}

/** Tells the platform behind a conversation that an agent is writing, as often as it forgets. */
export type TellWriting = (workspaceId: string, writing: Writing) => Promise<void>;

/** @returns to be called as often as somebody writes; it never fails */
export function createTellWriting(sender: Sender): TellWriting {
  const shown = new Set<string>();
  return async (workspaceId, writing) => {
    const end = await sender.store
      .in(workspaceId, (scope) => pick(scope, sender, writtenOn(scope, writing), false))
      .catch(() => null);
    if (!end?.adapter.typing || shown.has(end.threadId)) return;
    const { adapter, settings, threadId, thread, last } = end;
    shown.add(threadId);
    const { lastsSeconds = SHORTEST_SECONDS } = adapter.capabilities.typing;
    // Told again a little before it goes out.
    setTimeout(() => shown.delete(threadId), lastsSeconds * 800).unref();
    const tools = sender.tools({ id: settings.channelId, adapter: adapter.id });
    await adapter.typing?.(thread, settings, tools, last ?? undefined).catch(() => {});
  };
}

type End = {
  threadId: string;
  thread: string;
  to: Said['to'];
  /** What the platform calls the last thing they said. */
  last: string | null;
  adapter: Adapter;
  settings: Settings;
};

/** The thread where something was heard last; null where nobody can be told. */
async function pick(
  scope: Scope,
  { vault }: Sender,
  which: ReturnType<typeof and>,
  onlyRead: boolean,
): Promise<End | null> {
  const here = scope.workspaceId;
  const [row] = await scope.tx
    .select({ thread: threads, identity: identities })
    .from(threads)
    .innerJoin(
      identities,
      and(eq(identities.workspaceId, here), eq(identities.id, threads.identityId)),
    )
    .where(and(eq(threads.workspaceId, here), which))
    .orderBy(desc(lastHeard))
    .limit(1);
  if (!row) return null;
  const channel = await accessChannel(scope, row.thread.channelId);
  const adapter = scope.catalogue.get(channel.adapter);
  // What cannot be sent on is not troubled with signs either.
  if (!adapter || channel.removedAt || channel.failingSince) return null;
  const { kind, scope: within, value } = row.identity;
  return {
    threadId: row.thread.id,
    thread: row.thread.key,
    to: { kind, scope: within, value },
    last: await lastSaid(scope, row.thread.id, onlyRead ? row.thread.readSeq : row.thread.seq),
    adapter,
    settings: openSettings(vault, channel),
  };
}

async function lastSaid(scope: Scope, threadId: string, upTo: number): Promise<string | null> {
  const [row] = await scope.tx
    .select({ externalId: messages.externalId })
    .from(messages)
    .where(
      and(
        eq(messages.workspaceId, scope.workspaceId),
        eq(messages.threadId, threadId),
        eq(messages.direction, 'in'),
        isNotNull(messages.externalId),
        isNull(messages.deletedAt),
        lte(messages.threadSeq, upTo),
      ),
    )
    .orderBy(desc(messages.threadSeq))
    .limit(1);
  return row?.externalId ?? null;
}
