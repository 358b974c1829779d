/** The automatic answer to whoever begins a conversation; machines that answer machines are kept from each other. */
import { and, count, eq, gt, inArray, sql } from 'drizzle-orm';
import type { ChannelRow } from '../channels/access.ts';
import { adapterOf, ownAddresses } from '../channels/channels.ts';
import { openAt } from '../channels/opening.ts';
import { unwillingAmong } from '../contacts/consents.ts';
import { identityById } from '../contacts/identities.ts';
import { identities } from '../database/schema/contacts.ts';
import { threads } from '../database/schema/conversations.ts';
import { messages } from '../database/schema/messages.ts';
import { queueDelivery } from '../deliveries/queue-delivery.ts';
import { newId } from '../events/ids.ts';
import type { Scope } from '../events/scope.ts';
import type { Message } from '../wire/messages.ts';
import { change, hold, SYSTEM } from './change.ts';
import { presentLineMessage } from './line.ts';
import { loadMessages } from './present.ts';
import { recipientsOf } from './recipients.ts';
import { advanceThread, type ThreadRow } from './threads.ts';

/** One person gets one in a day; one host of addresses (a domain) so many in an hour. Trust rule C6. */
const PER_PERSON_HOURS = 24;
const PER_HOST_AN_HOUR = 20;

/**
 * Answers by itself, if the channel has words for that and nothing speaks against it. Callers have made sure that a
 * person wrote and that this began a conversation: what answers us never gets another one.
 */
export async function answerAutomatically(
  scope: Scope,
  channel: ChannelRow,
  thread: ThreadRow,
  answered: Message,
): Promise<void> {
  if (!channel.autoReply || isHeldBack(channel)) return;
  const identity = await identityById(scope, thread.identityId);
  const { kind, scope: within, value } = identity;
  const ends = { kind, scope: within, values: [value] };
  const blocked = await unwillingAmong(scope, channel.id, ends);
  if (blocked.size > 0 || (await isSpent(scope, identity))) return;
  const held = await hold(scope, thread.conversationId);
  const [current] = await scope.tx
    .select()
    .from(threads)
    .where(and(eq(threads.workspaceId, scope.workspaceId), eq(threads.id, thread.id)));
  if (!current) return;
  const id = newId();
  const seq = held.seq + 1;
  const threadSeq = await advanceThread(scope, current);
  const { addressing } = answered;
  const recipients =
    adapterOf(scope, channel).capabilities.addressing && addressing
      ? recipientsOf({ direction: 'in', addressing }, 'reply', ownAddresses(scope, channel))
      : null;
  if (recipients?.to.length === 0) return;
  await scope.tx.insert(messages).values({
    workspaceId: scope.workspaceId,
    id,
    conversationId: held.id,
    seq,
    threadId: thread.id,
    threadSeq,
    channelId: channel.id,
    direction: 'out',
    text: channel.autoReply,
    automatic: 'reply',
    recipients,
    answersId: recipients ? answered.id : null,
    state: 'queued',
  });
  await announce(scope, { held, id, thread, threadSeq });
}

/** Its words are for when nobody is there, and somebody is. */
const isHeldBack = ({ autoReplyWhen, hours }: ChannelRow): boolean =>
  autoReplyWhen === 'closed' && (hours === null || openAt(hours, new Date()));

type Written = {
  held: Awaited<ReturnType<typeof hold>>;
  id: string;
  thread: ThreadRow;
  threadSeq: number;
};

async function announce(scope: Scope, { held, id, thread, threadSeq }: Written): Promise<void> {
  const [message] = await loadMessages(scope, eq(messages.id, id));
  if (!message) throw new Error('the message was not stored');
  // The customer still waits for a person.
  await change(scope, held, {}, [{ kind: 'message', actor: SYSTEM, data: { message } }]);
  await queueDelivery(scope, { messageId: id, thread, dueAt: null, inTurn: true });
  scope.effects.push({
    type: 'line-message',
    line: { channelId: thread.channelId, threadKey: thread.key },
    message: presentLineMessage(message, threadSeq, null),
  });
}

type Person = { id: string; value: string };

async function isSpent(scope: Scope, person: Person): Promise<boolean> {
  const [own] = await automaticSince(scope, PER_PERSON_HOURS, eq(identities.id, person.id));
  if ((own?.sent ?? 0) > 0) return true;
  const host = person.value.includes('@') ? person.value.replace(/^.*@/, '@') : null;
  if (host === null) return false;
  const [all] = await automaticSince(
    scope,
    1,
    sql`right(${identities.value}, ${host.length}) = ${host}`,
  );
  return (all?.sent ?? 0) >= PER_HOST_AN_HOUR;
}

function automaticSince(scope: Scope, hours: number, who: ReturnType<typeof eq>) {
  return scope.tx
    .select({ sent: count() })
    .from(messages)
    .innerJoin(
      threads,
      and(eq(threads.workspaceId, messages.workspaceId), eq(threads.id, messages.threadId)),
    )
    .innerJoin(
      identities,
      and(eq(identities.workspaceId, threads.workspaceId), eq(identities.id, threads.identityId)),
    )
    .where(
      and(
        eq(messages.workspaceId, scope.workspaceId),
        eq(messages.direction, 'out'),
        // What a website said to somebody before they wrote answered nobody.
        inArray(messages.automatic, ['reply', 'notice', 'list']),
        gt(messages.createdAt, sql`now() - ${hours} * interval '1 hour'`),
        who,
      ),
    );
}
