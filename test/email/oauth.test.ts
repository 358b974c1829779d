/** Access tokens: kept while good, renewed once for all who ask, and never asked for in vain. */
import { beforeEach, describe, expect, test } from 'vitest';
import type { Settings } from '../../adapters/adapter.ts';
import { accessToken, forgetAccessToken, usesOauth } from '../../adapters/email/oauth.ts';
import { ChannelError } from '../../adapters/errors.ts';
import { toolsAt } from '../support/mail-server.ts';

let asked: { url: string; form: URLSearchParams }[];
let now: number;
let channel = 0;
beforeEach(() => {
  asked = [];
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
