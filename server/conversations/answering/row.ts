/** An answer as it stands in the store, and what it is part of. */
import type { Message } from '../../wire/messages.ts';
import type { Happened } from '../change-many.ts';
import type { MessageRow } from '../present.ts';
import type { ThreadRow } from '../threads.ts';
import type { Ask } from './ask.ts';

/** The line as it is after it. */
export type Answer = { ask: Ask; thread: ThreadRow; row: MessageRow; message: Message };

/** A conversation that is held, and what is said in it. */
export type Talk = { -readonly [Part in keyof Happened]: Happened[Part] } & {
  steps: Happened['steps'][number][];
};

/** What every plain answer on a line has. */
export function answerRow(
  { workspaceId, id: threadId, channelId }: ThreadRow,
  { seq, threadSeq }: { seq: number; threadSeq: number },
): Omit<MessageRow, 'id' | 'conversationId' | 'key' | 'agentId' | 'text' | 'createdAt'> {
  return {
    ...{ workspaceId, seq, threadId, threadSeq, channelId },
    direction: 'out',
    state: 'queued',
    ...NOTHING_ELSE,
  };
}

const NOTHING_ELSE = {
  externalId: null,
  identityId: null,
  quoted: null,
  html: null,
  subject: null,
  addressing: null,
  recipients: null,
  refused: null,
  answersId: null,
  passesOn: false,
  automatic: null,
  doubt: null,
  forwardedFrom: null,
  ingressId: null,
  dueAt: null,
  unlessAnswered: false,
  unsupported: null,
  context: null,
  quotesId: null,
  template: null,
  content: null,
  editedAt: null,
  deletedAt: null,
  revision: null,
  reason: null,
} as const;
