/**
 * Calling a platform, with its failures sorted into the four kinds the product knows.
 *
 * Neither a failure's cause nor its text is passed on: both like to quote the URL, and platforms
 * put secrets there.
 */
import type { RemoteFile, Tools } from './adapter.ts';
import { ChannelError } from './errors.ts';
import type { Shape } from './payload.ts';

/** What calling takes of an adapter's tools. */
export type Line = Pick<Tools, 'fetch' | 'signal' | 'now'>;

/** Reads a platform's own error body; null leaves the judgement to the HTTP status. */
export type Explain = (response: Response) => Promise<ChannelError | null>;

/** Failures before any byte of the message left: trying again cannot say it twice. */
const NEVER_LEFT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/**
 * The platform's 2xx answer.
 * @throws ChannelError for every other outcome; `explain` is asked first if there is an answer.
 */
export async function callPlatform(
  url: string,
  init: RequestInit,
  tools: Line,
  explain?: Explain,
): Promise<Response> {
  const response = await reach(url, init, tools);
  if (response.ok) return response;
  throw (await explain?.(response.clone())) ?? judged(response, tools.now());
}

/**
 * The JSON of a 2xx answer in the given shape.
 * @throws ChannelError `retry` otherwise: the platform may well have taken the message.
 */
export async function readAnswer<T>(response: Response, shape: Shape<T>): Promise<T> {
  const answer: unknown = await response.json().catch(() => null);
  if (shape.Check(answer)) return answer;
  const reason = 'The platform answered in a way we do not understand.';
  throw new ChannelError('retry', reason, { maybeSent: true });
}

/** The file a 2xx answer carries, for `download`. */
export function fileOf(response: Response): RemoteFile {
  const { body, headers } = response;
  if (!body) throw new ChannelError('retry', 'The platform answered without a file.');
  const [type] = (headers.get('content-type') ?? '').split(';');
  return { body, ...(type && { type }) };
}

async function reach(url: string, init: RequestInit, tools: Line): Promise<Response> {
  try {
    return await tools.fetch(url, { ...init, signal: tools.signal });
  } catch (error) {
    const code = codeOf(error);
    const maybeSent = code === undefined || !NEVER_LEFT.has(code);
    const details = { maybeSent, ...(code === undefined ? {} : { code }) };
    throw new ChannelError('retry', 'The platform could not be reached.', details);
  }
}

function codeOf(error: unknown): string | undefined {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return typeof code === 'string' ? code : undefined;
}

function judged(response: Response, now: Date): ChannelError {
  const { status } = response;
  const code = `HTTP ${status}`;
  if (status === 401) {
    return new ChannelError('unauthorized', 'The platform no longer accepts our key.', { code });
  }
  // Both say "not now": nothing was taken. Other failures may hide a message that got through.
  if (status === 429 || status === 503) {
    const retryAfterMs = retryAfter(response.headers.get('retry-after'), now);
    return new ChannelError('retry', 'The platform asks us to slow down.', { code, retryAfterMs });
  }
  if (status === 408 || status >= 500) {
    const reason = 'The platform has trouble of its own.';
    return new ChannelError('retry', reason, { code, maybeSent: true });
  }
  return new ChannelError('rejected', 'The platform refused the message.', { code });
}

/** Seconds or an HTTP date, in milliseconds from now; 30 seconds when nothing usable is said. */
function retryAfter(header: string | null, now: Date): number {
  if (header !== null && /^\d+$/.test(header)) return Number(header) * 1000;
  const date = Date.parse(header ?? '');
  return Number.isNaN(date) ? 30_000 : Math.max(0, date - now.getTime());
}
