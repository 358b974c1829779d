/** Calling Viber: every answer is HTTP 200, and a status in it says what came of it. */
import Type from 'typebox';
import { Compile } from 'typebox/compile';
import type { Settings, Tools } from '../adapter.ts';
import { ChannelError, type ChannelErrorKind } from '../errors.ts';
import { callPlatform, readAnswer } from '../platform.ts';
import { exactJson, MessageToken } from './exact.ts';
import { addressOf } from './settings.ts';

const Answer = Compile(
  Type.Object({ status: Type.Integer(), message_token: Type.Optional(MessageToken) }),
);

const NOT_TAKEN = 'Viber does not take this message.';
const OUT_OF_ORDER = 'Viber has blocked or suspended the bot, or does not know it any more.';
const TOO_OLD = 'Their Viber is too old for this message.';

/** creators.viber.com/docs/bots-api/errors, and the numbers its older pages name. */
const STATUSES = new Map<number, [ChannelErrorKind, string]>([
  [
    1,
    [
      'rejected',
      'Viber cannot call this address: PUBLIC_URL must be public, https, and its certificate good.',
    ],
  ],
  [2, ['unauthorized', 'Viber does not accept the token.']],
  [3, ['rejected', NOT_TAKEN]],
  [4, ['rejected', NOT_TAKEN]],
  [5, ['rejected', 'They are no longer on Viber.']],
  [6, ['rejected', 'They are not subscribed to the bot: they have to write to it first.']],
  [7, ['unauthorized', OUT_OF_ORDER]],
  [8, ['unauthorized', OUT_OF_ORDER]],
  [9, ['unauthorized', OUT_OF_ORDER]],
  [10, ['unauthorized', 'The bot has no webhook: check the channel again.']],
  [11, ['rejected', 'None of their devices can show messages of bots.']],
  [12, ['retry', 'Viber takes up to 100 messages an hour that nobody answers.']],
  [13, ['rejected', TOO_OLD]],
  [14, ['rejected', TOO_OLD]],
  [15, ['unauthorized', 'Viber does not allow the bot to do this.']],
  [16, ['rejected', NOT_TAKEN]],
  [17, ['rejected', NOT_TAKEN]],
  [21, ['rejected', 'Viber lets no bot write to people in their country.']],
  [23, ['rejected', 'The bot’s free messages are used up.']],
  [24, ['rejected', 'The bot’s balance is used up.']],
]);
const BUSY = 12;
const LATER_MS = 5 * 60_000;

/**
 * @returns the token of what was sent, exactly; null where the method sends nothing
 * @throws ChannelError
 */
export async function call(
  method: string,
  body: object,
  settings: Settings,
  tools: Tools,
): Promise<string | null> {
  const headers = {
    'content-type': 'application/json',
    'x-viber-auth-token': settings['token'] ?? '',
  };
  const init = { method: 'POST', headers, body: JSON.stringify(body) };
  const response = await callPlatform(addressOf(method, settings), init, tools);
  const said = await response.text().catch(() => '');
  const { status, message_token: token } = await readAnswer(new Response(exactJson(said)), Answer);
  if (status !== 0) throw failure(status);
  return token === undefined ? null : String(token);
}

function failure(status: number): ChannelError {
  const code = `Viber ${status}`;
  const [kind, reason] = STATUSES.get(status) ?? ['retry', 'Viber has trouble of its own.'];
  const wait = status === BUSY ? { retryAfterMs: LATER_MS } : {};
  return new ChannelError(kind, reason, { code, ...wait });
}
