/**
 * WeChat, for one official account: it seals what it posts, takes one access token at a time, and
 * lets an account answer a message five times. Its encryption is written anew here, the other way round.
 */
import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import { insist, type Pace, schedules } from './insistence.ts';
import { type Answer, type Heard, Provider, post, type Taken } from './provider.ts';

export type Account = { appId: string; appSecret: string; token: string; encodingAesKey: string };

type Envelope = { secondsOld?: number; appId?: string; token?: string };

const cdata = (text: string) => `<![CDATA[${text}]]>`;

const sealOf = (...parts: string[]) =>
  createHash('sha1').update(parts.sort().join('')).digest('hex');

export class WeChat {
  readonly provider: Provider;
  readonly account: Account;
  /** What people got; what is asked twice is said twice. */
  readonly said: Record<string, unknown>[] = [];
  readonly uploads: string[] = [];
  /** Files by media id. */
  readonly files = new Map<string, Buffer>();
  /** People to whom 48 hours are over. */
  readonly silent = new Set<string>();
  /** Is our address on the allow-list? */
  listed = true;
  accessToken = 'access-token-0';
  readonly #left = new Map<string, number>();
  #last = 0;

  static async start(account: Account): Promise<WeChat> {
    const wechat: { it?: WeChat } = {};
    const provider = await Provider.start((heard) => wechat.it?.answer(heard) ?? {});
    wechat.it = new WeChat(provider, account);
    return wechat.it;
  }

  private constructor(provider: Provider, account: Account) {
    this.provider = provider;
    this.account = account;
  }

  stop(): Promise<void> {
    return this.provider.stop();
  }

  /** A message as XML; it lets the account answer five times. */
  message(from: string, type: string, more: Record<string, string>): string {
    this.#left.set(from, 5);
    this.#last += 1;
    return this.xml(from, type, { ...more, MsgId: `2450000000000${this.#last}` });
  }

  xml(from: string, type: string, more: Record<string, string>): string {
    const seconds = String(Math.floor(Date.now() / 1000));
    const head = { ToUserName: 'gh_lamp_shop', FromUserName: from, CreateTime: seconds };
    const fields = Object.entries({ ...head, MsgType: type, ...more });
    return `<xml>${fields.map(([name, value]) => `<${name}>${cdata(value)}</${name}>`).join('')}</xml>`;
  }

  /** A callback in safe mode. */
  request(xml: string, envelope: Envelope = {}) {
    const { token = this.account.token, appId = this.account.appId } = envelope;
    const encrypted = this.#encrypt(xml, appId);
    const { query, timestamp, nonce } = this.#query(token, envelope.secondsOld);
    const seal = sealOf(token, timestamp, nonce, encrypted);
    return {
      query: `${query}&encrypt_type=aes&msg_signature=${seal}`,
      headers: { 'content-type': 'text/xml' },
      body: `<xml><ToUserName>${cdata('gh_lamp_shop')}</ToUserName><Encrypt>${cdata(encrypted)}</Encrypt></xml>`,
    };
  }

  /** A callback in plain mode. */
  plainRequest(xml: string) {
    const { query } = this.#query(this.account.token);
    return { query, headers: { 'content-type': 'text/xml' }, body: xml };
  }

  deliver(url: string, xml: string): Promise<Taken> {
    const request = this.request(xml);
    return post(`${url}?${request.query}`, request);
  }

  /** Posts it for as long as WeChat would. */
  insist(url: string, xml: string, pace?: Pace): Promise<Taken[]> {
    const request = this.request(xml);
    return insist(`${url}?${request.query}`, () => request, schedules.wechat, pace);
  }

  /** The console tries an address. */
  shakeHands(url: string, echo: string, token = this.account.token): Promise<Response> {
    return fetch(`${url}?${this.#query(token).query}&echostr=${echo}`);
  }

  answer(heard: Heard): Answer {
    const { pathname, searchParams } = new URL(heard.path, this.provider.url);
    if (pathname === '/cgi-bin/stable_token') return this.#grant(heard);
    const right = searchParams.get('access_token') === this.accessToken;
    if (!right) return code(40001, 'invalid credential, access_token is invalid or not latest');
    if (pathname === '/cgi-bin/message/custom/send') return this.#send(heard);
    if (pathname === '/cgi-bin/media/upload') return this.#upload(heard, searchParams);
    if (pathname === '/cgi-bin/callback/check') return { body: { dns: [{ ip: '203.0.113.9' }] } };
    const file = this.files.get(searchParams.get('media_id') ?? '');
    return file ? { headers: { 'content-type': 'image/png' }, body: file } : code(40007);
  }

  #grant({ body }: Heard): Answer {
    if (!this.listed) return code(40164, 'invalid ip 203.0.113.7, not in whitelist');
    const asked = JSON.parse(body.toString()) as Record<string, unknown>;
    const { appId, appSecret } = this.account;
    if (asked['appid'] !== appId || asked['secret'] !== appSecret) return code(40125);
    if (asked['force_refresh'] === true) this.renew();
    return { body: { access_token: this.accessToken, expires_in: 7200 } };
  }

  /** Somebody has the token renewed: the one before counts no more. */
  renew(): void {
    this.#last += 1;
    this.accessToken = `access-token-${this.#last}`;
  }

  #send({ body }: Heard): Answer {
    const asked = JSON.parse(body.toString()) as Record<string, unknown>;
    const who = String(asked['touser']);
    if (this.silent.has(who)) return code(45015, 'response out of time limit');
    const left = this.#left.get(who) ?? 0;
    if (left === 0) return code(45047, 'out of response count limit');
    this.#left.set(who, left - 1);
    this.said.push(asked);
    return code(0, 'ok');
  }

  #upload({ body, headers }: Heard, query: URLSearchParams): Answer {
    const form = /^multipart\/form-data; boundary=(\S+)$/.exec(headers['content-type'] ?? '');
    if (!form || !body.includes(`--${form[1]}--`)) return code(41005, 'media data missing');
    this.uploads.push(/filename="([^"]+)"/.exec(body.toString('latin1'))?.[1] ?? '');
    return { body: { type: query.get('type'), media_id: `media-${this.uploads.length}` } };
  }

  #query(token: string, secondsOld = 0) {
    const timestamp = String(Math.floor(Date.now() / 1000) - secondsOld);
    const nonce = String(randomBytes(4).readUInt32BE());
    const query = `signature=${sealOf(token, timestamp, nonce)}&timestamp=${timestamp}&nonce=${nonce}`;
    return { query, timestamp, nonce };
  }

  #encrypt(text: string, appId: string): string {
    const key = Buffer.from(`${this.account.encodingAesKey}=`, 'base64');
    const message = Buffer.from(text);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(message.length);
    const plain = Buffer.concat([randomBytes(16), length, message, Buffer.from(appId)]);
    const padding = 32 - (plain.length % 32);
    const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
    const padded = Buffer.concat([plain, Buffer.alloc(padding, padding)]);
    return Buffer.concat([cipher.update(padded), cipher.final()]).toString('base64');
  }
}

/** Every answer is HTTP 200; the code in it says what came of it. */
export function code(errcode: number, errmsg = 'error'): Answer {
  return { body: { errcode, errmsg } };
}
