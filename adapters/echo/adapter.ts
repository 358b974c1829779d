/**
 * The smallest channel: signed JSON in, and whatever is sent has arrived at once. Copy it to begin
 * a channel of your own; use it wherever a test or a load run needs one without a platform.
 */
import Type from 'typebox';
import { Compile } from 'typebox/compile';
import type { Adapter, AdapterRequest, SendResult, Settings } from '../adapter.ts';
import { refuseUnsendable } from '../limits.ts';
import type { InboundEvent, OutboundMessage, ReceiptStatus } from '../message.ts';
import { checked, readJson } from '../payload.ts';
import { hmacSha256, sameText, sha256 } from '../signature.ts';

export const adapter: Adapter = {
  id: 'echo',
  name: { en: 'Echo', 'zh-CN': 'Echo' },
  mark: 'Ec',
  summary: {
    en: 'Signed JSON from a script of yours: for trying Interline out, for tests and for load.',
    'zh-CN': '由你的脚本发来的签名 JSON：用于试用 Interline、测试和压测。',
  },
  settings: [
    {
      key: 'secret',
      label: { en: 'Secret', 'zh-CN': '密钥' },
      help: {
        en: 'Requests are signed with it. Leave it empty and one is made for you.',
        'zh-CN': '请求用它签名。留空则为你生成。',
      },
      type: 'text',
      required: false,
      secret: true,
      generate: true,
    },
  ],
  identities: { 'echo-user': { en: 'Echo id', 'zh-CN': 'Echo 编号' } },
  capabilities: {
    text: { max: 4096, countedAs: 'characters' },
    attachments: null,
    formatting: 'none',
    receipts: ['delivered', 'read'],
    typing: { inbound: false, outbound: false },
    reactions: false,
    edits: false,
    deletes: false,
    quotes: false,
    templates: false,
    replyWindowHours: null,
    startConversation: false,
    inbound: 'webhook',
    unknownOutcome: 'retry',
  },
  verify,
  parse,
  send,
};

// Step 1: is it genuine? Over the raw bytes, before anything is read out of them.
function verify(request: AdapterRequest, settings: Settings): boolean {
  const signature = hmacSha256(settings['secret'] ?? '', request.body, 'hex');
  return signature !== '' && sameText(request.headers['x-echo-signature'], `sha256=${signature}`);
}

// Step 2: what does it say? Nothing of a payload is used before a schema has seen it.
function parse(request: AdapterRequest, settings: Settings): InboundEvent[] {
  const body = readJson(request, Body);
  const events = body.events ?? [body];
  return events.map((event, index) => {
    const { type, id } = checked(event, AnyEvent, `event ${index}`);
    const read = readers.get(type ?? 'message');
    if (read) return read(event, settings);
    const externalId = id ?? `${sha256(request.body)}:${index}`;
    return { type: 'ignored', externalId, reason: `unknown event type: ${type?.slice(0, 40)}` };
  });
}

// Step 3: say it. Here is no platform, so the id the platform would answer is made from ours.
async function send(message: OutboundMessage): Promise<SendResult> {
  refuseUnsendable(message, adapter.capabilities);
  return { externalId: `echo-${message.id}` };
}

/** Keys end up in indexes, so they are neither empty nor endless. */
const Key = Type.String({ minLength: 1, maxLength: 200 });

const Body = Compile(Type.Object({ events: Type.Optional(Type.Array(Type.Unknown())) }));
const AnyEvent = Compile(
  Type.Object({ type: Type.Optional(Type.String()), id: Type.Optional(Key) }),
);
const Message = Compile(
  Type.Object({
    id: Key,
    from: Key,
    name: Type.Optional(Type.String()),
    text: Type.String(),
    thread: Type.Optional(Key),
  }),
);
const Receipt = Compile(
  Type.Object({
    id: Key,
    message: Key,
    status: Type.String(),
    reason: Type.Optional(Type.String()),
  }),
);
const Echo = Compile(Type.Object({ id: Key }));

/** One small function for each event type; a type that is not here is ignored, with its name. */
const readers = new Map<string, (event: unknown, settings: Settings) => InboundEvent>([
  ['message', readMessage],
  ['receipt', readReceipt],
  ['echo', readEcho],
]);

function readMessage(event: unknown, settings: Settings): InboundEvent {
  const { id, from, name, text, thread } = checked(event, Message, 'a message');
  return {
    type: 'message',
    externalId: id,
    from: {
      kind: 'echo-user',
      scope: settings.channelId,
      value: from,
      verified: true,
      ...(name && { name }),
    },
    thread: thread ?? from,
    text,
  };
}

function readReceipt(event: unknown): InboundEvent {
  const { id, message, status, reason } = checked(event, Receipt, 'a receipt');
  if (!isReceiptStatus(status)) {
    return { type: 'ignored', externalId: id, reason: `unused status: ${status.slice(0, 40)}` };
  }
  const base = { type: 'receipt', externalId: id, messageExternalId: message, status } as const;
  return { ...base, ...(reason && { reason }) };
}

/** What we sent ourselves comes back on many platforms; here so that this can be tried. */
function readEcho(event: unknown): InboundEvent {
  const { id } = checked(event, Echo, 'an echo');
  return { type: 'ignored', externalId: id, reason: 'our own message' };
}

function isReceiptStatus(status: string): status is ReceiptStatus {
  return ['delivered', 'read', 'failed'].includes(status);
}
