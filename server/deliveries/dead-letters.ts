/** Messages that did not get out, for people to decide about: send again, or leave it at that. */
import { and, asc, desc, eq, inArray, isNull, type SQL, sql } from 'drizzle-orm';
import { channels } from '../database/schema/channels.ts';
import { contacts } from '../database/schema/contacts.ts';
import { conversations } from '../database/schema/conversations.ts';
import { deliveries, messages } from '../database/schema/messages.ts';
import type { Actor } from '../events/actor.ts';
import { beforePlace, type Place, placeOf } from '../events/place.ts';
import type { Scope } from '../events/scope.ts';
import type { DeadLetter } from '../wire/dead-letters.ts';
import { resend, sendAgain } from './resend.ts';

/** Which of them, the newest first. */
export type Asked = { channelId?: string | undefined; before?: Place | undefined; most: number };

export type Placed = { letter: DeadLetter; place: Place };

const BEGINNING = 200;

export async function listUndelivered(scope: Scope, asked: Asked): Promise<Placed[]> {
  const { channelId, before, most } = asked;
  const rows = await selectDead(scope)
    .where(
      and(
        dead(scope, ['failed', 'unknown']),
        channelId ? eq(messages.channelId, channelId) : undefined,
        beforePlace(deliveries.updatedAt, deliveries.id, before),
      ),
    )
    .orderBy(desc(deliveries.updatedAt), desc(deliveries.id))
    .limit(most);
  return rows.map(({ place, state, reason, at, channel, ...row }) => ({
    place,
    letter: {
      ...row,
      kind: 'delivery',
      state: state === 'unknown' ? 'unknown' : 'failed',
      reason: reason ?? '',
      at: at.toISOString(),
      channel: { ...channel, mark: scope.catalogue.get(channel.adapter)?.mark ?? '??' },
    },
  }));
}

function selectDead({ tx, workspaceId: here }: Scope) {
  return tx
    .select({
      id: deliveries.id,
      state: deliveries.state,
      reason: deliveries.reason,
      at: deliveries.updatedAt,
      place: placeOf(deliveries.updatedAt, deliveries.id),
      text: sql<string>`left(${messages.text}, ${BEGINNING})`,
      conversation: { id: conversations.id, number: conversations.number },
      contact: contacts.name,
      channel: { id: channels.id, adapter: channels.adapter, name: channels.name },
    })
    .from(deliveries)
    .innerJoin(messages, and(eq(messages.workspaceId, here), eq(messages.id, deliveries.messageId)))
    .innerJoin(
      conversations,
      and(eq(conversations.workspaceId, here), eq(conversations.id, messages.conversationId)),
    )
    .innerJoin(
      contacts,
      and(eq(contacts.workspaceId, here), eq(contacts.id, conversations.contactId)),
    )
    .innerJoin(channels, and(eq(channels.workspaceId, here), eq(channels.id, messages.channelId)));
}

/** Spelled out, so that the index of the dead ones is found. */
function dead(scope: Scope, states: ('failed' | 'unknown')[]): SQL | undefined {
  return and(
    eq(deliveries.workspaceId, scope.workspaceId),
    sql`${deliveries.state} in ('failed', 'unknown') and ${deliveries.discardedAt} is null`,
    inArray(deliveries.state, states),
  );
}

type Found = { messageId: string; conversationId: string };

/** One more attempt. False when there is no such delivery among the dead ones. @throws Refusal as `resend` does */
export async function retryDelivery(scope: Scope, actor: Actor, id: string): Promise<boolean> {
  const [found] = await select(scope, eq(deliveries.id, id), ['failed', 'unknown'], 1);
  if (!found) return false;
  await resend(scope, actor, found.conversationId, found.messageId);
  return true;
}

/**
 * One more attempt of what has failed on a channel, oldest first, behind everything people write meanwhile. What may
 * have arrived is not among it: that is for a person to decide, one by one.
 * @returns how many, and whether there are more
 */
export async function retryFailed(
  scope: Scope,
  actor: Actor,
  channelId: string,
  most: number,
): Promise<{ retried: number; more: boolean }> {
  const found = await select(scope, eq(messages.channelId, channelId), ['failed'], most + 1);
  for (const { conversationId, messageId } of found.slice(0, most)) {
    await sendAgain(scope, actor, { conversationId, messageId, bulk: true });
  }
  return { retried: Math.min(found.length, most), more: found.length > most };
}

function select(
  scope: Scope,
  which: SQL,
  states: ('failed' | 'unknown')[],
  most: number,
): Promise<Found[]> {
  return scope.tx
    .select({ messageId: messages.id, conversationId: messages.conversationId })
    .from(deliveries)
    .innerJoin(
      messages,
      and(eq(messages.workspaceId, scope.workspaceId), eq(messages.id, deliveries.messageId)),
    )
    .where(and(dead(scope, states), which))
    .orderBy(asc(deliveries.createdAt), asc(deliveries.id))
    .limit(most);
}

/** Leaves it at that: the message stays as it is, and is no longer among those to decide about. */
export async function discardDelivery(scope: Scope, id: string): Promise<boolean> {
  const discarded = await scope.tx
    .update(deliveries)
    .set({ discardedAt: sql`now()` })
    .where(
      and(
        eq(deliveries.workspaceId, scope.workspaceId),
        eq(deliveries.id, id),
        inArray(deliveries.state, ['failed', 'unknown']),
        isNull(deliveries.discardedAt),
      ),
    )
    .returning({ id: deliveries.id });
  return discarded.length > 0;
}
