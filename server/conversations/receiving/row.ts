/** A message from outside as it stands in the store. */
import { newId } from '../../events/ids.ts';
import type { MessageRow } from '../present.ts';
import type { ThreadRow } from '../threads.ts';
import type { Arrival } from './arrival.ts';

export type ReceivedPlace = {
  thread: ThreadRow;
  identity: { id: string };
  /** Its numbers in the conversation and on the line. */
  seq: number;
  threadSeq: number;
  quotesId: string | null;
  content: MessageRow['content'];
};

/** All of a new message's row but the moment of its writing. */
export function receivedRow(
  { event, channel, ingressId }: Arrival,
  { thread, identity, seq, threadSeq, quotesId, content }: ReceivedPlace,
): Omit<MessageRow, 'createdAt'> {
  return {
    workspaceId: thread.workspaceId,
    id: newId(),
    conversationId: thread.conversationId,
    seq,
    threadId: thread.id,
    threadSeq,
    channelId: channel.id,
    direction: 'in',
    externalId: event.externalId,
    identityId: identity.id,
    text: event.text,
    quoted: event.quoted || null,
    html: event.html || null,
    subject: event.subject || null,
    addressing: event.addressing ?? null,
    automatic: event.automatic ?? null,
    doubt: event.doubt ?? null,
    forwardedFrom: event.forwardedFrom ?? null,
    ingressId,
    unsupported: event.unsupported ?? null,
    context: event.context || null,
    quotesId,
    content,
    state: 'received',
    ...ONLY_OURS,
  };
}

/** What only messages of ours, or changed ones, have. */
const ONLY_OURS = {
  key: null,
  agentId: null,
  recipients: null,
  refused: null,
  answersId: null,
  passesOn: false,
  dueAt: null,
  unlessAnswered: false,
  template: null,
  editedAt: null,
  deletedAt: null,
  revision: null,
  reason: null,
} as const;
