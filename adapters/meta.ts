/**
 * What the channels of Meta share: signed webhooks with a handshake, and the Graph API with its
 * errors and files. Sources: "Webhooks, getting started" and "Graph API, handling errors" at
 * developers.facebook.com.
 */
import Type from 'typebox';
import { Compile } from 'typebox/compile';
import type {
  AdapterRequest,
  ChallengeAnswer,
  RemoteFile,
  SettingField,
  Settings,
  Tools,
  Wording,
} from './adapter.ts';
import { ChannelError, type ChannelErrorKind } from './errors.ts';
import { callPlatform, fileOf } from './platform.ts';
import { hmacSha256, sameText } from './signature.ts';

/** Signed with the app's secret, over the bytes as sent (Meta escapes what is not ASCII). */
export function verifyMeta(request: AdapterRequest, settings: Settings): boolean {
  const signature = hmacSha256(settings['appSecret'] ?? '', request.body, 'hex');
  const given = request.headers['x-hub-signature-256'];
  return signature !== '' && sameText(given, `sha256=${signature}`);
}

/** `hub.challenge` comes back to whoever knows the verify token. */
export function answerMetaHandshake(request: AdapterRequest, settings: Settings): ChallengeAnswer {
  const query = new URLSearchParams(request.url.split('?')[1] ?? '');
  if (query.get('hub.mode') !== 'subscribe') return null;
  const challenge = query.get('hub.challenge') ?? '';
  const known = sameText(query.get('hub.verify_token') ?? '', settings['verifyToken']);
  const short = /^[A-Za-z0-9._-]{1,256}$/.test(challenge);
  return known && short ? { status: 200, body: challenge } : { status: 403, body: 'Forbidden' };
}

const text = { type: 'text', required: true, secret: false } as const;

/** The settings each of these channels has beside the id of its own account. */
export function metaSettings(key: Wording, apiUrl: string): SettingField[] {
  return [
    {
      ...text,
      key: 'accessToken',
      label: { en: 'Access token', 'zh-CN': '访问令牌' },
      help: key,
      secret: true,
    },
    {
      ...text,
      key: 'appSecret',
      label: { en: 'App secret', 'zh-CN': '应用密钥' },
      help: {
        en: 'In the app’s basic settings at developers.facebook.com; webhooks are signed with it.',
        'zh-CN': '在 developers.facebook.com 应用的“基本设置”中；Webhook 用它签名。',
      },
      secret: true,
    },
    {
      ...text,
      key: 'verifyToken',
      label: { en: 'Verify token', 'zh-CN': '验证令牌' },
      help: {
        en: 'Enter it beside the webhook address at Meta. Leave it empty and one is made.',
        'zh-CN': '在 Meta 的 Webhook 地址旁填写。留空则自动生成。',
      },
      required: false,
      secret: true,
      generate: true,
    },
    {
      ...text,
      key: 'apiVersion',
      label: { en: 'API version', 'zh-CN': 'API 版本' },
      help: { en: 'Of the Graph API, such as v25.0.', 'zh-CN': 'Graph API 的版本，例如 v25.0。' },
      required: false,
      default: 'v25.0',
      pattern: 'v\\d{1,3}\\.\\d',
    },
    {
      ...text,
      key: 'apiUrl',
      label: { en: 'API address', 'zh-CN': 'API 地址' },
      help: {
        en: 'Where the Graph API is: https, or this machine for trying.',
        'zh-CN': 'Graph API 所在地址：https，试用时可为本机。',
      },
      required: false,
      default: apiUrl,
      pattern: 'https://[\\w.-]+(:\\d+)?|http://(127\\.0\\.0\\.1|localhost)(:\\d+)?',
    },
  ];
}

/** What a code of the Graph API means for us, in words for an agent. */
export type Verdict = { kind: ChannelErrorKind; reason: string; waitMs?: number };

/** By `code`, or `code/subcode`, which is looked at first. */
export type ErrorTable = ReadonlyMap<string, Verdict>;

/** The same verdict for several codes. */
export function verdicts(codes: string, verdict: Verdict): [string, Verdict][] {
  return codes.split(' ').map((code) => [code, verdict]);
}

const COMMON: ErrorTable = new Map([
  ...verdicts('1 2', { kind: 'retry', reason: 'Meta has trouble of its own.' }),
  ...verdicts('4 17 32 613 80006 80007', { kind: 'retry', reason: 'Meta asks us to slow down.' }),
  ...verdicts('100', { kind: 'rejected', reason: 'Meta does not accept the message like this.' }),
  ...verdicts('0 102 190', {
    kind: 'unauthorized',
    reason: 'Meta no longer accepts the access token.',
  }),
  ...verdicts('3 10 200 230', {
    kind: 'unauthorized',
    reason: 'The access token lacks a permission this takes.',
  }),
  ...verdicts('368', {
    kind: 'rejected',
    reason: 'Meta has blocked the account for a while, for breaking its rules.',
  }),
]);

/** What the code means; null where neither the channel's table nor the common one has it. */
export function verdictOn(
  errors: ErrorTable,
  code: number,
  subcode?: number | null,
): Verdict | null {
  const found = errors.get(`${code}/${subcode ?? ''}`) ?? errors.get(`${code}`);
  const isPermission = code > 200 && code < 300;
  return found ?? COMMON.get(isPermission ? '200' : `${code}`) ?? null;
}

/** A channel on the line with the Graph API. */
export type GraphLine = { settings: Settings; tools: Tools; errors: ErrorTable };

type GraphCall = { method?: 'GET' | 'POST' | 'DELETE'; body?: object };

/**
 * Calls the Graph API; `path` follows the version. Without a `body` it only asks.
 * @throws ChannelError of the kind the platform's code stands for; its words are never passed on
 */
export function askGraph(path: string, call: GraphCall, line: GraphLine): Promise<Response> {
  const { settings, tools } = line;
  const { body, method = body ? 'POST' : 'GET' } = call;
  const headers = { authorization: `Bearer ${settings['accessToken'] ?? ''}` };
  const isForm = body instanceof Blob;
  const init: RequestInit = {
    method,
    headers: body && !isForm ? { ...headers, 'content-type': 'application/json' } : headers,
    ...(body && { body: isForm ? body : JSON.stringify(body) }),
  };
  const url = `${settings['apiUrl']}/${settings['apiVersion']}/${path}`;
  return callPlatform(url, init, tools, (response) => explain(response, line.errors));
}

const GraphError = Compile(
  Type.Object({
    error: Type.Object({
      code: Type.Integer(),
      error_subcode: Type.Optional(Type.Union([Type.Integer(), Type.Null()])),
    }),
  }),
);

async function explain(response: Response, errors: ErrorTable): Promise<ChannelError | null> {
  const answer: unknown = await response.json().catch(() => null);
  if (!GraphError.Check(answer)) return null;
  const { code: number, error_subcode: subcode } = answer.error;
  const code = subcode ? `${number}/${subcode}` : `${number}`;
  const verdict = verdictOn(errors, number, subcode);
  const { status } = response;
  if (verdict?.kind === 'retry') {
    const told = Number(response.headers.get('retry-after') ?? 0) * 1000;
    const retryAfterMs = Math.max(told || 0, verdict.waitMs ?? 30_000);
    const maybeSent = status >= 500 && status !== 503;
    return new ChannelError('retry', verdict.reason, { code, retryAfterMs, maybeSent });
  }
  if (verdict) return new ChannelError(verdict.kind, verdict.reason, { code });
  if (status === 401 || status === 429 || status >= 500) return null;
  return new ChannelError('rejected', 'Meta refused the message.', { code });
}

/** Where Meta keeps what people send. */
const FILE_HOSTS = /^(?:[\w-]+\.)*(?:fbsbx\.com|fbcdn\.net|cdninstagram\.com)$/;
/** Of these, the one that wants the access token. */
const KEYED_HOST = 'lookaside.fbsbx.com';

/** Is it the address of a file at Meta? */
export function isMetaFile(address: string): boolean {
  const url = URL.parse(address);
  return url?.protocol === 'https:' && FILE_HOSTS.test(url.hostname);
}

/**
 * Opens a file at Meta, with the access token where `keyed`.
 * @throws ChannelError `rejected` for addresses that are not Meta's, and files it keeps no longer
 */
export async function openMetaFile(
  address: string,
  { settings, tools }: GraphLine,
  keyed: boolean,
): Promise<RemoteFile> {
  const atApi = URL.parse(address)?.origin === URL.parse(settings['apiUrl'] ?? '')?.origin;
  if (!atApi && !isMetaFile(address)) {
    throw new ChannelError('rejected', 'The file lies where Meta keeps none.');
  }
  const mayKnow = keyed && (atApi || URL.parse(address)?.hostname === KEYED_HOST);
  const key = { authorization: `Bearer ${settings['accessToken'] ?? ''}` };
  const init = { headers: mayKnow ? key : {} };
  return fileOf(await callPlatform(address, init, tools, explainFile));
}

/** Addresses of files live for minutes: what is not found may be found under the next one. */
async function explainFile({ status }: Response): Promise<ChannelError | null> {
  const code = `HTTP ${status}`;
  if (status === 401 || status === 404) {
    return new ChannelError('retry', 'The file is not there yet.', { code });
  }
  if (status !== 403 && status !== 410) return null;
  return new ChannelError('rejected', 'Meta keeps the file no longer.', { code });
}

/** A moment in milliseconds or seconds, as number or text; undefined when it is none. */
export function metaMoment(stamp: number | string | null | undefined, unit = 1): Date | undefined {
  const moment = new Date(Number(stamp ?? Number.NaN) * unit);
  return Number.isNaN(moment.getTime()) ? undefined : moment;
}

/** A place, as text says it: its name and address, and where it is on a map. */
export function placeText(
  [latitude, longitude]: [number, number],
  ...names: (string | null | undefined)[]
): string {
  const map = `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}`;
  return [...names, map].filter(Boolean).join('\n');
}
