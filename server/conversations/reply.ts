/** What agents write: a reply that goes out on a thread, or a note that never leaves. */
import { isDeepStrictEqual } from 'node:util';
import { and, eq } from 'drizzle-orm';
import { whyUnsendable } from '../../adapters/limits.ts';
import type { ChosenTemplate } from '../../adapters/message.ts';
import { attachUploads, copyAttachments } from '../attachments/uploads.ts';
import { adapterOf } from '../channels/channels.ts';
import { fillTemplate } from '../channels/templates.ts';
import { messages } from '../database/schema/messages.ts';
import { queueDelivery } from '../deliveries/queue-delivery.ts';
import type { Actor } from '../events/actor.ts';
import { newId } from '../events/ids.ts';
import type { Scope } from '../events/scope.ts';
import { clean } from '../events/text.ts';
import type { Message, NewMessage } from '../wire/messages.ts';
import { Refusal } from '../wire/problems.ts';
import { accessConversation, refuseMerged } from './access.ts';
import { addParticipants } from './answered.ts';
import { change, hold } from './change.ts';
import { saveDraft } from './drafts.ts';
import { joinedBy } from './following.ts';
import { presentLineMessage } from './line.ts';
import { callColleagues, calledBy } from './mentions.ts';
import { checkOffer, refuseUnpictured } from './offers.ts';
import { aim, type Outgoing, plan, type Target } from './outgoing.ts';
import { loadMessages } from './present.ts';
import { previewOf } from './preview.ts';
import { markRead } from './reading.ts';
import { canonical } from './recipients.ts';
import { advanceThread } from './threads.ts';
import { refuseUnseen } from './unseen.ts';

/**
 * Writes a reply (stored as queued, with its delivery) or a note. The same key again answers the first message.
 * @throws Refusal not_found, invalid, key_reused when the key stood for another text, or unseen
 */
export async function write(
  scope: Scope,
  actor: Actor,
  conversationId: string,
  input: NewMessage,
): Promise<Message> {
  const { id } = await accessConversation(scope, actor, conversationId, 'write');
  // Threads are locked before conversations, here as in `receive`: no two transactions wait crosswise.
  const target = input.kind === 'reply' ? await aim(scope, id, input) : null;
  const held = await hold(scope, id);
  const earlier = await findWritten(scope, actor, id, input);
  if (earlier) return earlier;
  refuseMerged(held);
  await refuseUnseen(scope, actor, held, input.seenSeq);
  const asked = await filledIn(scope, input, target);
  const outgoing = target && (await plan(scope, asked, target));
  const seq = held.seq + 1;
  const threadSeq = outgoing ? await advanceThread(scope, outgoing.thread) : null;
  const messageId = newId();
  const place = { id: messageId, conversationId: id, seq, threadSeq };
  await insertWritten(scope, actor, asked, { ...place, outgoing });
  await attachUploads(scope, messageId, `agent:${actor.agentId}`, asked.attachments ?? []);
  if (asked.passesOnId) await copyAttachments(scope, asked.passesOnId, messageId);
  const message = await loadWritten(scope, messageId);
  refuseImpossible(scope, outgoing, message);
  // What is passed on is no answer: the customer still waits.
  const answers = outgoing !== null && !outgoing.thread.side;
  const called = asked.kind === 'note' ? await calledBy(scope, message.text) : [];
  await change(
    scope,
    held,
    {
      lastMessageAt: new Date(),
      ...previewOf(message),
      ...joinedBy(held, [actor.agentId, ...called]),
      ...(answers && { waitingSince: null }),
    },
    [
      {
        kind: 'message',
        actor: { kind: 'agent', id: actor.agentId, name: actor.name },
        data: { message },
      },
    ],
  );
  await callColleagues(scope, held, { seq, called });
  await markRead(scope, actor, id, seq);
  if (!input.keepsDraft) await saveDraft(scope, actor, id, { kind: asked.kind, text: '' });
  if (outgoing && threadSeq !== null) await sendOut(scope, message, outgoing, threadSeq);
  return message;
}

async function findWritten(
  scope: Scope,
  actor: Actor,
  conversationId: string,
  input: NewMessage,
): Promise<Message | undefined> {
  const [message] = await loadMessages(
    scope,
    and(
      eq(messages.conversationId, conversationId),
      eq(messages.agentId, actor.agentId),
      eq(messages.key, input.key),
    ),
  );
  const same =
    message &&
    isNote(message) === (input.kind === 'note') &&
    (await saysTheSame(scope, message, input));
  if (message && !same) {
    throw new Refusal('key_reused', 'This key was used for a message with another content.');
  }
  return message;
}

/**
 * What will be stored: of a template, what it reads with its values.
 * @throws Refusal invalid, conflict when the template cannot be sent as asked
 */
async function filledIn(
  scope: Scope,
  input: NewMessage,
  target: Target | null,
): Promise<NewMessage> {
  if (!input.template) return { ...input, text: clean(input.text), ...offered(input) };
  if (!target) throw new Refusal('invalid', 'template: only replies are sent as one.');
  if (input.attachments?.length || input.content) {
    throw new Refusal('invalid', 'template: it takes no files, and offers nothing else.');
  }
  const template = cleaned(input.template);
  const text = await fillTemplate(scope, target.thread.channelId, template);
  return { ...input, template, text };
}

/** @throws Refusal invalid */
function offered({ kind, text, content }: NewMessage): Pick<NewMessage, 'content'> {
  if (!content) return {};
  if (kind === 'note') throw new Refusal('invalid', 'content: notes offer nothing.');
  // What lists, mails and older readers show of it.
  if (!text.trim()) throw new Refusal('invalid', 'text: say what it is about.');
  return { content: checkOffer(content) };
}

const cleaned = ({ name, language, values }: ChosenTemplate): ChosenTemplate => ({
  name: clean(name),
  language: clean(language),
  values: values.map(clean),
});

/** What a template reads is decided here, not by whoever chose it: it is known by its values. */
async function saysTheSame(scope: Scope, { id, text, content }: Message, input: NewMessage) {
  if (!input.template) {
    return text === clean(input.text) && isDeepStrictEqual(content, offered(input).content ?? null);
  }
  const [row] = await scope.tx
    .select({ template: messages.template })
    .from(messages)
    .where(and(eq(messages.workspaceId, scope.workspaceId), eq(messages.id, id)));
  return isDeepStrictEqual(row?.template, cleaned(input.template));
}

const isNote = (message: Message) => message.direction === 'note';

/** What the channel could never deliver is refused with words that help; nothing of it is kept. */
function refuseImpossible(scope: Scope, outgoing: Outgoing | null, message: Message): void {
  const empty = !message.text.trim() && message.attachments.length === 0;
  if (empty && !outgoing?.passesOn) {
    throw new Refusal('invalid', 'text: write something or attach a file.');
  }
  if (!outgoing || empty) return;
  refuseUnpictured(message);
  const { capabilities } = adapterOf(scope, outgoing.channel);
  const reason = whyUnsendable(message, capabilities);
  if (reason) throw new Refusal('invalid', reason);
}

type Place = {
  id: string;
  conversationId: string;
  seq: number;
  threadSeq: number | null;
  outgoing: Outgoing | null;
};

async function insertWritten(
  scope: Scope,
  actor: Actor,
  input: NewMessage,
  { outgoing, ...place }: Place,
): Promise<void> {
  await scope.tx.insert(messages).values({
    workspaceId: scope.workspaceId,
    ...place,
    ...(outgoing && columnsOf(outgoing)),
    direction: outgoing ? 'out' : 'note',
    key: input.key,
    agentId: actor.agentId,
    text: input.text,
    template: input.template,
    content: input.content,
    state: outgoing ? 'queued' : 'saved',
  });
}

function columnsOf(outgoing: Outgoing) {
  const { thread, recipients, answersId, quotesId, passesOn, subject, dueAt, unlessAnswered } =
    outgoing;
  const { id: threadId, channelId } = thread;
  const addressed = { recipients, answersId, quotesId, passesOn, subject };
  return { threadId, channelId, ...addressed, dueAt, unlessAnswered };
}

async function loadWritten(scope: Scope, messageId: string): Promise<Message> {
  const [message] = await loadMessages(scope, eq(messages.id, messageId));
  if (!message) throw new Error('the message was not stored');
  return message;
}

async function sendOut(scope: Scope, message: Message, outgoing: Outgoing, threadSeq: number) {
  const { thread, recipients, dueAt, inTurn, bulk } = outgoing;
  await queueDelivery(scope, { messageId: message.id, thread, dueAt, inTurn, bulk });
  if (recipients) {
    const all = [...recipients.to, ...recipients.cc, ...recipients.bcc];
    await addParticipants(
      scope,
      thread.id,
      all.map(({ address }) => canonical(address)),
    );
  }
  scope.effects.push({
    type: 'line-message',
    line: { channelId: thread.channelId, threadKey: thread.key },
    message: presentLineMessage(message, threadSeq, null),
  });
}
