/** Signs of life of a channel, for whoever connects it: how far messages get, both ways. */
import { and, desc, eq, inArray, max } from 'drizzle-orm';
import { ingress } from '../database/schema/channels.ts';
import { threads } from '../database/schema/conversations.ts';
import { deliveries, messages } from '../database/schema/messages.ts';
import type { Scope } from '../events/scope.ts';
import type { ChannelSigns } from '../wire/channels.ts';
import { accessOpenChannel } from './access.ts';
import type { Knock } from './knocks.ts';

/** @throws Refusal not_found */
export async function readSigns(
  scope: Scope,
  channelId: string,
  { handshakeAt, refusedAt, refused }: Knock,
): Promise<ChannelSigns> {
  const channel = await accessOpenChannel(scope, channelId);
  const [raw] = await scope.tx
    .select({ at: ingress.receivedAt, state: ingress.state, reason: ingress.reason })
    .from(ingress)
    .where(and(eq(ingress.workspaceId, scope.workspaceId), eq(ingress.channelId, channelId)))
    .orderBy(desc(ingress.receivedAt))
    .limit(1);
  const [heard] = await scope.tx
    .select({ at: max(threads.heardAt) })
    .from(threads)
    .where(and(eq(threads.workspaceId, scope.workspaceId), eq(threads.channelId, channelId)));
  return {
    handshakeAt: iso(handshakeAt),
    refused: refusedAt && { at: refusedAt.toISOString(), count: refused },
    receivedAt: iso(raw?.at ?? channel.seenAt),
    unread: raw?.state === 'quarantined' ? (raw.reason ?? '') : null,
    understoodAt: iso(heard?.at ?? null),
    answeredAt: iso(await lastOut(scope, channelId, ['accepted', 'delivered', 'read'])),
    confirmedAt: iso(await lastOut(scope, channelId, ['delivered', 'read'])),
  };
}

type State = (typeof deliveries.$inferSelect)['state'];

async function lastOut(scope: Scope, channelId: string, states: State[]): Promise<Date | null> {
  const [row] = await scope.tx
    .select({ at: max(deliveries.updatedAt) })
    .from(deliveries)
    .innerJoin(
      messages,
      and(eq(messages.workspaceId, deliveries.workspaceId), eq(messages.id, deliveries.messageId)),
    )
    .where(
      and(
        eq(deliveries.workspaceId, scope.workspaceId),
        eq(messages.channelId, channelId),
        eq(messages.direction, 'out'),
        inArray(deliveries.state, states),
      ),
    );
  return row?.at ?? null;
}

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;
