/** LINE's error answers: `{ message, details? }`. Its words are read, never repeated. */
import Type from 'typebox';
import { Compile } from 'typebox/compile';
import { ChannelError } from '../errors.ts';

const Failure = Compile(Type.Object({ message: Type.String() }));

const QUOTA =
  'The messages of this month are used up. They come back next month, or with a larger plan in the LINE Official Account Manager.';
const FORBIDDEN =
  'LINE does not let this account do that. Look at its plan and its Messaging API channel in the LINE Developers Console.';
const UNREACHABLE =
  'LINE does not know this person or group (any more): the account may have been deleted.';

/** Null leaves the judgement to the HTTP status. */
export async function explain(response: Response): Promise<ChannelError | null> {
  const { status } = response;
  const body: unknown = await response.json().catch(() => null);
  const message = Failure.Check(body) ? body.message : '';
  const code = `HTTP ${status}`;
  // Both kinds of 429 look alike but for the words; waiting for a new month is no matter of retries.
  if (status === 429 && /monthly limit/i.test(message)) {
    return new ChannelError('rejected', QUOTA, { code });
  }
  if (status === 403) return new ChannelError('unauthorized', FORBIDDEN, { code });
  if (status === 400 && /'to'|failed to send messages/i.test(message)) {
    return new ChannelError('rejected', UNREACHABLE, { code });
  }
  return null;
}
