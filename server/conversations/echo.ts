/** What was said in our name in the platform's own app becomes part of the line: once, and never beside our own word. */
import { and, asc, eq, gte, inArray, isNull } from 'drizzle-orm';
import type { InboundEcho } from '../../adapters/message.ts';
import type { Delivered } from '../attachments/uploads.ts';
import type { ChannelRow } from '../channels/access.ts';
import { threads } from '../database/schema/conversations.ts';
import { deliveries, messages } from '../database/schema/messages.ts';
import { jobs } from '../database/schema/workspaces.ts';
import { together } from '../database/together.ts';
import { takeParked } from '../deliveries/parked.ts';
import { moveMessage } from '../deliveries/state.ts';
import { newId } from '../events/ids.ts';
import type { Scope } from '../events/scope.ts';
import { clean } from '../events/text.ts';
import { isFirst } from './arrivals.ts';
import { beginLine } from './begin-line.ts';
import { change, type HeldConversation, hold, SYSTEM } from './change.ts';
import { presentMessage } from './present.ts';
import { previewOf } from './preview.ts';
import { attach } from './received-files.ts';
import { advanceThread, selectThread, type ThreadRow } from './threads.ts';

export type EchoArrival = {
  channel: ChannelRow;
  event: InboundEcho;
  /** The raw request it came with. */
  ingressId: string;
  /** Files that came along, saved already. */
  files: Delivered[];
};

/** `waits`: it may be what we are just sending, and has to be looked at again a little later. */
export type EchoOutcome = 'taken' | 'ours' | 'repeated' | 'waits';

/**
 * Takes an echo, unless it is a message of ours. Its id tells; but while one of ours is on its way on that line its id
 * is not known yet, and the echo waits.
 * @param patient false: waited long enough for anything but the very same words
 */
export async function receiveEcho(
  scope: Scope,
  arrival: EchoArrival,
  patient: boolean,
): Promise<EchoOutcome> {
  const { channel, event } = arrival;
  // In this order: what is no longer on its way has its id by then.
  const [onTheWay, known] = await together(
    selectOnTheWay(scope, channel.id, event.thread),
    selectSent(scope, channel.id, event.externalId),
  );
  if (known.length > 0) return 'ours';
  const words = clean(event.text).trim();
  const same = onTheWay.find(({ text }) => text.trim() === words);
  if (same?.state === 'unknown') return confirm(scope, arrival, same);
  if (same || (patient && onTheWay.length > 0)) return 'waits';
  if (!(await isFirst(scope, channel.id, event))) return 'repeated';
  await store(scope, arrival);
  return 'taken';
}

type Sent = Pick<typeof messages.$inferSelect, 'id' | 'conversationId'>;

/** Nobody knew whether it had arrived; now the platform shows it. */
async function confirm(scope: Scope, arrival: EchoArrival, sent: Sent): Promise<EchoOutcome> {
  const { externalId } = arrival.event;
  const channelId = arrival.channel.id;
  const { state, reason } = await takeParked(scope, { channelId, externalId });
  await moveMessage(scope, sent, (current) =>
    current.state === 'unknown' ? { state, reason, externalId } : null,
  );
  return 'ours';
}

/** An echo that waits is looked at for the second time after this long. */
export const FIRST_WAIT_MS = 1_000;

/** Has the echoes of a request looked at again. What they say stands in the raw request, and nowhere else. */
export async function queueEchoes(scope: Scope, ingressId: string): Promise<void> {
  const dueAt = new Date(Date.now() + FIRST_WAIT_MS);
  await scope.tx.insert(jobs).values({
    workspaceId: scope.workspaceId,
    kind: 'echo',
    subjectId: ingressId,
    lane: ingressId,
    dueAt,
  });
  scope.effects.push({ type: 'due', at: dueAt });
}

/** Ours on this line that were tried and have no id yet. One that was never tried cannot have come back. */
function selectOnTheWay(scope: Scope, channelId: string, threadKey: string) {
  return scope.tx
    .select({
      id: messages.id,
      conversationId: messages.conversationId,
      text: messages.text,
      state: deliveries.state,
    })
    .from(threads)
    .innerJoin(
      deliveries,
      and(eq(deliveries.workspaceId, threads.workspaceId), eq(deliveries.threadId, threads.id)),
    )
    .innerJoin(
      messages,
      and(eq(messages.workspaceId, deliveries.workspaceId), eq(messages.id, deliveries.messageId)),
    )
    .where(
      and(
        eq(threads.workspaceId, scope.workspaceId),
        eq(threads.channelId, channelId),
        eq(threads.key, threadKey),
        inArray(deliveries.state, ['queued', 'sending', 'unknown']),
        gte(deliveries.attempt, 1),
        isNull(messages.externalId),
      ),
    )
    .orderBy(asc(messages.seq));
}

function selectSent(scope: Scope, channelId: string, externalId: string) {
  return scope.tx
    .select({ id: messages.id })
    .from(messages)
    .where(
      and(
        eq(messages.workspaceId, scope.workspaceId),
        eq(messages.channelId, channelId),
        eq(messages.direction, 'out'),
        eq(messages.externalId, externalId),
      ),
    );
}

async function store(scope: Scope, arrival: EchoArrival): Promise<void> {
  const { event, channel, files } = arrival;
  const { externalId, thread: key } = event;
  const { state } = await takeParked(scope, { channelId: channel.id, externalId, thread: key });
  const { thread, held } = await lineOf(scope, channel.id, event);
  const threadSeq = await advanceThread(scope, thread);
  const id = newId();
  const [row] = await scope.tx
    .insert(messages)
    .values({
      workspaceId: scope.workspaceId,
      ...{ id, conversationId: held.id, seq: held.seq + 1, threadId: thread.id, threadSeq },
      ...{ channelId: channel.id, direction: 'out', externalId: event.externalId, state },
      text: clean(event.text),
      unsupported: event.unsupported ? clean(event.unsupported) : null,
      ingressId: arrival.ingressId,
    })
    .returning();
  if (!row) throw new Error('the message was not stored');
  const references = event.attachments ?? [];
  const attachments = await attach(scope, { messageId: id, line: thread, references, files });
  const beside = { side: thread.side, author: null, attachments, reactions: [], quotes: null };
  const message = presentMessage(row, beside);
  // Whoever waited has been answered, wherever that was.
  const patch = { lastMessageAt: new Date(), waitingSince: null, ...previewOf(message) };
  await change(scope, held, patch, [{ kind: 'message', actor: SYSTEM, data: { message } }]);
}

/** A talk that we began in the platform's own app begins here with what was said first. */
async function lineOf(
  scope: Scope,
  channelId: string,
  event: InboundEcho,
): Promise<{ thread: ThreadRow; held: HeldConversation }> {
  const [thread] = await selectThread(scope, channelId, event.thread);
  if (thread) return { thread, held: await hold(scope, thread.conversationId) };
  const begun = await beginLine(scope, channelId, { from: event.to, thread: event.thread });
  return { thread: begun.thread, held: begun.conversation };
}
