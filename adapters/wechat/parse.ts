/** What a WeChat callback says: one message or one event, in XML, sealed in safe mode. */
import type { AdapterRequest, Settings } from '../adapter.ts';
import { MalformedRequestError } from '../errors.ts';
import type { IdentityClaim, InboundEvent } from '../message.ts';
import { sha256 } from '../signature.ts';
import { type Content, readContent } from './content.ts';
import { readHappening } from './happenings.ts';
import { unseal } from './seal.ts';
import { type Fields, readXml } from './xml.ts';

/** OpenIDs have 28 characters; keys end up in indexes. */
const MAX_KEY = 100;

/**
 * @throws MalformedRequestError when it is not WeChat's format, or encrypted with a key that is not
 * (or no longer) the channel's
 */
export function parse(request: AdapterRequest, settings: Settings): InboundEvent[] {
  const fields = opened(readXml(request.body), settings);
  const from = personIn(fields, settings['appId'] ?? '');
  const at = new Date(Number(need(fields, 'CreateTime', /^\d{1,12}$/)) * 1000);
  if (need(fields, 'MsgType') === 'event') return [eventIn(fields, from, at)];
  const externalId = fields.get('MsgId')?.slice(0, MAX_KEY) || idOf(fields);
  return [said({ externalId, at }, from, readContent(fields))];
}

/** In safe mode nothing counts but what was encrypted. */
function opened(outer: Fields, settings: Settings): Fields {
  const { encodingAesKey = '' } = settings;
  const encrypted = outer.get('Encrypt');
  if (encodingAesKey === '' && outer.has('MsgType')) return outer;
  const plain = encrypted === undefined ? null : unseal(encrypted, encodingAesKey);
  if (!plain) throw new MalformedRequestError('the body cannot be opened with the channel’s key');
  return readXml(plain.content);
}

function eventIn(fields: Fields, from: IdentityClaim, at: Date): InboundEvent {
  const base = { externalId: idOf(fields), at };
  const happening = readHappening(need(fields, 'Event'), fields);
  if ('said' in happening) return said(base, from, happening.said);
  if ('ignored' in happening) return { type: 'ignored', ...base, reason: happening.ignored };
  const { kind, scope, value } = from;
  return { type: 'consent', ...base, who: { kind, scope, value }, ...happening.consent };
}

function said(
  base: { externalId: string; at: Date },
  from: IdentityClaim,
  content: Content,
): InboundEvent {
  return { type: 'message', ...base, from, thread: from.value, ...content };
}

/** An openid belongs to one account; a unionid joins the accounts of one owner. */
function personIn(fields: Fields, scope: string): IdentityClaim {
  const value = need(fields, 'FromUserName').slice(0, MAX_KEY);
  const union = (fields.get('UnionId') ?? fields.get('UnionID'))?.slice(0, MAX_KEY);
  const aliases = [{ kind: 'wechat-union', scope: 'open-platform', value: union ?? '' }];
  return { kind: 'wechat-user', scope, value, verified: true, ...(union && { aliases }) };
}

/** WeChat: events are told apart by who and when; what happened is added for two in one second. */
function idOf(fields: Fields): string {
  const [who, when] = ['FromUserName', 'CreateTime'].map((name) => fields.get(name) ?? '');
  const what = ['MsgType', 'Event', 'EventKey', 'MsgID'].map((name) => fields.get(name) ?? '');
  return `${who?.slice(0, MAX_KEY)}:${when}:${sha256(what.join('\n')).slice(0, 16)}`;
}

function need(fields: Fields, name: string, pattern = /./): string {
  const value = fields.get(name)?.trim() ?? '';
  if (pattern.test(value)) return value;
  throw new MalformedRequestError(`${name} is missing or odd`);
}
