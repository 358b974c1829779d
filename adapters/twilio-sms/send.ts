/** Sending: one call, a form. Source: "Create a Message" of twilio.com/docs/messaging/api. */
import Type from 'typebox';
import { Compile } from 'typebox/compile';
import type { SendResult, Settings, Tools } from '../adapter.ts';
import { ChannelError } from '../errors.ts';
import { refuseUnsendable } from '../limits.ts';
import type { OutboundMessage } from '../message.ts';
import { callPlatform, readAnswer } from '../platform.ts';
import { capabilities } from './capabilities.ts';
import { explain } from './errors.ts';
import { split } from './people.ts';
import { accountUrl, credentials } from './settings.ts';
import { contentSid } from './templates.ts';

const Created = Compile(Type.Object({ sid: Type.String({ minLength: 1, maxLength: 200 }) }));

export async function send(
  message: OutboundMessage,
  settings: Settings,
  tools: Tools,
): Promise<SendResult> {
  refuseUnsendable(message, capabilities);
  const ends = endsOf(message, settings);
  refuseHeavy(message, split(ends.to).prefix);
  const form = new URLSearchParams([
    ['To', ends.to],
    [/^MG[0-9a-f]{32}$/.test(ends.from) ? 'MessagingServiceSid' : 'From', ends.from],
    ...contentOf(message),
    ...receiptsTo(settings),
  ]);
  const url = `${accountUrl(settings)}/Messages.json`;
  const type = { 'content-type': 'application/x-www-form-urlencoded' };
  const headers = { ...credentials(settings), ...type };
  const init = { method: 'POST', headers, body: form.toString() };
  const response = await callPlatform(url, init, tools, explain);
  return { externalId: (await readAnswer(response, Created)).sid };
}

/** From the number they wrote to, to the address they wrote from; else as the channel is set up. */
function endsOf(message: OutboundMessage, settings: Settings): { from: string; to: string } {
  const [ours = '', ...theirs] = message.thread.split(' ');
  if (theirs.length > 0) return { from: ours, to: theirs.join(' ') };
  const from = settings['sender'] ?? '';
  const { prefix } = split(from);
  const { value } = message.to;
  return { from, to: prefix && !value.includes(':') ? `${prefix}:${value}` : value };
}

function contentOf({ text, attachments, template }: OutboundMessage): [string, string][] {
  if (template) {
    const values = template.values.map((value, index) => [String(index + 1), value]);
    const variables = JSON.stringify(Object.fromEntries(values));
    return [
      ['ContentSid', contentSid(template.name)],
      ['ContentVariables', variables],
    ];
  }
  const body: [string, string][] = text === '' ? [] : [['Body', text]];
  // Twilio fetches the files itself.
  return [...body, ...attachments.map((file): [string, string] => ['MediaUrl', file.link()])];
}

/** Twilio refuses an address it could not reach: then there are no receipts. */
function receiptsTo({ webhookUrl = '' }: Settings): [string, string][] {
  return webhookUrl.startsWith('https:') ? [['StatusCallback', webhookUrl]] : [];
}

/** By telephone pictures are made smaller on the way and anything else is not; WhatsApp takes one. */
const HEAVIEST_OTHER = 500 * 1000;

function refuseHeavy({ attachments }: OutboundMessage, prefix: string): void {
  if (prefix === 'whatsapp' && attachments.length > 1) {
    throw new ChannelError('rejected', 'WhatsApp takes one file with a message.');
  }
  const shrinks = /^image\/(?:jpeg|jpg|png|gif)$/;
  const heavy = attachments.find(({ type, size }) => size > HEAVIEST_OTHER && !shrinks.test(type));
  if (prefix !== '' || !heavy) return;
  throw new ChannelError(
    'rejected',
    `“${heavy.name}” is too big: by telephone the limit is 500 KB.`,
  );
}
