/**
 * A channel of a platform that does not exist and can do everything: for proving that the
 * conformance checks let a good adapter pass and see every fault.
 */
import Type from 'typebox';
import { Compile } from 'typebox/compile';
import type { Adapter, AdapterRequest, Own, Settings, Tools } from '../../../adapters/adapter.ts';
import { ChannelError } from '../../../adapters/errors.ts';
import { refuseUnsendable } from '../../../adapters/limits.ts';
import type { OutboundMessage } from '../../../adapters/message.ts';
import { callPlatform, fileOf, readAnswer } from '../../../adapters/platform.ts';
import { hmacSha256, sameText } from '../../../adapters/signature.ts';
import { parse } from './parse.ts';

export const API = 'https://api.toy.example';

/** What is called the same everywhere. */
export const both = (word: string) => ({ en: word, 'zh-CN': word });

export const toy: Adapter = {
  id: 'toy',
  name: both('Toy'),
  mark: 'Ty',
  summary: { en: 'A platform that does not exist.', 'zh-CN': '不存在的平台。' },
  settings: [
    {
      key: 'signingSecret',
      label: both('Signing secret'),
      help: { en: 'From the toy console.', 'zh-CN': '来自控制台。' },
      type: 'text',
      required: true,
      secret: true,
    },
    {
      key: 'apiToken',
      label: both('Token'),
      help: { en: 'From the toy console.', 'zh-CN': '来自控制台。' },
      type: 'text',
      required: true,
      secret: true,
      pattern: 'toy-[a-z0-9-]+',
    },
    {
      key: 'loud',
      label: both('Loud'),
      help: { en: 'Ring at every message.', 'zh-CN': '每条消息都响铃。' },
      type: 'switch',
      required: false,
      secret: false,
      default: 'off',
    },
  ],
  identities: { 'toy-user': both('Toy') },
  capabilities: {
    text: { max: 1001, countedAs: 'utf16-units' },
    attachments: { types: ['image/*', 'text/plain'], maxBytes: 1024, maxCount: 2 },
    formatting: 'none',
    receipts: ['delivered', 'read'],
    typing: { inbound: true, outbound: true },
    reactions: true,
    edits: true,
    deletes: true,
    ownEditHours: null,
    ownDeleteHours: 24,
    quotes: false,
    templates: false,
    replyWindowHours: 24,
    startConversation: false,
    inbound: 'webhook',
    unknownOutcome: 'retry',
  },
  verify,
  parse,
  send,
  challenge,
  download,
  typing,
  revise,
};

/** Header `v1,<seconds>,<base64 HMAC of seconds.body>`, five minutes old at most. */
export function verify(request: AdapterRequest, settings: Settings, now: Date): boolean {
  const header = /^v1,(\d+),([\w+/=]+)$/.exec(request.headers['x-toy-signature'] ?? '');
  const [, seconds = '', signature] = header ?? [];
  const late = Math.abs(now.getTime() / 1000 - Number(seconds)) > 300;
  return !late && sameText(signature, signatureOf(request.body, seconds, settings));
}

export function signatureOf(body: Uint8Array, seconds: string, settings: Settings): string {
  const signed = Buffer.concat([Buffer.from(`${seconds}.`), body]);
  return hmacSha256(settings['signingSecret'] ?? '', signed, 'base64');
}

const Sent = Compile(Type.Object({ id: Type.String({ minLength: 1 }) }));
const Refusal = Compile(Type.Object({ code: Type.String() }));

export async function send(message: OutboundMessage, settings: Settings, tools: Tools) {
  refuseUnsendable(message, toy.capabilities);
  return post(message, settings, tools);
}

/** The sending itself, for toys with other limits. */
export async function post(message: OutboundMessage, settings: Settings, tools: Tools) {
  const { text, thread: chat, id: key } = message;
  const files = message.attachments.map(({ name }) => name);
  const init = {
    method: 'POST',
    headers: authorised(settings),
    body: JSON.stringify({ chat, text, key, files }),
  };
  const response = await callPlatform(`${API}/messages`, init, tools, explain);
  const { id } = await readAnswer(response, Sent);
  tools.log('sent', { id });
  return { externalId: id };
}

async function explain(response: Response): Promise<ChannelError | null> {
  const body: unknown = await response.json().catch(() => null);
  if (!Refusal.Check(body) || body.code !== 'window_closed') return null;
  const reason = 'They wrote more than a day ago; the toy platform lets us answer within a day.';
  return new ChannelError('closed', reason, { code: body.code });
}

export function authorised(settings: Settings) {
  return { authorization: `Bearer ${settings['apiToken']}`, 'content-type': 'application/json' };
}

function challenge(request: AdapterRequest, settings: Settings) {
  const query = new URL(request.url, API).searchParams;
  const echoed = query.get('challenge') ?? '';
  if (!/^[\w-]{1,64}$/.test(echoed)) return null;
  const known = sameText(query.get('token') ?? '', hmacSha256(secretOf(settings), 'hook', 'hex'));
  return known ? { status: 200, body: echoed } : { status: 403, body: '' };
}

async function download(remote: string, settings: Settings, tools: Tools) {
  const url = `${API}/files/${encodeURIComponent(remote)}`;
  return fileOf(await callPlatform(url, { headers: authorised(settings) }, tools));
}

async function typing(thread: string, settings: Settings, tools: Tools) {
  const init = { method: 'POST', headers: authorised(settings), body: JSON.stringify({ thread }) };
  await callPlatform(`${API}/typing`, init, tools);
}

export async function revise(own: Own, text: string | null, settings: Settings, tools: Tools) {
  const init = { method: 'PUT', headers: authorised(settings), body: JSON.stringify({ text }) };
  await callPlatform(`${API}/messages/${own.externalId}`, init, tools);
}

function secretOf(settings: Settings): string {
  return settings['signingSecret'] ?? '';
}
