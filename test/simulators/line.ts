/** LINE's Messaging API, for one account: it signs what it posts, and takes a retry key once. */
import { createHmac } from 'node:crypto';
import { Contract } from './contract.ts';
import { insist, type Pace, schedules } from './insistence.ts';
import { type Answer, type Heard, Provider, post, type Rules, type Taken } from './provider.ts';

export const BOT = 'U0b07000000000000000000000000b07e';

/** The id of a person; nobody else has that number. */
export const person = (number: number): string =>
  `U${String(number).padStart(32, '5a11ce0000000000000000000000000')}`;

export type Said = { to: string; messages: Record<string, unknown>[] };

const contract = new Contract('line');

const rules: Rules = {
  broken: (heard) => contract.broken(heard),
  refusal: { status: 400, body: { message: 'The request body has 1 error(s)' } },
};

type Keys = { channelSecret: string; channelAccessToken: string };

export class Line {
  readonly provider: Provider;
  readonly keys: Keys;
  /** What people got, each push once, whatever was asked twice. */
  readonly said: Said[] = [];
  /** Content by message id; null: still being prepared. */
  readonly files = new Map<string, Buffer | null>();
  webhook: string | null = null;
  /** The switch that is in the console only. */
  active = true;
  readonly #taken = new Map<string, object>();
  #last = 0;

  static async start(keys: Keys): Promise<Line> {
    const line: { it?: Line } = {};
    const provider = await Provider.start((heard) => line.it?.answer(heard) ?? {}, rules);
    line.it = new Line(provider, keys);
    return line.it;
  }

  private constructor(provider: Provider, keys: Keys) {
    this.provider = provider;
    this.keys = keys;
  }

  stop(): Promise<void> {
    return this.provider.stop();
  }

  /** A message event. `message` may say more than its text. */
  message(userId: string, message: object): object {
    const content = {
      id: this.next('58500000'),
      type: 'text',
      quoteToken: 'quote-token',
      ...message,
    };
    return this.event('message', userId, { message: content, replyToken: this.next('reply-') });
  }

  event(type: string, userId: string, more: object = {}): object {
    return {
      ...{ type, mode: 'active', timestamp: Date.now(), source: { type: 'user', userId } },
      ...{ webhookEventId: this.next('01KAT'), deliveryContext: { isRedelivery: false }, ...more },
    };
  }

  next(prefix: string): string {
    this.#last += 1;
    return `${prefix}${String(this.#last).padStart(10, '0')}`;
  }

  request(events: object[], secret = this.keys.channelSecret) {
    const body = JSON.stringify({ destination: BOT, events });
    const signature = createHmac('sha256', secret).update(body).digest('base64');
    return { headers: { 'content-type': 'application/json', 'x-line-signature': signature }, body };
  }

  deliver(url: string, ...events: object[]): Promise<Taken> {
    return post(url, this.request(events));
  }

  /** Posts it again and again, as redelivery does where it is switched on. */
  insist(url: string, events: object[], pace?: Pace): Promise<Taken[]> {
    const again = events.map((event) => ({ ...event, deliveryContext: { isRedelivery: true } }));
    const request = (attempt: number) => this.request(attempt === 1 ? events : again);
    return insist(url, request, schedules.line, pace);
  }

  answer(heard: Heard): Answer | Promise<Answer> {
    const { headers, method, path } = heard;
    if (headers['authorization'] !== `Bearer ${this.keys.channelAccessToken}`) {
      return { status: 401, body: { message: 'Authentication failed' } };
    }
    const content = /^\/v2\/bot\/message\/(\w+)\/content$/.exec(path)?.[1];
    if (content) return this.#content(content);
    const known: Record<string, () => Answer | Promise<Answer>> = {
      'POST /v2/bot/message/push': () => this.#push(heard),
      'POST /v2/bot/chat/loading/start': () => ({ status: 202, body: {} }),
      'GET /v2/bot/info': () => ({ body: { userId: BOT, displayName: 'Lamp Shop' } }),
      'PUT /v2/bot/channel/webhook/endpoint': () => this.#point(heard),
      'GET /v2/bot/channel/webhook/endpoint': () => ({
        body: { endpoint: this.webhook, active: this.active },
      }),
      'POST /v2/bot/channel/webhook/test': () => this.#tryOut(),
    };
    return known[`${method} ${path}`]?.() ?? { status: 404, body: { message: 'Not found' } };
  }

  #push({ headers, body }: Heard): Answer {
    const key = headers['x-line-retry-key'] ?? '';
    const before = this.#taken.get(key);
    if (before) {
      const accepted = { 'x-line-accepted-request-id': `request-${key}` };
      const told = { message: 'The retry key is already accepted', ...before };
      return { status: 409, headers: accepted, body: told };
    }
    const { to, messages } = JSON.parse(body.toString()) as Said;
    if (!/^[UCR][0-9a-f]{32}$/.test(to)) {
      return {
        status: 400,
        body: { message: "The property, 'to', in the request body is invalid" },
      };
    }
    this.said.push({ to, messages });
    const answer = {
      sentMessages: messages.map(() => ({ id: this.next('46123'), quoteToken: 'q' })),
    };
    this.#taken.set(key, answer);
    return { body: answer };
  }

  #content(id: string): Answer {
    const file = this.files.get(id);
    if (file === null) return { status: 202 };
    return file ? { headers: { 'content-type': 'image/png' }, body: file } : { status: 404 };
  }

  #point({ body }: Heard): Answer {
    this.webhook = String((JSON.parse(body.toString()) as { endpoint: unknown }).endpoint);
    return { body: {} };
  }

  /** As the console does it: a request without events. */
  async #tryOut(): Promise<Answer> {
    const taken = await this.deliver(this.webhook ?? '').catch(() => null);
    const status = taken?.status ?? 0;
    const success = status === 200;
    const trouble = taken ? 'ERROR_STATUS_CODE' : 'COULD_NOT_CONNECT';
    const reason = success ? 'OK' : trouble;
    return { body: { success, timestamp: '', statusCode: status, reason, detail: String(status) } };
  }
}
