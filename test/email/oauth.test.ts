/** Access tokens: kept while good, renewed once for all who ask, and never asked for in vain. */
import { beforeEach, describe, expect, test } from 'vitest';
import type { Settings } from '../../adapters/adapter.ts';
import { accessToken, forgetAccessToken, usesOauth } from '../../adapters/email/oauth.ts';
import { ChannelError } from '../../adapters/errors.ts';
import { keptSecrets } from '../support/kept-secrets.ts';
import { toolsAt } from '../support/mail-server.ts';

let asked: { url: string; form: URLSearchParams }[];
let now: number;
let channel = 0;
let kept: Record<string, string>;
beforeEach(() => {
  asked = [];
  kept = { oauthRefreshToken: 'refresh-1' };
  now = Date.parse('2026-11-26T08:00:00Z');
  channel++;
});

const settings = (more: Record<string, string> = {}): Settings => ({
  channelId: `channel-oauth-${channel}`,
  oauthTokenUrl: 'https://id.example.com/token',
  oauthClientId: 'interline',
  oauthClientSecret: 'client-secret',
  oauthRefreshToken: 'refresh-1',
  ...more,
});

const tools = (answer: () => Response | Promise<Response>) =>
  toolsAt({
    now: () => new Date(now),
    secrets: keptSecrets(kept),
    fetch: async (url, init) => {
      asked.push({ url: String(url), form: new URLSearchParams(String(init?.body)) });
      return answer();
    },
  });
const good = () =>
  tools(() => Response.json({ access_token: `token-${asked.length}`, expires_in: 3600 }));

async function failure(answer: () => Response, more: Record<string, string> = {}) {
  const error = await accessToken(settings(more), tools(answer)).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ChannelError)) throw new Error(`not a ChannelError: ${error}`);
  expect(JSON.stringify([error, error.stack])).not.toMatch(/refresh-1|client-secret/);
  return error;
}

test('a token is asked for with what was given when the mailbox was authorised', async () => {
  expect(await accessToken(settings(), good())).toBe('token-1');
  expect(asked[0]?.url).toBe('https://id.example.com/token');
  expect(Object.fromEntries(asked[0]?.form ?? [])).toEqual({
    ...{ grant_type: 'refresh_token', refresh_token: 'refresh-1' },
    ...{ client_id: 'interline', client_secret: 'client-secret' },
  });
});

test('an application without a secret sends none', async () => {
  await accessToken(settings({ oauthClientSecret: '' }), good());
  expect(asked[0]?.form.has('client_secret')).toBe(false);
});

test('it is kept until a minute before its end', async () => {
  expect(await accessToken(settings(), good())).toBe('token-1');
  now += 3_539_000;
  expect(await accessToken(settings(), good())).toBe('token-1');
  now += 1000;
  expect(await accessToken(settings(), good())).toBe('token-2');
});

test('a life given as text, or not given, is understood', async () => {
  const answer = (life: object) => tools(() => Response.json({ access_token: 'a', ...life }));
  await accessToken(settings(), answer({ expires_in: '3600' }));
  now += 3_000_000;
  await accessToken(settings(), answer({}));
  expect(asked).toHaveLength(1);
  now += 600_000;
  await accessToken(settings(), answer({}));
  now += 200_000;
  await accessToken(settings(), answer({}));
  expect(asked).toHaveLength(2);
});

test('many at the same time share one renewal', async () => {
  const tokens = await Promise.all(
    Array.from({ length: 20 }, () => accessToken(settings(), good())),
  );
  expect(new Set(tokens)).toEqual(new Set(['token-1']));
  expect(asked).toHaveLength(1);
});

test('channels share none, and a mailbox connected again has a new one', async () => {
  await accessToken(settings(), good());
  await accessToken(settings({ channelId: 'another-channel' }), good());
  kept['oauthRefreshToken'] = 'refresh-2';
  await accessToken(settings({ oauthRefreshToken: 'refresh-2' }), good());
  expect(asked).toHaveLength(3);
});

test('one that was refused is forgotten', async () => {
  await accessToken(settings(), good());
  forgetAccessToken(settings());
  expect(await accessToken(settings(), good())).toBe('token-2');
});

test('a failure is not kept', async () => {
  await failure(() => new Response('', { status: 503 }));
  expect(await accessToken(settings(), good())).toBe('token-2');
});

const usedTokens = () => asked.map(({ form }) => form.get('refresh_token'));

describe('a provider that exchanges the refresh token', () => {
  /** Each renewal gives the next number. */
  const exchanging = (secrets = keptSecrets(kept)) => ({
    ...tools(() =>
      Response.json({
        access_token: `token-${asked.length}`,
        refresh_token: `refresh-${asked.length + 1}`,
        expires_in: 3600,
      }),
    ),
    secrets,
  });
  const hours = (count: number) => {
    now += count * 3_600_000;
  };

  test('is asked with the newest one, also by whoever has old settings in hand', async () => {
    const old = settings();
    for (const hour of [0, 1, 2]) {
      hours(hour);
      await accessToken(old, exchanging());
    }
    expect(usedTokens()).toEqual(['refresh-1', 'refresh-2', 'refresh-3']);
    expect(kept).toEqual({ oauthRefreshToken: 'refresh-4' });
  });

  test('gives one access token to old settings and to new ones', async () => {
    const token = await accessToken(settings(), exchanging());
    expect(await accessToken(settings({ oauthRefreshToken: 'refresh-2' }), exchanging())).toBe(
      token,
    );
    expect(asked).toHaveLength(1);
  });

  test('is asked once by many, and again only when that has ended', async () => {
    await Promise.all(Array.from({ length: 20 }, () => accessToken(settings(), exchanging())));
    hours(1);
    await Promise.all(Array.from({ length: 20 }, () => accessToken(settings(), exchanging())));
    expect(usedTokens()).toEqual(['refresh-1', 'refresh-2']);
  });

  test('does not lock us out when its answer cannot be stored at first', async () => {
    const broken = {
      ...keptSecrets(kept),
      replace: () => Promise.reject(new Error('no database')),
    };
    expect(await accessToken(settings(), exchanging(broken))).toBe('token-1');
    expect(kept).toEqual({ oauthRefreshToken: 'refresh-1' });
    hours(1);
    await expect(accessToken(settings(), exchanging(broken))).rejects.toThrow();
    expect(asked).toHaveLength(1);
    expect(await accessToken(settings(), exchanging())).toBe('token-2');
    expect(usedTokens()).toEqual(['refresh-1', 'refresh-2']);
    expect(kept).toEqual({ oauthRefreshToken: 'refresh-3' });
  });

  test('never puts its token in the place of one that was entered meanwhile', async () => {
    const { fetch, ...lent } = exchanging();
    const slow: typeof fetch = async (...call) => {
      kept['oauthRefreshToken'] = 'entered-anew';
      return fetch(...call);
    };
    await accessToken(settings(), { ...lent, fetch: slow });
    expect(kept).toEqual({ oauthRefreshToken: 'entered-anew' });
    await accessToken(settings(), exchanging());
    expect(usedTokens()).toEqual(['refresh-1', 'entered-anew']);
  });

  test('to another process first refuses us, and is asked again with what that one was given', async () => {
    const refusing = tools(() => {
      if (asked.length > 1) return Response.json({ access_token: 'token', expires_in: 3600 });
      kept['oauthRefreshToken'] = 'refresh-of-the-other';
      return Response.json({ error: 'invalid_grant' }, { status: 400 });
    });
    expect(await accessToken(settings(), refusing)).toBe('token');
    expect(usedTokens()).toEqual(['refresh-1', 'refresh-of-the-other']);
  });

  test.each(['', 'refresh-1', 'a\r\nb', 7, null])(
    'and gives %j keeps the one it has',
    async (odd) => {
      const answer = { access_token: 'token', refresh_token: odd, expires_in: 3600 };
      expect(
        await accessToken(
          settings(),
          tools(() => Response.json(answer)),
        ),
      ).toBe('token');
      expect(kept).toEqual({ oauthRefreshToken: 'refresh-1' });
    },
  );

  test('and breaks off is asked again with what it gave', async () => {
    const answer = { access_token: 'a\r\nb', refresh_token: 'refresh-2' };
    await failure(() => Response.json(answer));
    expect(await accessToken(settings(), good())).toBe('token-2');
    expect(usedTokens()).toEqual(['refresh-1', 'refresh-2']);
  });
});

test('a renewal that fails leaves no doubt about a message: none has left', async () => {
  const cut = () => Promise.reject(new Error('the line was cut'));
  const error = await accessToken(settings(), tools(cut)).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ kind: 'retry', maybeSent: false });
});

describe('a provider that says no', () => {
  const problem = (error: string, status = 400) =>
    Response.json({ error, error_description: 'refresh-1' }, { status });

  test('because access was taken back: the mailbox must be connected again', async () => {
    expect(await failure(() => problem('invalid_grant'))).toMatchObject({
      ...{ kind: 'unauthorized', code: 'invalid_grant' },
      reason: 'The mailbox must be connected again.',
    });
  });

  test.each([
    ['invalid_client', 401, 'unauthorized'],
    ['unauthorized_client', 400, 'unauthorized'],
    ['invalid_scope', 400, 'unauthorized'],
    ['temporarily_unavailable', 503, 'retry'],
    ['slow_down', 429, 'retry'],
  ])('because of %s (%i)', async (error, status, kind) => {
    expect(await failure(() => problem(error, status))).toMatchObject({ kind });
  });

  test.each([
    ['no JSON', () => new Response('<html>')],
    ['no token', () => Response.json({ expires_in: 3600 })],
    ['a token that would break out of its line', () => Response.json({ access_token: 'a\r\nb' })],
  ])('in a way nobody understands: %s', async (_, answer) => {
    expect(await failure(answer)).toMatchObject({ kind: 'retry' });
  });
});

test.each(['', 'http://id.example.com/token', 'file:///etc/passwd', 'nonsense'])(
  'an address such as “%s” is never asked',
  async (oauthTokenUrl) => {
    expect(await failure(() => Response.json({}), { oauthTokenUrl })).toMatchObject({
      kind: 'unauthorized',
    });
    expect(asked).toEqual([]);
  },
);

test('a mailbox with a refresh token is one with OAuth', () => {
  expect(usesOauth(settings())).toBe(true);
  expect(usesOauth(settings({ oauthRefreshToken: '' }))).toBe(false);
});
