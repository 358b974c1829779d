/** What goes out: one signed POST for each thing said or done, to the address in the settings. */
import { randomUUID } from 'node:crypto';
import Type from 'typebox';
import { Compile } from 'typebox/compile';
import type { Said, SendResult, Settings, Tools } from '../adapter.ts';
import type { Capabilities } from '../capabilities.ts';
import { ChannelError } from '../errors.ts';
import { refuseUnsendable } from '../limits.ts';
import type { OutboundMessage } from '../message.ts';
import { callPlatform, readAnswer } from '../platform.ts';
import { signedHeaders } from './signing.ts';

const Taken = Compile(Type.Object({ id: Type.String({ minLength: 1, maxLength: 200 }) }));
const Refused = Compile(Type.Object({ reason: Type.String({ minLength: 1, maxLength: 300 }) }));

export async function send(
  message: OutboundMessage,
  { channel, capabilities }: { channel: Settings; capabilities: Capabilities },
  tools: Tools,
): Promise<SendResult> {
  refuseUnsendable(message, capabilities);
  const { id, thread, text, quotes, author, automatic } = message;
  const event = {
    type: 'message',
    thread,
    to: { id: message.to.value },
    text,
    attachments: message.attachments.map(({ name, type, size, link }) => {
      return { name, type, size, url: link() };
    }),
    ...(quotes && { quotes }),
    ...(author && { author }),
    ...(automatic && { automatic }),
  };
  const response = await post({ id, event }, channel, tools);
  return { externalId: (await readAnswer(response, Taken)).id };
}

export async function react(
  said: Said,
  emoji: string | null,
  settings: Settings,
  tools: Tools,
): Promise<void> {
  await tell({ ...about(said), type: 'reaction', emoji }, settings, tools);
}

export async function markRead(said: Said, settings: Settings, tools: Tools): Promise<void> {
  await tell({ ...about(said), type: 'read' }, settings, tools);
}

export async function typing(thread: string, settings: Settings, tools: Tools): Promise<void> {
  await tell({ type: 'typing', thread }, settings, tools);
}

/** Does the other end answer, and believe our signature? */
export async function connect(_url: string, settings: Settings, tools: Tools): Promise<void> {
  // A channel that only takes in needs no address.
  if (settings['url']) await tell({ type: 'ping' }, settings, tools);
}

const about = ({ externalId, thread, to }: Said) => {
  return { thread, message: externalId, to: { id: to.value } };
};

type Event = { type: string } & Record<string, unknown>;

async function tell(event: Event, settings: Settings, tools: Tools): Promise<void> {
  const response = await post({ id: randomUUID(), event }, settings, tools);
  await response.body?.cancel();
}

function post({ id, event }: { id: string; event: Event }, settings: Settings, tools: Tools) {
  const url = settings['url'];
  if (!url) {
    throw new ChannelError('rejected', 'The channel has no address to send to: enter it first.');
  }
  const at = tools.now();
  const body = JSON.stringify({ id, timestamp: at.toISOString(), ...event });
  const headers = signedHeaders({ id, body, at }, settings);
  return callPlatform(url, { method: 'POST', headers, body }, tools, explain);
}

/** Whoever built the other end may say in words why it took nothing. */
async function explain(response: Response): Promise<ChannelError | null> {
  const { status } = response;
  const code = `HTTP ${status}`;
  if (status === 410) {
    return new ChannelError('unauthorized', 'The other end has given this address up.', { code });
  }
  if (status < 400 || status >= 500 || [401, 408, 429].includes(status)) return null;
  const told: unknown = await response.json().catch(() => null);
  return Refused.Check(told) ? new ChannelError('rejected', told.reason, { code }) : null;
}
