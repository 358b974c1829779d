/** Which line a message answers, on channels where the platform does not say. */
import { and, eq, isNotNull, sql } from 'drizzle-orm';
import type { InboundMessage } from '../../adapters/message.ts';
import { participants } from '../database/schema/conversations.ts';
import { messages, references } from '../database/schema/messages.ts';
import type { Scope } from '../events/scope.ts';
import { lockThread, lockThreadById, type ThreadRow } from './threads.ts';

export type Answered = {
  thread: ThreadRow | undefined;
  /** Conversations it names without having proved to belong there. */
  mentioned: string[];
};

type Candidate = { threadId: string; conversationId: string };

/**
 * The thread a message answers, locked; undefined when it begins one of its own. A token is proof. A reference is
 * not, since whoever saw a message knows its name: the writer must have taken part, and nothing may speak against
 * their being who they say (trust rules C1, C4).
 */
export async function answeredThread(
  scope: Scope,
  channelId: string,
  event: Pick<InboundMessage, 'answers' | 'doubt' | 'from'>,
): Promise<Answered> {
  const mentioned = new Set<string>();
  for (const answer of event.answers ?? []) {
    const thread =
      answer.proof === 'token'
        ? await lockThread(scope, channelId, answer.thread)
        : await welcomedTo(await threadsNaming(scope, channelId, answer.reference));
    if (thread) return { thread, mentioned: [] };
  }
  return { thread: undefined, mentioned: [...mentioned].slice(0, MOST_MENTIONS) };

  async function welcomedTo(named: Candidate[]): Promise<ThreadRow | undefined> {
    for (const { threadId, conversationId } of named) {
      const welcome = !event.doubt && (await hasTakenPart(scope, threadId, event.from.value));
      if (welcome) return lockThreadById(scope, threadId);
      mentioned.add(conversationId);
    }
    return undefined;
  }
}

const MOST_MENTIONS = 3;

/** Who takes part by a message: its writer and all it is addressed to. Nobody by one that is doubted. */
export function takingPart({
  addressing,
  doubt,
  from,
}: Pick<InboundMessage, 'addressing' | 'doubt' | 'from'>): string[] {
  if (!addressing || doubt) return [];
  const named = [...addressing.to, ...addressing.cc].map(({ address }) => address);
  return [...new Set([from.value, ...named])];
}

/** Remembers who may join the thread by naming its messages. At least one address. */
export function addParticipants(scope: Scope, threadId: string, addresses: Iterable<string>) {
  const values = [...new Set(addresses)].map((address) => {
    return { workspaceId: scope.workspaceId, threadId, address };
  });
  return scope.tx.insert(participants).values(values).onConflictDoNothing();
}

/** Gives a message the names by which others will refer to it. At least one name. */
export function nameMessage(
  scope: Scope,
  message: { id: string; channelId: string },
  names: string[],
) {
  const values = [...new Set(names)].map((reference) => {
    const { id: messageId, channelId } = message;
    return { workspaceId: scope.workspaceId, channelId, reference, messageId };
  });
  return scope.tx.insert(references).values(values).onConflictDoNothing();
}

/** Messages of other channels that go by the same name: the same message, delivered there too. */
export async function sameElsewhere(
  scope: Scope,
  channelId: string,
  reference: string,
): Promise<string[]> {
  const rows = await scope.tx
    .selectDistinct({ conversationId: messages.conversationId })
    .from(references)
    .innerJoin(messages, ofReference)
    .where(
      and(
        eq(references.workspaceId, scope.workspaceId),
        eq(references.reference, reference),
        sql`${references.channelId} <> ${channelId}`,
        eq(messages.direction, 'in'),
      ),
    )
    .limit(MOST_MENTIONS);
  return rows.map((row) => row.conversationId);
}

const ofReference = and(
  eq(messages.workspaceId, references.workspaceId),
  eq(messages.id, references.messageId),
);

async function threadsNaming(
  scope: Scope,
  channelId: string,
  reference: string,
): Promise<Candidate[]> {
  const rows = await scope.tx
    .selectDistinct({ threadId: messages.threadId, conversationId: messages.conversationId })
    .from(references)
    .innerJoin(messages, ofReference)
    .where(
      and(
        eq(references.workspaceId, scope.workspaceId),
        eq(references.channelId, channelId),
        eq(references.reference, reference),
        isNotNull(messages.threadId),
      ),
    )
    .limit(MOST_MENTIONS);
  return rows.flatMap(({ threadId, conversationId }) =>
    threadId ? [{ threadId, conversationId }] : [],
  );
}

async function hasTakenPart(scope: Scope, threadId: string, address: string): Promise<boolean> {
  const [row] = await scope.tx
    .select({ address: participants.address })
    .from(participants)
    .where(
      and(
        eq(participants.workspaceId, scope.workspaceId),
        eq(participants.threadId, threadId),
        eq(participants.address, address),
      ),
    );
  return row !== undefined;
}
