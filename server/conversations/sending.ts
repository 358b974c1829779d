/** What the composer must know: on which lines the customer can be answered, until when, and why not. */
import { and, desc, eq, isNull, type SQL } from 'drizzle-orm';
import { accessChannel } from '../channels/access.ts';
import { adapterOf } from '../channels/channels.ts';
import { sendingRules } from '../channels/sending-rules.ts';
import { identityById } from '../contacts/identities.ts';
import { channels } from '../database/schema/channels.ts';
import { identities } from '../database/schema/contacts.ts';
import { threads } from '../database/schema/conversations.ts';
import type { Actor } from '../events/actor.ts';
import type { Scope } from '../events/scope.ts';
import type { SendingLine } from '../wire/sending.ts';
import { accessConversation } from './access.ts';
import { lastHeard, lastSpokenOn, type ThreadRow } from './threads.ts';
import { firstUnwilling } from './unwilling.ts';
import { heardOn, rulesOn, windowOf } from './window.ts';

/** The first line is where an answer goes unless another is asked for. @throws Refusal not_found */
export async function readSending(
  scope: Scope,
  actor: Actor,
  conversationId: string,
): Promise<SendingLine[]> {
  const { id, contactId } = await accessConversation(scope, actor, conversationId, 'read');
  const own = await select(scope, eq(threads.conversationId, id));
  const here = own.length > 0 ? own : await select(scope, eq(threads.id, lastSpokenOn(scope, id)));
  const elsewhere = await select(
    scope,
    and(eq(identities.contactId, contactId), isNull(channels.removedAt)),
  );
  const lines: SendingLine[] = [];
  for (const thread of onePerWay([...here, ...elsewhere])) lines.push(await lineOf(scope, thread));
  return lines;
}

/** The latest first. What is talked about with others is no way to the customer. */
async function select(scope: Scope, which: SQL | undefined): Promise<ThreadRow[]> {
  const here = scope.workspaceId;
  const rows = await scope.tx
    .select({ thread: threads })
    .from(threads)
    .innerJoin(
      identities,
      and(eq(identities.workspaceId, here), eq(identities.id, threads.identityId)),
    )
    .innerJoin(channels, and(eq(channels.workspaceId, here), eq(channels.id, threads.channelId)))
    .where(and(eq(threads.workspaceId, here), eq(threads.side, false), which))
    .orderBy(desc(lastHeard));
  return rows.map(({ thread }) => thread);
}

/** A person has many threads on some channels, but is reached in one way by all of them. */
function onePerWay(all: ThreadRow[]): ThreadRow[] {
  const taken = new Set<string>();
  return all.filter(({ channelId, identityId }) => {
    const way = `${channelId} ${identityId}`;
    return !taken.has(way) && taken.add(way);
  });
}

async function lineOf(scope: Scope, thread: ThreadRow): Promise<SendingLine> {
  const channel = await accessChannel(scope, thread.channelId);
  const { capabilities, mark } = adapterOf(scope, channel);
  const identity = await identityById(scope, thread.identityId);
  const { id: channelId, adapter, name } = channel;
  const ends = { channelId, capabilities, identity, recipients: null };
  const rules = rulesOn(capabilities, channel);
  const heard = await heardOn(scope, thread, rules);
  const { closesAt, answersLeft } = windowOf(heard, rules);
  return {
    threadId: thread.id,
    channel: { id: channelId, adapter, name, mark },
    to: identity.raw,
    closesAt: closesAt?.toISOString() ?? null,
    answersLeft,
    blocked: (await firstUnwilling(scope, ends))?.reason ?? null,
    removed: channel.removedAt !== null,
    failing: channel.failingReason,
    sending: sendingRules(capabilities),
  };
}
