/** Two channels and requests as they come to them, for tests of what a mail becomes. */
import type { AdapterRequest, Settings } from '../../adapters/adapter.ts';
import { parse } from '../../adapters/email/parse.ts';
import { messageIdFor } from '../../adapters/email/tokens.ts';
import type { InboundEvent, InboundMessage } from '../../adapters/message.ts';

export const settings: Settings = {
  channelId: 'channel-1',
  address: 'help@example.com',
  aliases: 'Hello@example.com\n\n contact@example.com ',
  replyAddress: '',
  plusAddressing: 'on',
  authservId: 'mx.example.com',
  tokenSecret: 'secret-1',
};
export const otherChannel: Settings = { ...settings, channelId: 'channel-2' };
export const otherSecret: Settings = { ...settings, tokenSecret: 'secret-2' };

/** A message of ours, and what it is called. */
export const OURS = '0193f1c2-7a5b-7c3d-8e4f-5a6b7c8d9e0f';
export const OUR_ID = messageIdFor(OURS, settings);

const ANA = {
  From: 'Ana Ruiz <ana@example.org>',
  To: 'help@example.com',
  Subject: 'Stock',
  Date: 'Fri, 20 Nov 2026 11:58:00 +0000',
  'Message-ID': '<q1@mail.example.org>',
};

/** A mail of Ana's, some fields otherwise; several of one name are given as a list. */
export function mail(fields: Record<string, string | string[]> = {}, text = 'Hello.\r\n'): string {
  const lines = Object.entries({ ...ANA, ...fields }).flatMap(([name, value]) =>
    [value].flat().map((one) => `${name}: ${one}`),
  );
  return [...lines, '', text].join('\r\n');
}

/** As it is fetched from a mailbox. */
export function fetched(raw: string, headers: Record<string, string> = {}): AdapterRequest {
  const body = new TextEncoder().encode(raw);
  return { method: 'LISTEN', url: '/imap/INBOX/7/1', headers, body };
}

/** As our own SMTP door hands it over. */
export const taken = (raw: string, headers: Record<string, string> = {}): AdapterRequest => {
  return { ...fetched(raw, headers), method: 'SMTP', url: '/smtp' };
};

/** As Postmark sends it. */
export function posted(raw: string): AdapterRequest {
  const body = new TextEncoder().encode(JSON.stringify({ RawEmail: raw }));
  const headers = { 'content-type': 'application/json' };
  return { method: 'POST', url: '/webhook', headers, body };
}

/** The one event in a request. */
export async function eventIn(request: AdapterRequest, given = settings): Promise<InboundEvent> {
  const events = await parse(request, given);
  const [event] = events;
  if (!event || events.length > 1) throw new Error(`there are ${events.length} events`);
  return event;
}

export async function messageIn(
  request: AdapterRequest,
  given = settings,
): Promise<InboundMessage> {
  const event = await eventIn(request, given);
  if (event.type !== 'message') throw new Error(`it is ${JSON.stringify(event)}`);
  return event;
}
