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

const REFRESH_TOKEN = 'oauthRefreshToken';

const RECONNECT = 'The mailbox must be connected again.';

const Answer = Compile(
  Type.Object({
    access_token: Type.String({ minLength: 1, maxLength: 16_384 }),
    expires_in: Type.Optional(Type.Union([Type.Number(), Type.String({ maxLength: 20 })])),
    refresh_token: Type.Optional(Type.Unknown()),
  }),
);
const Problem = Compile(Type.Object({ error: Type.String({ maxLength: 100 }) }));

type Mailbox = { settings: Settings; tools: Tools };

type Held = { token: Promise<string>; until: number };

/** By channel and all that stands for the access, so that a mailbox connected again begins anew. */
const held = new Map<string, Held>();

/** What the provider gave in the place of a refresh token, while it could not be stored. Lost, it locks us out. */
const unsaved = new Map<string, string>();

/** Is the mailbox entered with OAuth 2 instead of a password? */
export function usesOauth(settings: Settings): boolean {
  return (settings[REFRESH_TOKEN] ?? '') !== '';
}

/**
 * A token that opens the mailbox now, renewed when needed (RFC 6749, section 6). Callers at the
 * same time share one renewal. A refresh token that comes with it takes the place of the one used.
 * @throws ChannelError `unauthorized` when the mailbox must be connected again, else `retry`
 */
export async function accessToken(settings: Settings, tools: Tools): Promise<string> {
  const refreshToken = await currentRefreshToken(settings, tools);
  const key = keyOf(settings, refreshToken);
  const known = held.get(key);
  if (known && known.until > tools.now().getTime()) return known.token;
  const fresh: Held = { token: Promise.resolve(''), until: Infinity };
  fresh.token = renew({ settings, tools }, refreshToken, fresh);
  keep(key, fresh);
  try {
    return await fresh.token;
  } catch (error) {
    for (const [name, one] of held) if (one === fresh) held.delete(name);
    if (await wasReplaced(error, refreshToken, { settings, tools })) {
      return accessToken(settings, tools);
    }
    throw withoutDoubt(error);
  }
}

/** Was it refused because another process has exchanged it, or somebody has entered a new one? */
async function wasReplaced(
  error: unknown,
  refreshToken: string,
  { settings, tools }: Mailbox,
): Promise<boolean> {
  if (!(error instanceof ChannelError) || error.kind !== 'unauthorized') return false;
  return (await currentRefreshToken(settings, tools)) !== refreshToken;
}

/** The mailbox did not take the token: the next one asked for is a new one. */
export function forgetAccessToken({ channelId }: Settings): void {
  for (const key of held.keys()) if (key.startsWith(`${channelId} `)) held.delete(key);
}

/** The settings in hand may be older than the last renewal, and an old token used again may end all access (RFC 9700). */
async function currentRefreshToken(settings: Settings, { secrets }: Tools): Promise<string> {
  const kept = await secrets.current(REFRESH_TOKEN);
  const key = keyOf(settings, kept);
  const next = unsaved.get(key);
  if (next === undefined) return kept;
  const now = await secrets.replace(REFRESH_TOKEN, { was: kept, next });
  unsaved.delete(key);
  return now;
}

function keyOf(settings: Settings, refreshToken: string): string {
  const parts = ['oauthTokenUrl', 'oauthClientId', 'oauthClientSecret'];
  const all = [...parts.map((part) => settings[part] ?? ''), refreshToken];
  return `${settings.channelId} ${sha256(all.join('\0'))}`;
}

function keep(key: string, fresh: Held): void {
  held.delete(key);
  held.set(key, fresh);
  const [oldest] = held.keys();
  if (held.size > MOST_TOKENS && oldest !== undefined) held.delete(oldest);
}

/** No message has left for the mail server yet, whatever became of the renewal. */
function withoutDoubt(error: unknown): unknown {
  if (!(error instanceof ChannelError) || !error.maybeSent) return error;
  const { kind, reason, code, retryAfterMs } = error;
  return new ChannelError(kind, reason, {
    ...(code !== undefined && { code }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });
}

async function renew(mailbox: Mailbox, refreshToken: string, fresh: Held): Promise<string> {
  const { settings, tools } = mailbox;
  const asked = request(settings, refreshToken);
  const response = await callPlatform(tokenUrl(settings), asked, tools, explain);
  const { access_token: token, expires_in: life, ...more } = await readAnswer(response, Answer);
  const next = more.refresh_token;
  if (isToken(next) && next !== refreshToken) {
    await replace(mailbox, { was: refreshToken, next }, fresh);
  }
  if (!isToken(token)) {
    throw new ChannelError('retry', 'The provider answered in a way we do not understand.');
  }
  const seconds = Number(life ?? DEFAULT_LIFE_SECONDS) || DEFAULT_LIFE_SECONDS;
  fresh.until = tools.now().getTime() + seconds * 1000 - MARGIN_MS;
  return token;
}

/** Nothing that would break out of its line. */
const isToken = (value: unknown): value is string =>
  typeof value === 'string' && /^[\x21-\x7e]{1,16384}$/.test(value);

async function replace(
  { settings, tools }: Mailbox,
  change: { was: string; next: string },
  fresh: Held,
): Promise<void> {
  // Whoever reads the new refresh token from now on finds the access token that came with it.
  keep(keyOf(settings, change.next), fresh);
  const key = keyOf(settings, change.was);
  unsaved.set(key, change.next);
  try {
    await tools.secrets.replace(REFRESH_TOKEN, change);
    unsaved.delete(key);
  } catch {
    tools.log('a new refresh token could not be stored yet');
  }
}

function tokenUrl(settings: Settings): string {
  const url = settings['oauthTokenUrl'] ?? '';
  if (URL.canParse(url) && new URL(url).protocol === 'https:') return url;
  throw new ChannelError('unauthorized', 'The OAuth token address must begin with https://.');
}

function request(settings: Settings, refreshToken: string): RequestInit {
  const form = new URLSearchParams({
    grant_type: 'refresh_token',
    refresh_token: refreshToken,
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
