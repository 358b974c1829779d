/**
 * Requests that have nothing to do with each other, received side by side in one transaction: their statements travel
 * together, and a mailbox that was not read for a while is read several times as fast.
 */
import type { InboundMessage } from '../../adapters/message.ts';
import type { ChannelRow } from '../channels/access.ts';
import { isDatabaseError } from '../database/errors.ts';
import type { Delivery } from './files.ts';

/** More at once gain nothing: the way to the database is shared well enough. */
const MOST_ABREAST = 8;

/**
 * Cuts requests into groups, in their order. Within a group no two have a sender, a line or a name in common, and none
 * answers anything: each begins a line of its own, so that none waits for what another has locked.
 */
export function abreast<Request extends { deliveries: Delivery[] }>(
  channel: ChannelRow,
  requests: readonly Request[],
): Request[][] {
  const groups: Request[][] = [];
  let named = new Set<string>();
  for (const request of requests) {
    const names = channel.autoReply ? null : namesIn(request.deliveries);
    const group = groups.at(-1);
    const joins = names && group && group.length < MOST_ABREAST && named.size > 0;
    if (joins && !names.some((name) => named.has(name))) group.push(request);
    else {
      groups.push([request]);
      named = new Set();
    }
    for (const name of names ?? []) named.add(name);
  }
  return groups;
}

/**
 * Does the same with all of them at once. Nothing is left behind: when one fails the others are awaited, too, before
 * the transaction ends under them.
 */
export async function sideBySide<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const outcomes = await Promise.allSettled(items.map(work));
  const failures = outcomes.filter((outcome) => outcome.status === 'rejected');
  // Once a statement has failed all that follow are refused: the cause is the one that was not.
  const cause = failures.find(({ reason }) => !isDatabaseError(reason, '25P02')) ?? failures[0];
  if (cause) throw cause.reason;
  return outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
}

/** All by which a message could touch another's line; null: it must be looked at alone. */
function namesIn(deliveries: readonly Delivery[]): string[] | null {
  const [delivery, ...others] = deliveries;
  if (delivery?.event.type !== 'message' || others.length > 0) return null;
  const { event } = delivery;
  if ((event.answers ?? []).length > 0) return null;
  return [event.externalId, event.thread, addressOf(event), event.reference ?? event.externalId];
}

const addressOf = ({ from }: InboundMessage): string =>
  [from.kind, from.scope, from.value].join('\n');
