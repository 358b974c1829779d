/**
 * Is it WeChat? In plain mode the signature covers a time and a nonce, never the body; in safe mode
 * also what is encrypted, which must be meant for our account.
 */
import type { AdapterRequest, ChallengeAnswer, Settings } from '../adapter.ts';
import { sameText } from '../signature.ts';
import { seal, unseal } from './seal.ts';
import { type Fields, readXml } from './xml.ts';

/** A signature seen once could be used for ever; WeChat tries thrice within seconds. */
const MAX_AGE_SECONDS = 5 * 60;

/** Where a key is set only encrypted requests count: nobody may choose the weaker way. */
export function verify(request: AdapterRequest, settings: Settings, now: Date): boolean {
  const query = queryOf(request);
  if (!isFresh(query.get('timestamp'), now)) return false;
  const { token = '', encodingAesKey = '', appId } = settings;
  if (encodingAesKey === '') return isSealed(query, 'signature', token);
  const encrypted = outerFields(request)?.get('Encrypt') ?? '';
  if (!isSealed(query, 'msg_signature', token, encrypted)) return false;
  return sameText(unseal(encrypted, encodingAesKey)?.appId, appId);
}

/** The console tries an address with a GET that wants `echostr` back. */
export function challenge(request: AdapterRequest, settings: Settings): ChallengeAnswer {
  const query = queryOf(request);
  const echo = query.get('echostr');
  if (echo === null) return null;
  const genuine = isSealed(query, 'signature', settings['token'] ?? '');
  if (!genuine) return { status: 403, body: 'The signature is not made with this token.' };
  if (!/^[\w-]{1,64}$/.test(echo)) return { status: 400, body: 'This is no echostr.' };
  return { status: 200, body: echo };
}

function isSealed(query: URLSearchParams, name: string, token: string, ...more: string[]) {
  const signed = [query.get('timestamp') ?? '', query.get('nonce') ?? '', ...more];
  return sameText(query.get(name) ?? undefined, seal(token, ...signed));
}

function isFresh(timestamp: string | null, now: Date): boolean {
  if (!timestamp || !/^\d{1,12}$/.test(timestamp)) return false;
  return Math.abs(now.getTime() / 1000 - Number(timestamp)) <= MAX_AGE_SECONDS;
}

function outerFields({ body }: AdapterRequest): Fields | null {
  try {
    return readXml(body);
  } catch {
    return null;
  }
}

function queryOf({ url }: AdapterRequest): URLSearchParams {
  return new URLSearchParams(url.slice(url.indexOf('?') + 1));
}
