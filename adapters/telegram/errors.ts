/**
 * What Telegram says is wrong (`{ ok: false, error_code, description, parameters }`), for people.
 * Its own description is matched, never passed on.
 */
import Type from 'typebox';
import { Compile } from 'typebox/compile';
import { ChannelError, type ChannelErrorKind } from '../errors.ts';

const Refusal = Compile(
  Type.Object({
    error_code: Type.Integer(),
    description: Type.Optional(Type.String()),
    parameters: Type.Optional(
      Type.Object({
        retry_after: Type.Optional(Type.Number({ minimum: 0 })),
        migrate_to_chat_id: Type.Optional(Type.Integer()),
      }),
    ),
  }),
);

/** An edit that changes nothing. */
export const AS_IT_IS = 'On Telegram it reads so already.';
/** What is to be changed or taken back is not there. */
export const GONE = 'On Telegram the message is no longer there.';

type Row = [status: number, said: RegExp | null, kind: ChannelErrorKind, reason: string];

/** The first row that fits counts; a null fits whatever is said. */
const ROWS: readonly Row[] = [
  [401, null, 'unauthorized', 'Telegram no longer accepts the bot’s token.'],
  [404, null, 'unauthorized', 'Telegram knows no bot with this token.'],
  [403, /blocked by the user/, 'rejected', 'They blocked the bot on Telegram.'],
  [403, /deactivated/, 'rejected', 'Their Telegram account no longer exists.'],
  [403, /initiate/, 'rejected', 'A bot cannot write first: they have to write to it once.'],
  [403, /kicked|not a member/, 'rejected', 'The bot is no longer in this group.'],
  [403, null, 'rejected', 'Telegram does not let the bot write here.'],
  [
    400,
    /https url must|bad webhook/,
    'rejected',
    'Telegram calls public https addresses only: set PUBLIC_URL to one, or choose polling.',
  ],
  [
    400,
    /chat not found|peer_id_invalid/,
    'rejected',
    'Telegram does not know this chat: they have to write to this bot first.',
  ],
  [
    400,
    /rights|write_forbidden|chat_restricted/,
    'rejected',
    'The bot may not write in this group.',
  ],
  [400, /not modified/, 'rejected', AS_IT_IS],
  [400, /message to (edit|delete) not found|message_id_invalid/, 'rejected', GONE],
  [
    400,
    /can't be (edited|deleted)/,
    'rejected',
    'Telegram no longer lets this message be changed.',
  ],
  [400, /thread not found|topic_/, 'rejected', 'This topic was closed or deleted.'],
  [400, /business/, 'rejected', 'The personal account does not let the bot write in this chat.'],
  [400, /temporarily unavailable/, 'retry', 'Telegram cannot find the file at the moment.'],
  [400, /file is too big/, 'rejected', 'The file is too big: bots get files of up to 20 MB.'],
  [400, /photo|image|file|media/, 'rejected', 'Telegram does not take this file.'],
  [400, /too long/, 'rejected', 'The text is too long for Telegram.'],
  [400, /is empty|must be non-empty/, 'rejected', 'Telegram takes no empty texts.'],
  [400, /reaction/, 'rejected', 'This reaction cannot be set on Telegram.'],
  [
    409,
    /webhook/,
    'retry',
    'Another program has pointed this bot to its own address: give each its own bot.',
  ],
  [
    409,
    null,
    'retry',
    'Another program fetches this bot’s messages: stop it, or give each its own bot.',
  ],
  [413, null, 'rejected', 'The file is too big for Telegram.'],
];

/** What a refusal means; null when it says nothing beyond its status. `moved`: the chat's new id. */
export async function explain(
  response: Response,
  moved?: (chatId: number) => void,
): Promise<ChannelError | null> {
  const said: unknown = await response.json().catch(() => null);
  if (!Refusal.Check(said)) return null;
  const { error_code: status, description = '', parameters = {} } = said;
  if (parameters.migrate_to_chat_id !== undefined) moved?.(parameters.migrate_to_chat_id);
  const code = `Telegram ${status}`;
  if (status === 429) {
    const retryAfterMs = (parameters.retry_after ?? 30) * 1000;
    return new ChannelError('retry', 'Telegram asks us to slow down.', { code, retryAfterMs });
  }
  const words = description.toLowerCase();
  const row = ROWS.find(([at, pattern]) => at === status && (pattern?.test(words) ?? true));
  return row ? new ChannelError(row[2], row[3], { code }) : null;
}
