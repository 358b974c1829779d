/**
 * WeChat's return codes, which come with HTTP 200. Its words are read, never repeated.
 * https://developers.weixin.qq.com/doc/oplatform/developers/errCode/errCode.html
 */
import { ChannelError, type ChannelErrorKind } from '../errors.ts';

type Meaning = { kind: ChannelErrorKind; reason: string; retryAfterMs?: number };

const MINUTE = 60_000;

const meaning = (kind: ChannelErrorKind, reason: string, retryAfterMs?: number): Meaning => {
  return { kind, reason, ...(retryAfterMs && { retryAfterMs }) };
};

const KEY = meaning('unauthorized', 'WeChat does not accept the AppID or the AppSecret.');
const TOKEN = meaning('unauthorized', 'WeChat no longer accepts our access: check the AppSecret.');
const UNVERIFIED = meaning(
  'unauthorized',
  'This account may not write to people. Only verified accounts (认证) may, and sandbox accounts.',
);
const FILE = meaning(
  'rejected',
  'WeChat does not take this file: its kind, its size or its length.',
);
const OVER = meaning(
  'closed',
  'The 48 hours to answer are over, or the person unfollowed the account. It opens when they write again.',
);

const TABLE = new Map<number, Meaning>([
  [-1, meaning('retry', 'WeChat is busy.', 5_000)],
  [40001, TOKEN],
  [40014, TOKEN],
  [41001, TOKEN],
  [42001, TOKEN],
  [40013, KEY],
  [40125, KEY],
  [41002, KEY],
  [41004, KEY],
  [48001, UNVERIFIED],
  [48004, meaning('unauthorized', 'WeChat has barred this account from its API.')],
  [50002, meaning('unauthorized', 'WeChat has restricted this account.')],
  [
    45009,
    meaning('retry', 'The calls of today are used up. They come back at midnight.', 60 * MINUTE),
  ],
  [45011, meaning('retry', 'WeChat asks us to slow down.', MINUTE)],
  [45015, OVER],
  [
    45047,
    meaning(
      'closed',
      'All answers to their last message are used up; it opens when they write again.',
    ),
  ],
  [43004, meaning('rejected', 'The person does not follow the account (any more).')],
  [48002, meaning('rejected', 'The person does not want messages of this account.')],
  [40003, meaning('rejected', 'WeChat does not know this person in this account.')],
  [45002, meaning('rejected', 'The text is too long for WeChat.')],
  [40004, FILE],
  [40005, FILE],
  [40006, FILE],
  [45001, FILE],
  [45007, FILE],
  [40007, meaning('rejected', 'WeChat no longer keeps this file.')],
  [87014, meaning('rejected', 'WeChat’s review does not let this content pass.')],
]);

/** The token is no longer the one that counts: another can be had. */
const STALE_TOKEN = ['40001', '40014', '42001'];

export function failure(code: number, words: string): ChannelError {
  const found = code === 40164 ? notListed(words) : TABLE.get(code);
  const { kind, reason, retryAfterMs } = found ?? meaning('rejected', 'WeChat refused this.');
  const wait = retryAfterMs === undefined ? {} : { retryAfterMs };
  return new ChannelError(kind, reason, { code: String(code), ...wait });
}

export function isStaleToken(error: unknown): boolean {
  return error instanceof ChannelError && STALE_TOKEN.includes(error.code ?? '');
}

/** The one thing worth repeating: which address of ours WeChat saw. */
function notListed(words: string): Meaning {
  const [address] = /\b\d{1,3}(?:\.\d{1,3}){3}\b/.exec(words) ?? [];
  const which = address ? `: ${address}` : '';
  return meaning(
    'unauthorized',
    `This server’s address is not on the account’s IP allow-list (IP白名单)${which}.`,
  );
}
