/** Checks the token, points the account's webhook at us, and lets LINE try it. */
import Type from 'typebox';
import { Compile } from 'typebox/compile';
import type { Settings, Tools } from '../adapter.ts';
import { ChannelError } from '../errors.ts';
import { callPlatform, readAnswer } from '../platform.ts';
import { explain } from './errors.ts';
import { apiAddress, credentials } from './settings.ts';

const Bot = Compile(Type.Object({ userId: Type.String() }));
const Endpoint = Compile(Type.Object({ active: Type.Boolean() }));
const Trial = Compile(Type.Object({ success: Type.Boolean(), reason: Type.String() }));

const ENDPOINT = '/v2/bot/channel/webhook/endpoint';

const SWITCHED_OFF =
  'LINE knows our address, but does not use it: switch “Use webhook” on in the LINE Developers Console, under Messaging API.';

/** What LINE says of its trial, in words. */
const TROUBLE = new Map([
  [
    'COULD_NOT_CONNECT',
    'it could not connect. Is it open to the internet, with a valid certificate?',
  ],
  ['REQUEST_TIMEOUT', 'nothing answered in time.'],
  ['ERROR_STATUS_CODE', 'the answer was an error. Is the channel secret the right one?'],
]);

/** @throws ChannelError with what is wrong */
export async function connect(webhookUrl: string, settings: Settings, tools: Tools) {
  const ask = (method: string, path: string, body?: object) =>
    callPlatform(apiAddress(path, settings), request(method, settings, body), tools, explain);

  await readAnswer(await ask('GET', '/v2/bot/info'), Bot);
  await ask('PUT', ENDPOINT, { endpoint: webhookUrl });
  const trial = await readAnswer(await ask('POST', '/v2/bot/channel/webhook/test', {}), Trial);
  if (!trial.success) {
    const why = TROUBLE.get(trial.reason) ?? 'it did not say why.';
    throw new ChannelError('rejected', `LINE tried our address ${webhookUrl}: ${why}`);
  }
  const { active } = await readAnswer(await ask('GET', ENDPOINT), Endpoint);
  if (!active) throw new ChannelError('rejected', SWITCHED_OFF);
}

function request(method: string, settings: Settings, body: object | undefined): RequestInit {
  const headers = credentials(settings);
  if (!body) return { method, headers };
  const type = { 'content-type': 'application/json' };
  return { method, headers: { ...headers, ...type }, body: JSON.stringify(body) };
}
