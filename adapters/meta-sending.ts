/**
 * Saying something on Messenger or Instagram: the two share the Send API ("Send messages" of the
 * Messenger Platform). Text and files are calls of their own there.
 */
import Type from 'typebox';
import { Compile } from 'typebox/compile';
import type { Said, SendResult } from './adapter.ts';
import { ChannelError } from './errors.ts';
import type { OutboundAttachment, OutboundMessage } from './message.ts';
import { askGraph, type ErrorTable, type GraphLine, verdicts } from './meta.ts';
import { readAnswer } from './platform.ts';

const DAY_MS = 24 * 3_600_000;

/** Codes of the Send API. */
export const messagingErrors: ErrorTable = new Map([
  ...verdicts('10/2018278 10/2534022 100/2534022 1545041', {
    kind: 'closed',
    reason: 'They wrote too long ago: after 24 hours they have to write first.',
  }),
  ...verdicts('551 100/2018001 100/2534014', {
    kind: 'rejected',
    reason: 'This person cannot be reached: they may have left or blocked the account.',
  }),
  ...verdicts('10/1893063', {
    kind: 'retry',
    reason: 'Meta holds the account back for a while.',
    waitMs: 3_600_000,
  }),
  ...verdicts('1200', { kind: 'retry', reason: 'Meta has trouble of its own.' }),
  ...verdicts('2018109 10/2018327 100/2018047 100/2018294', {
    kind: 'rejected',
    reason: 'Meta could not use the file.',
  }),
]);

export type Outlet = {
  /** The page or account it is said by. */
  account: string;
  /** May a person answer after a day, with the tag for that (up to seven)? */
  humanAgent: boolean;
  /** What comes back with the echo of a message, where the platform takes such a thing. */
  mark?: string;
};

const Sent = Compile(Type.Object({ message_id: Type.String({ minLength: 1 }) }));

/**
 * Says text and files one after the other. The message is known by the first of them; receipts of
 * the others tell nothing more.
 * @throws ChannelError; when a part has gone out already, trying again is for a person to decide
 */
export async function sendMessaging(
  message: OutboundMessage,
  outlet: Outlet,
  line: GraphLine,
): Promise<SendResult> {
  const [first, ...others] = partsOf(message, outlet.mark);
  const head = headOf(message, outlet, line.tools.now());
  const reply = message.quotes && { reply_to: { mid: message.quotes } };
  const externalId = await say({ ...head, ...reply, message: first }, outlet, line);
  for (const part of others) {
    await say({ ...head, message: part }, outlet, line).catch(onlyInPart);
  }
  return { externalId };
}

/** `react` and `unreact`, which carry a payload; `mark_seen`, `typing_on`, which do not. */
export async function sendAction(
  thread: string,
  action: { sender_action: string; payload?: object },
  outlet: Pick<Outlet, 'account'>,
  line: GraphLine,
): Promise<void> {
  await askGraph(`${outlet.account}/messages`, { body: { ...toThem(thread), ...action } }, line);
}

/** Our reaction as an action. */
export function reactionOf({ externalId }: Said, reaction: string | null) {
  const payload = { message_id: externalId, ...(reaction !== null && { reaction }) };
  return { sender_action: reaction === null ? 'unreact' : 'react', payload };
}

const toThem = (thread: string) => ({ recipient: { id: thread } });

async function say(body: object, { account }: Outlet, line: GraphLine): Promise<string> {
  const response = await askGraph(`${account}/messages`, { body }, line);
  return (await readAnswer(response, Sent)).message_id;
}

/** Within a day it is an answer; after that only a person may write, and the tag says one does. */
function headOf(message: OutboundMessage, { humanAgent }: Outlet, now: Date): object {
  const { answered, automatic, thread } = message;
  const isLate = answered !== undefined && now.getTime() - answered.at.getTime() > DAY_MS;
  const tagged = isLate && humanAgent && !automatic;
  return {
    ...toThem(thread),
    messaging_type: tagged ? 'MESSAGE_TAG' : 'RESPONSE',
    ...(tagged && { tag: 'HUMAN_AGENT' }),
  };
}

function partsOf({ id, text, attachments }: OutboundMessage, mark?: string): object[] {
  const metadata = mark && { metadata: `${mark}${id}` };
  const words = text === '' ? [] : [{ text }];
  return [...words, ...attachments.map(attachmentOf)].map((part) => ({ ...part, ...metadata }));
}

/** Meta fetches files from us. */
function attachmentOf(file: OutboundAttachment): object {
  const [family = ''] = file.type.split('/');
  const type = ['image', 'video', 'audio'].includes(family) ? family : 'file';
  return { attachment: { type, payload: { url: file.link(), is_reusable: false } } };
}

function onlyInPart(error: unknown): never {
  if (!(error instanceof ChannelError)) throw error;
  const { code, maybeSent } = error;
  const reason = `Only a part was sent. The rest was not: ${error.reason}`;
  throw new ChannelError('rejected', reason, { maybeSent, ...(code !== undefined && { code }) });
}
