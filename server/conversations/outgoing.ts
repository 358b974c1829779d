/** Where an answer goes: on which thread, to whom, as an answer to what, and when. */
import { and, desc, eq, inArray, isNull, ne } from 'drizzle-orm';
import type { Capabilities } from '../../adapters/capabilities.ts';
import { accessOpenChannel, type ChannelRow } from '../channels/access.ts';
import { adapterOf, ownAddresses } from '../channels/channels.ts';
import { advertises } from '../channels/templates.ts';
import { identityById, recognise } from '../contacts/identities.ts';
import { messages } from '../database/schema/messages.ts';
import { newId } from '../events/ids.ts';
import type { Scope } from '../events/scope.ts';
import { clean } from '../events/text.ts';
import type { Addressee, ChosenRecipients, Recipients } from '../wire/addressing.ts';
import type { NewMessage } from '../wire/messages.ts';
import { Refusal } from '../wire/problems.ts';
import { type Answerable, canonical, recipientsOf } from './recipients.ts';
import { beginThread, lockAnswerThread, saidIn, type ThreadRow } from './threads.ts';
import { type Ends, firstUnwilling } from './unwilling.ts';
import { heardOn, refuseClosed, rulesOn } from './window.ts';

type MessageRow = typeof messages.$inferSelect;

export type Outgoing = {
  channel: ChannelRow;
  thread: ThreadRow;
  /** null on channels where a thread has one other end. */
  recipients: Recipients | null;
  answersId: string | null;
  /** Where messages are quoted by the platform: only what was asked for. */
  quotesId: string | null;
  passesOn: boolean;
  subject: string | null;
  /** null: at once. */
  dueAt: Date | null;
  unlessAnswered: boolean;
  /** Send later must not hold up what is said meanwhile; undo must keep the order. */
  inTurn: boolean;
  /** One of many that nobody waits for. */
  bulk: boolean;
};

/** What is answered or passed on, and the thread for it, locked. */
export type Target = { answered: MessageRow | undefined; thread: ThreadRow };

/**
 * Finds and locks the thread an answer goes out on. Threads are locked before conversations.
 * @throws Refusal not_found
 */
export async function aim(
  scope: Scope,
  id: string,
  input: Pick<NewMessage, 'passesOnId' | 'answersId' | 'threadId'>,
): Promise<Target> {
  const named = input.passesOnId ?? input.answersId;
  const chosen = named ? await saidHere(scope, id, named) : undefined;
  const threadId = chosen?.threadId ?? input.threadId;
  const thread = await lockAnswerThread(scope, id, threadId);
  if (!thread) throw new Refusal('not_found', 'The conversation has no such thread.');
  return { thread, answered: chosen ?? (await lastSaid(scope, thread.id)) };
}

/**
 * Decides the rest, with the conversation locked. Passing on begins a thread of its own: whoever it goes to answers
 * there, and no answer of theirs reaches the customer.
 * @throws Refusal invalid when nobody can be written to, conflict when the channel was removed or takes no answer now
 */
export async function plan(scope: Scope, input: NewMessage, target: Target): Promise<Outgoing> {
  const channel = await openChannel(scope, target.thread.channelId);
  const { capabilities } = adapterOf(scope, channel);
  const recipients = await chooseRecipients(scope, input, target, channel);
  const passesOn = input.passesOnId !== undefined;
  const [first] = recipients?.to ?? [];
  const thread = passesOn
    ? await besides(scope, target.thread, capabilities, first)
    : target.thread;
  const marketing = advertises(channel, input.template);
  await refuseBlocked(scope, thread, { capabilities, recipients, marketing });
  const moment = momentOf(input, capabilities);
  if (!input.template) {
    const rules = rulesOn(capabilities, channel);
    const heard = await heardOn(scope, thread, rules);
    refuseClosed(heard, rules, moment.dueAt ?? new Date());
  }
  return {
    channel,
    thread,
    recipients,
    answersId: recipients ? (target.answered?.id ?? null) : null,
    quotesId: capabilities.quotes && !recipients ? (input.answersId ?? null) : null,
    passesOn,
    subject: input.subject === undefined ? null : clean(input.subject),
    ...moment,
    bulk: input.bulk ?? false,
  };
}

/** The recipients an answer would have if nobody chose others. */
export function proposedRecipients(
  scope: Scope,
  channel: ChannelRow,
  answered: MessageRow | undefined,
  mode: 'reply' | 'all',
): Recipients | null {
  const answerable = answered && answerableOf(answered);
  if (!adapterOf(scope, channel).capabilities.addressing || !answerable) return null;
  return recipientsOf(answerable, mode, ownAddresses(scope, channel));
}

async function openChannel(scope: Scope, id: string): Promise<ChannelRow> {
  try {
    return await accessOpenChannel(scope, id);
  } catch (error) {
    if (error instanceof Refusal) throw new Refusal('conflict', 'The channel was removed.');
    throw error;
  }
}

async function saidHere(scope: Scope, conversationId: string, id: string): Promise<MessageRow> {
  const [row] = await scope.tx
    .select()
    .from(messages)
    .where(
      and(
        eq(messages.workspaceId, scope.workspaceId),
        saidIn(scope, conversationId),
        eq(messages.id, id),
        inArray(messages.direction, ['in', 'out']),
      ),
    );
  if (!row) throw new Refusal('not_found', 'The conversation has no such message.');
  return row;
}

/** The customer's latest word; on a line we began, our own. */
async function lastSaid(scope: Scope, threadId: string): Promise<MessageRow | undefined> {
  for (const direction of ['in', 'out'] as const) {
    const [row] = await scope.tx
      .select()
      .from(messages)
      .where(
        and(
          eq(messages.workspaceId, scope.workspaceId),
          eq(messages.threadId, threadId),
          eq(messages.direction, direction),
          isNull(messages.automatic),
          ne(messages.state, 'cancelled'),
        ),
      )
      // By the line's own numbers: it may have gone on in another conversation.
      .orderBy(desc(messages.threadSeq))
      .limit(1);
    if (row) return row;
  }
  return undefined;
}

function answerableOf(row: MessageRow): Answerable | null {
  if (row.addressing) return { direction: 'in', addressing: row.addressing };
  return row.recipients ? { direction: 'out', recipients: row.recipients } : null;
}

async function chooseRecipients(
  scope: Scope,
  input: NewMessage,
  { answered, thread }: Target,
  channel: ChannelRow,
): Promise<Recipients | null> {
  const { addressing } = adapterOf(scope, channel).capabilities;
  if (!addressing) {
    const asked = input.recipients ?? input.passesOnId;
    if (asked)
      throw new Refusal('invalid', 'recipients: this channel has no recipients to choose.');
    return null;
  }
  if (input.passesOnId && !input.recipients) {
    throw new Refusal('invalid', 'recipients: say whom to pass it on to.');
  }
  const chosen = input.recipients
    ? readChosen(input.recipients)
    : (proposedRecipients(scope, channel, answered, 'reply') ??
      (await otherEnd(scope, thread, addressing.kind)));
  if (chosen && chosen.to.length > 0) return chosen;
  throw new Refusal('invalid', 'recipients: there is nobody to answer; choose somebody.');
}

/** On a line where nothing was said yet: whom it is with. */
export async function otherEnd(
  scope: Scope,
  thread: ThreadRow,
  kind: string,
): Promise<Recipients | null> {
  const identity = await identityById(scope, thread.identityId);
  if (identity.kind !== kind) return null;
  return { to: [{ address: identity.raw, name: '' }], cc: [], bcc: [] };
}

const ADDRESS = /^[^\s@<>"(),:;[\]\\]+@[^\s@<>"(),:;\\]+$/;

function readChosen(chosen: ChosenRecipients): Recipients {
  const read = (list: ChosenRecipients['cc']): Addressee[] =>
    (list ?? []).map(({ address, name }) => {
      const plain = clean(address).trim();
      if (!ADDRESS.test(plain)) {
        throw new Refusal('invalid', `recipients: “${plain}” is not an address.`);
      }
      return {
        address: plain,
        name: clean(name ?? '')
          .replace(/\s+/g, ' ')
          .trim(),
      };
    });
  return { to: read(chosen.to), cc: read(chosen.cc), bcc: read(chosen.bcc) };
}

/** A thread of its own beside the one whose message is passed on. */
async function besides(
  scope: Scope,
  thread: ThreadRow,
  { addressing }: Capabilities,
  first: Addressee | undefined,
): Promise<ThreadRow> {
  if (!addressing || !first) throw new Refusal('invalid', 'recipients: nobody is named.');
  const { address: raw, name } = first;
  const value = canonical(raw);
  const claim = { kind: addressing.kind, scope: '', value, raw, verified: false, name };
  const { identity } = await recognise(scope, claim);
  return beginThread(scope, {
    channelId: thread.channelId,
    identityId: identity.id,
    key: newId().replaceAll('-', ''),
    conversationId: thread.conversationId,
    side: true,
  });
}

async function refuseBlocked(
  scope: Scope,
  { channelId, identityId }: ThreadRow,
  message: Pick<Ends, 'capabilities' | 'recipients' | 'marketing'>,
): Promise<void> {
  const identity = await identityById(scope, identityId);
  const blocked = await firstUnwilling(scope, { channelId, identity, ...message });
  if (!blocked) return;
  const { address, reason } = blocked;
  throw new Refusal('invalid', `recipients: nothing is sent to ${address}. ${reason}`);
}

function momentOf(input: NewMessage, { undoSeconds = 0 }: Capabilities) {
  const { sendAt, undoable, unlessAnswered = false } = input;
  const held = { unlessAnswered, inTurn: sendAt === undefined };
  if (sendAt !== undefined) {
    const dueAt = new Date(sendAt);
    if (dueAt > new Date()) return { ...held, dueAt };
    throw new Refusal('invalid', 'sendAt: name a moment in the future.');
  }
  if (!undoable || undoSeconds === 0) return { ...held, dueAt: null };
  return { ...held, dueAt: new Date(Date.now() + undoSeconds * 1000) };
}
