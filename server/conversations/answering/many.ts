/**
 * Answers, many in one go: what takes no more than a line, a number and a row is read for all of them together, thought
 * through here, and written for all of them together; `../reply.ts` does the rest one by one.
 */
import type { Capabilities } from '../../../adapters/capabilities.ts';
import { whyUnsendable } from '../../../adapters/limits.ts';
import { newId } from '../../events/ids.ts';
import type { Scope } from '../../events/scope.ts';
import { clean } from '../../events/text.ts';
import type { Message } from '../../wire/messages.ts';
import { joinedBy } from '../following.ts';
import { type MessageRow, presentMessage } from '../present.ts';
import { previewOf } from '../preview.ts';
import type { ThreadRow } from '../threads.ts';
import { rulesOn, windowOf } from '../window.ts';
import type { Ask } from './ask.ts';
import { findKnown, type Known, keyOf } from './known.ts';
import { type Answer, answerRow, type Talk } from './row.ts';
import { write } from './write.ts';

/** Fields that ask for nothing else. */
const PLAIN = new Set(['key', 'kind', 'text', 'bulk', 'undoable', 'seenSeq']);

/** As far as it can tell itself. */
export const isOrdinary = ({ conversationId, input }: Ask): boolean =>
  input.kind === 'reply' &&
  conversationId.length === 36 &&
  Object.entries(input).every(([field, value]) => PLAIN.has(field) || value === undefined);

/** @returns the message of each; null for those that turn out to need more: nothing of them is written */
export async function answerMany(scope: Scope, asks: readonly Ask[]): Promise<(Message | null)[]> {
  const known = await findKnown(scope, asks);
  const talks = new Map<string, Talk>();
  const answers: Answer[] = [];
  const written = asks.map((ask) => {
    const line = isSeen(known, talks, ask) ? lineOf(scope, known, ask) : null;
    if (!line) return null;
    known.written.add(keyOf(ask));
    const answer = say(known, talks, ask, line);
    answers.push(answer);
    return answer.message;
  });
  await write(scope, known, { answers, talks });
  return written;
}

/** Whatever happened since may have been said by somebody: that is looked at more closely. */
function isSeen({ conversations }: Known, talks: Map<string, Talk>, ask: Ask): boolean {
  const { conversationId, input } = ask;
  const seq = conversations.get(conversationId)?.conversation.seq ?? 0;
  const further = talks.get(conversationId)?.steps.length ?? 0;
  return input.seenSeq === undefined || input.seenSeq >= seq + further;
}

/** Where it goes; null when something of it has to be looked at more closely, or speaks against it. */
function lineOf(scope: Scope, known: Known, ask: Ask): ThreadRow | null {
  const { actor, conversationId } = ask;
  const allowed = actor.workspaceId === scope.workspaceId && actor.scopes.includes('write');
  const talk = known.conversations.get(conversationId)?.conversation;
  const found = talk && talk.status !== 'merged' && !known.written.has(keyOf(ask));
  const thread = known.threads.get(conversationId);
  const channel = thread && known.channels.get(thread.channelId);
  if (!allowed || !found || !channel || known.refused.has(thread.id)) return null;
  const adapter = channel.removedAt ? undefined : scope.catalogue.get(channel.adapter);
  if (!adapter || !takes(adapter.capabilities, ask)) return null;
  return isOpen(thread, rulesOn(adapter.capabilities, channel), known.moment) ? thread : null;
}

/** A channel with nothing to choose or to wait for takes it as it is. */
function takes(capabilities: Capabilities, { input }: Ask): boolean {
  const held = input.undoable && (capabilities.undoSeconds ?? 0) > 0;
  if (held || capabilities.addressing) return false;
  const text = clean(input.text);
  return text.trim() !== '' && whyUnsendable({ text, attachments: [] }, capabilities) === null;
}

function isOpen(thread: ThreadRow, rules: ReturnType<typeof rulesOn>, now: Date): boolean {
  const { closesAt } = windowOf(thread, rules);
  return rules.answersPerMessage === undefined && (closesAt === null || closesAt > now);
}

/** The next message of its conversation, before anything is written. */
function say(known: Known, talks: Map<string, Talk>, ask: Ask, thread: ThreadRow): Answer {
  const { actor, conversationId, input } = ask;
  const row = known.conversations.get(conversationId);
  if (!row) throw new Error(`conversation ${conversationId} vanished`);
  const talk = talks.get(conversationId) ?? { row, steps: [], patch: {} };
  talks.set(conversationId, talk);
  const seq = row.conversation.seq + talk.steps.length + 1;
  thread.seq += 1;
  thread.answers += 1;
  const stored: MessageRow = {
    ...answerRow(thread, { seq, threadSeq: thread.seq }),
    id: newId(),
    conversationId,
    key: input.key,
    agentId: actor.agentId,
    text: clean(input.text),
    createdAt: known.moment,
  };
  const author = { id: actor.agentId, name: actor.name };
  const beside = { attachments: [], reactions: [], quotes: null };
  const message = presentMessage(stored, { ...beside, side: thread.side, author });
  talk.steps.push({ kind: 'message', actor: { kind: 'agent', ...author }, data: { message } });
  talk.patch = {
    ...talk.patch,
    lastMessageAt: known.moment,
    waitingSince: null,
    ...previewOf(message),
    ...joinedBy({ ...row.conversation, ...talk.patch }, [actor.agentId]),
  };
  return { ask, thread: { ...thread }, row: stored, message };
}
