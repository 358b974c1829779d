/** Answers, by the customer-service API: what is said in the callback's own answer is seen by nobody. */
import Type from 'typebox';
import { Compile } from 'typebox/compile';
import type { SendResult, Settings, Tools } from '../adapter.ts';
import { ChannelError } from '../errors.ts';
import { refuseUnsendable } from '../limits.ts';
import type { OutboundMessage } from '../message.ts';
import { readAnswer } from '../platform.ts';
import { call, post, type Reach } from './api.ts';
import { capabilities } from './capabilities.ts';
import { upload } from './media.ts';

const Taken = Compile(Type.Object({ errcode: Type.Literal(0) }));

/**
 * WeChat gives such messages no id, so the id is ours; taken is what it answered with code 0.
 * @throws ChannelError of one of the four kinds
 */
export async function send(
  message: OutboundMessage,
  settings: Settings,
  tools: Tools,
): Promise<SendResult> {
  refuseUnsendable(message, capabilities);
  const reach = { settings, tools };
  const files = [];
  for (const file of message.attachments) files.push(await upload(file, reach));
  const text = { msgtype: 'text', text: { content: message.text } };
  const [first, ...more] = message.text === '' ? files : [text, ...files];
  if (first) await say(message.thread, first, reach);
  for (const part of more) await say(message.thread, part, reach).catch(halfSaid);
  return { externalId: message.id };
}

/** Shows that somebody writes; WeChat lets it run out by itself. */
export async function typing(thread: string, settings: Settings, tools: Tools): Promise<void> {
  const body = post({ touser: thread, command: 'Typing' });
  await call('/cgi-bin/message/custom/typing', body, { settings, tools });
}

async function say(touser: string, part: object, reach: Reach): Promise<void> {
  const body = post({ touser, ...part });
  await readAnswer(await call('/cgi-bin/message/custom/send', body, reach), Taken);
}

/** Trying all of it again would say the text twice. */
function halfSaid(error: unknown): never {
  if (!(error instanceof ChannelError)) throw error;
  const code = error.code === undefined ? {} : { code: error.code };
  const reason = `The text arrived, the file did not: ${error.reason}`;
  throw new ChannelError('rejected', reason, code);
}
