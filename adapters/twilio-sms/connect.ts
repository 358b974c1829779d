/**
 * Checks the credentials, and tells Twilio where messages go: for a number or a messaging service.
 * Senders of WhatsApp and RCS are set up in the console (README).
 */
import Type from 'typebox';
import { Compile } from 'typebox/compile';
import type { Settings, Tools } from '../adapter.ts';
import { ChannelError } from '../errors.ts';
import { callPlatform, readAnswer } from '../platform.ts';
import { explain } from './errors.ts';
import { accountUrl, credentials, productUrl } from './settings.ts';

const Account = Compile(Type.Object({ status: Type.String() }));
const Numbers = Compile(
  Type.Object({ incoming_phone_numbers: Type.Array(Type.Object({ sid: Type.String() })) }),
);

/** Without it Twilio hands in a message but once (“Connection overrides”). It is not signed. */
const TRY_AGAIN = '#rc=5&rp=all';

export async function connect(webhookUrl: string, settings: Settings, tools: Tools): Promise<void> {
  const headers = credentials(settings);
  const account = `${accountUrl(settings)}.json`;
  const response = await callPlatform(account, { headers }, tools, explain);
  const { status } = await readAnswer(response, Account);
  if (status !== 'active') {
    throw new ChannelError('unauthorized', `The account at Twilio is ${status.slice(0, 20)}.`);
  }
  // What Twilio cannot reach it would not take; texts still go out.
  if (!webhookUrl.startsWith('https:')) return;
  const place = await placeOf(settings, tools);
  if (!place) return;
  const url = `${webhookUrl}${TRY_AGAIN}`;
  const body = new URLSearchParams(place.form(url)).toString();
  const type = { 'content-type': 'application/x-www-form-urlencoded' };
  const init = { method: 'POST', headers: { ...headers, ...type }, body };
  await callPlatform(place.url, init, tools, explain);
}

type Place = { url: string; form(url: string): Record<string, string> };

/** Where the address for messages is kept; null where only people can enter it. */
async function placeOf(settings: Settings, tools: Tools): Promise<Place | null> {
  const sender = settings['sender'] ?? '';
  if (/^MG[0-9a-f]{32}$/.test(sender)) {
    return {
      url: `${productUrl(settings, 'messaging')}/v1/Services/${sender}`,
      form: (url) => ({
        InboundRequestUrl: url,
        InboundMethod: 'POST',
        UseInboundWebhookOnNumber: 'false',
      }),
    };
  }
  if (!sender.startsWith('+')) return null;
  const numbers = `${accountUrl(settings)}/IncomingPhoneNumbers`;
  const asked = `${numbers}.json?PhoneNumber=${encodeURIComponent(sender)}`;
  const response = await callPlatform(asked, { headers: credentials(settings) }, tools, explain);
  const [number] = (await readAnswer(response, Numbers)).incoming_phone_numbers;
  if (!number) throw new ChannelError('rejected', `${sender} is not a number of this account.`);
  return {
    url: `${numbers}/${encodeURIComponent(number.sid)}.json`,
    form: (url) => ({ SmsUrl: url, SmsMethod: 'POST' }),
  };
}
