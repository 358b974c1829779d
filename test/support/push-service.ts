/** A push service and the browsers that listen to it: takes what is posted, checks who posts, and reads it as a browser does. */
import { createDecipheriv, createECDH, type ECDH, hkdfSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { importJWK, jwtVerify } from 'jose';
import type { NewDevice, PushedNotice } from '../../server/wire/devices.ts';

type Subscribed = { ecdh: ECDH; auth: Buffer; applicationServerKey: string };
type Taken = { at: string; notice: PushedNotice; headers: IncomingMessage['headers'] };
type Mood = { status: number; retryAfter?: string };

export class PushService {
  /** For the requests to come, one by one; then all are taken. */
  readonly moods: Mood[] = [];
  /** What reached a browser, in order. */
  readonly taken: Taken[] = [];
  /** Every status that was answered. */
  readonly answered: number[] = [];
  readonly #browsers = new Map<string, Subscribed>();
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async open(): Promise<PushService> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const service = new PushService(server);
    server.on('request', (request, response) => void service.#answer(request, response));
    return service;
  }

  /** A browser subscribes. */
  subscribe(name: string, applicationServerKey: string): NewDevice {
    const ecdh = createECDH('prime256v1');
    const p256dh = ecdh.generateKeys().toString('base64url');
    const auth = randomBytes(16);
    const path = `/to/${randomBytes(8).toString('hex')}`;
    this.#browsers.set(path, { ecdh, auth, applicationServerKey });
    return {
      name,
      endpoint: this.#origin + path,
      keys: { p256dh, auth: auth.toString('base64url') },
    };
  }

  /** A browser ends its subscription. */
  forget({ endpoint }: NewDevice): void {
    this.#browsers.delete(new URL(endpoint).pathname);
  }

  /** What came for one browser. */
  for({ endpoint }: NewDevice): PushedNotice[] {
    return this.taken.filter(({ at }) => at === endpoint).map(({ notice }) => notice);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((closed) => this.#server.close(closed));
  }

  get #origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request);
    const mood = await this.#judge(request, body);
    this.answered.push(mood.status);
    const headers = mood.retryAfter === undefined ? {} : { 'retry-after': mood.retryAfter };
    response.writeHead(mood.status, headers).end();
  }

  async #judge({ url = '', headers, method }: IncomingMessage, body: Buffer): Promise<Mood> {
    const browser = this.#browsers.get(url);
    if (!browser || method !== 'POST') return { status: 410 };
    const mood = this.moods.shift();
    if (mood) return mood;
    if (!(await this.#isOwner(headers.authorization, browser))) return { status: 403 };
    if (headers['content-encoding'] !== 'aes128gcm' || !headers['ttl']) return { status: 400 };
    const notice = JSON.parse(decrypt(body, browser).toString());
    this.taken.push({ at: this.#origin + url, notice, headers });
    return { status: 201 };
  }

  /** RFC 8292 §4: signed with the key that the browser subscribed with, for this service, and not for long. */
  async #isOwner(authorization: string | undefined, { applicationServerKey }: Subscribed) {
    const [, token = '', key] = /^vapid t=([\w.-]+), k=([\w-]+)$/.exec(authorization ?? '') ?? [];
    if (key !== applicationServerKey) return false;
    const point = Buffer.from(key, 'base64url');
    const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((part) =>
      part.toString('base64url'),
    );
    const jwk = await importJWK({ kty: 'EC', crv: 'P-256', x: x ?? '', y: y ?? '' }, 'ES256');
    const { payload } = await jwtVerify(token, jwk, { audience: this.#origin });
    const left = (payload.exp ?? 0) - Date.now() / 1000;
    return left > 0 && left <= 86_400 && /^(mailto|https):/.test(payload.sub ?? '');
  }
}

/** As a browser does it (RFC 8291 §3, RFC 8188 §2), written apart from what it is to check. */
function decrypt(body: Buffer, { ecdh, auth }: Pick<Subscribed, 'ecdh' | 'auth'>): Buffer {
  const salt = body.subarray(0, 16);
  const keyLength = body.readUInt8(20);
  const theirs = body.subarray(21, 21 + keyLength);
  const sealed = body.subarray(21 + keyLength);
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), ecdh.getPublicKey(), theirs]);
  const material = Buffer.from(hkdfSync('sha256', ecdh.computeSecret(theirs), auth, info, 32));
  const part = (name: string, length: number) =>
    Buffer.from(hkdfSync('sha256', material, salt, `Content-Encoding: ${name}\0`, length));
  const decipher = createDecipheriv('aes-128-gcm', part('aes128gcm', 16), part('nonce', 12));
  decipher.setAuthTag(sealed.subarray(-16));
  const plain = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
  return plain.subarray(0, plain.lastIndexOf(2));
}
