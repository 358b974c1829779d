/** Calls of WeChat's API, each with an access token in the query: that is the only place it takes it. */
import Type from 'typebox';
import { Compile } from 'typebox/compile';
import type { Settings, Tools } from '../adapter.ts';
import { ChannelError } from '../errors.ts';
import { callPlatform, readAnswer } from '../platform.ts';
import { sha256 } from '../signature.ts';
import { failure, isStaleToken } from './errors.ts';
import { apiAddress } from './settings.ts';

/** What a call needs of the outside. */
export type Reach = { settings: Settings; tools: Tools };

const Failure = Compile(
  Type.Object({ errcode: Type.Integer(), errmsg: Type.Optional(Type.String()) }),
);
const Granted = Compile(
  Type.Object({ access_token: Type.String({ minLength: 1 }), expires_in: Type.Number() }),
);

/** Towards its end WeChat hands out the next token, and both are good. */
const MARGIN_MS = 5 * 60_000;

/** One entry for each account: `stable_token` gives every process the same token. */
const kept = new Map<string, { token: string; until: number }>();

/**
 * The answer to a request made with a token; a token that has lost its worth is replaced once.
 * @param path with its query, without the token
 */
export async function call(path: string, init: RequestInit, reach: Reach): Promise<Response> {
  const token = await accessToken(reach);
  try {
    return await ask(path, init, token, reach);
  } catch (error) {
    if (!isStaleToken(error)) throw error;
    return ask(path, init, await accessToken(reach, token), reach);
  }
}

export function post(body: object): RequestInit {
  // Not escaped: WeChat shows `\u4f60` as it stands.
  const headers = { 'content-type': 'application/json; charset=utf-8' };
  return { method: 'POST', headers, body: JSON.stringify(body) };
}

/** @param lost a token that WeChat took no more @throws ChannelError; nothing was said then */
export async function accessToken(reach: Reach, lost?: string): Promise<string> {
  const { settings, tools } = reach;
  // With the secret in it: whoever enters another's AppID gets nothing of theirs.
  const owner = sha256(`${settings['apiUrl']}\n${settings['appId']}\n${settings['appSecret']}`);
  const found = kept.get(owner);
  if (found && found.token !== lost && found.until > tools.now().getTime()) return found.token;
  try {
    const usual = await grant(reach, false);
    const given = usual.token === lost ? await grant(reach, true) : usual;
    kept.set(owner, given);
    return given.token;
  } catch (error) {
    kept.delete(owner);
    throw error instanceof ChannelError ? neverSaid(error) : error;
  }
}

/** For what comes before the message itself: however it failed, nothing was said. */
export function neverSaid({ kind, reason, code, retryAfterMs }: ChannelError): ChannelError {
  return new ChannelError(kind, reason, {
    ...(code !== undefined && { code }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });
}

async function grant({ settings, tools }: Reach, force: boolean) {
  const body = {
    grant_type: 'client_credential',
    appid: settings['appId'],
    secret: settings['appSecret'],
    force_refresh: force,
  };
  const url = apiAddress('/cgi-bin/stable_token', settings);
  const response = await judged(await callPlatform(url, post(body), tools));
  const { access_token: token, expires_in: seconds } = await readAnswer(response, Granted);
  return { token, until: tools.now().getTime() + seconds * 1000 - MARGIN_MS };
}

async function ask(path: string, init: RequestInit, token: string, { settings, tools }: Reach) {
  const joined = `${path}${path.includes('?') ? '&' : '?'}access_token=${encodeURIComponent(token)}`;
  return judged(await callPlatform(apiAddress(joined, settings), init, tools));
}

/** Failures come with HTTP 200, as JSON even where a file was asked for. */
async function judged(response: Response): Promise<Response> {
  const type = response.headers.get('content-type') ?? '';
  if (!/json|text/.test(type)) return response;
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => null);
  if (Failure.Check(body) && body.errcode !== 0) throw failure(body.errcode, body.errmsg ?? '');
  return response;
}
