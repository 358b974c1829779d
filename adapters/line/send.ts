/**
 * Saying it in LINE. Always as a push: the free reply token lives for about a minute and is not
 * kept, and only a push can be repeated without being said twice.
 */
import Type from 'typebox';
import { Compile } from 'typebox/compile';
import type { SendResult, Settings, Tools } from '../adapter.ts';
import { refuseUnsendable } from '../limits.ts';
import type { OutboundAttachment, OutboundMessage } from '../message.ts';
import { callPlatform, readAnswer } from '../platform.ts';
import { capabilities } from './capabilities.ts';
import { explain } from './errors.ts';
import { apiAddress, credentials } from './settings.ts';

const Sent = Compile(
  Type.Object({
    sentMessages: Type.Array(Type.Object({ id: Type.String({ minLength: 1 }) }), { minItems: 1 }),
  }),
);

/** The preview may have a megabyte, and we have no smaller picture than the picture itself. */
const MAX_PREVIEW = 1024 * 1024;

/** How long the animation runs unless a message ends it; LINE wants 5 to 60, in steps of 5. */
const TYPING_SECONDS = 10;

/** @throws ChannelError of one of the four kinds */
export async function send(
  message: OutboundMessage,
  settings: Settings,
  tools: Tools,
): Promise<SendResult> {
  refuseUnsendable(message, capabilities);
  const text = message.text === '' ? [] : [textObject(message.text)];
  const messages = [...text, ...message.attachments.map(fileObject)];
  const init = post(settings, { to: message.thread, messages }, { 'x-line-retry-key': message.id });
  const forgiving = { ...tools, fetch: withFirstAnswer(tools.fetch) };
  const url = apiAddress('/v2/bot/message/push', settings);
  const response = await callPlatform(url, init, forgiving, explain);
  const { sentMessages } = await readAnswer(response, Sent);
  return { externalId: sentMessages[0]?.id ?? '' };
}

/** The animation of LINE, which exists between two only. */
export async function typing(thread: string, settings: Settings, tools: Tools): Promise<void> {
  if (!thread.startsWith('U')) return;
  const init = post(settings, { chatId: thread, loadingSeconds: TYPING_SECONDS });
  await callPlatform(apiAddress('/v2/bot/chat/loading/start', settings), init, tools, explain);
}

function post(settings: Settings, body: object, headers: Record<string, string> = {}) {
  const type = { 'content-type': 'application/json' };
  const all = { ...credentials(settings), ...type, ...headers };
  return { method: 'POST', headers: all, body: JSON.stringify(body) };
}

/** 409 says that a push with this key was taken before: it carries what was answered then. */
function withFirstAnswer(fetch: Tools['fetch']): Tools['fetch'] {
  return async (input, init) => {
    const response = await fetch(input, init);
    if (response.status !== 409) return response;
    const before: unknown = await response
      .clone()
      .json()
      .catch(() => null);
    if (Sent.Check(before)) return Response.json(before);
    const id = response.headers.get('x-line-accepted-request-id');
    return id ? Response.json({ sentMessages: [{ id }] }) : response;
  };
}

const textObject = (text: string) => ({ type: 'text', text });

/**
 * Pictures are shown. All else goes as an address to open: LINE takes no documents, wants a still
 * of every video and the length of every recording, and we know neither.
 */
function fileObject(file: OutboundAttachment) {
  const link = file.link();
  const shown = ['image/jpeg', 'image/png'].includes(file.type) && file.size <= MAX_PREVIEW;
  if (!shown || !link.startsWith('https:')) return textObject(`${file.name}\n${link}`);
  return { type: 'image', originalContentUrl: link, previewImageUrl: link };
}
