/** Access tokens for mailboxes that were authorised with OAuth 2 instead of a password. */
import Type from 'typebox';
import { Compile } from 'typebox/compile';
import type { Settings, Tools } from '../adapter.ts';
import { ChannelError } from '../errors.ts';
import { callPlatform, readAnswer } from '../platform.ts';
import { sha256 } from '../signature.ts';

/** So much earlier than told a token counts as expired. */
const MARGIN_MS = 60_000;
const DEFAULT_LIFE_SECONDS = 300;
const MOST_TOKENS = 1000;

const RECONNECT = 'The mailbox must be connected again.';

const Answer = Compile(
  Type.Object({
    access_token: Type.String({ minLength: 1, maxLength: 16_384 }),
    expires_in: Type.Optional(Type.Union([Type.Number(), Type.String({ maxLength: 20 })])),
  }),
);
const Problem = Compile(Type.Object({ error: Type.String({ maxLength: 100 }) }));

type Held = { token: Promise<string>; until: number };

const held = new Map<string, Held>();

/** Is the mailbox entered with OAuth 2 instead of a password? */
export function usesOauth(settings: Settings): boolean {
  return (settings['oauthRefreshToken'] ?? '') !== '';
}

/**
 * A token that opens the mailbox now, renewed when needed (RFC 6749, section 6). Callers at the
 * same time share one renewal.
 * @throws ChannelError `unauthorized` when the mailbox must be connected again, else `retry`
 */
export async function accessToken(settings: Settings, tools: Tools): Promise<string> {
  const key = keyOf(settings);
  const known = held.get(key);
  if (known && known.until > tools.now().getTime()) return known.token;
  const fresh: Held = {
    token: renew(settings, tools, (until) => {
      fresh.until = until;
    }),
    until: Infinity,
  };
  keep(key, fresh);
  try {
    return await fresh.token;
  } catch (error) {
    if (held.get(key) === fresh) held.delete(key);
    throw error;
  }
}

/** The mailbox did not take the token: the next one asked for is a new one. */
export function forgetAccessToken(settings: Settings): void {
  held.delete(keyOf(settings));
}

/** Both secrets are in the key, so a mailbox connected again begins anew. */
function keyOf(settings: Settings): string {
  const { channelId } = settings;
  const parts = ['oauthTokenUrl', 'oauthClientId', 'oauthClientSecret', 'oauthRefreshToken'];
  return sha256([channelId, ...parts.map((part) => settings[part] ?? '')].join('\0'));
}

function keep(key: string, fresh: Held): void {
  held.delete(key);
  held.set(key, fresh);
  const [oldest] = held.keys();
  if (held.size > MOST_TOKENS && oldest !== undefined) held.delete(oldest);
}

async function renew(
  settings: Settings,
  tools: Tools,
  heldUntil: (time: number) => void,
): Promise<string> {
  const response = await callPlatform(tokenUrl(settings), request(settings), tools, explain);
  const { access_token: token, expires_in: life } = await readAnswer(response, Answer);
  if (/[^\x21-\x7e]/.test(token)) {
    throw new ChannelError('retry', 'The provider answered in a way we do not understand.');
  }
  const seconds = Number(life ?? DEFAULT_LIFE_SECONDS) || DEFAULT_LIFE_SECONDS;
  heldUntil(tools.now().getTime() + seconds * 1000 - MARGIN_MS);
  return token;
}

function tokenUrl(settings: Settings): string {
  const url = settings['oauthTokenUrl'] ?? '';
  if (URL.canParse(url) && new URL(url).protocol === 'https:') return url;
  throw new ChannelError('unauthorized', 'The OAuth token address must begin with https://.');
}

function request(settings: Settings): RequestInit {
  const form = new URLSearchParams({
    grant_type: 'refresh_token',
    refresh_token: settings['oauthRefreshToken'] ?? '',
    client_id: settings['oauthClientId'] ?? '',
  });
  const secret = settings['oauthClientSecret'] ?? '';
  if (secret !== '') form.set('client_secret', secret);
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    accept: 'application/json',
  };
  return { method: 'POST', headers, body: form.toString() };
}

/** RFC 6749, section 5.2: what is wrong stands in `error`, mostly under status 400 or 401. */
async function explain(response: Response): Promise<ChannelError | null> {
  const answer: unknown = await response.json().catch(() => null);
  if (!Problem.Check(answer)) return null;
  const code = answer.error.replace(/[^\w.-]/g, '');
  if (code === 'invalid_grant') return new ChannelError('unauthorized', RECONNECT, { code });
  if (code === 'invalid_client' || code === 'unauthorized_client') {
    const reason = 'The provider does not accept the OAuth client id and secret.';
    return new ChannelError('unauthorized', reason, { code });
  }
  if (response.status >= 500 || response.status === 429) return null;
  return new ChannelError('unauthorized', 'The provider refused to renew the access.', { code });
}
