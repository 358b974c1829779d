/** A channel that somebody built outside: signs as Standard Webhooks, and knows a repeat by its id. */
import { createHmac, randomUUID } from 'node:crypto';
import { insist, type Pace, schedules } from './insistence.ts';
import { type Answer, type Heard, type Post, Provider, post, type Taken } from './provider.ts';

export class Outsider {
  readonly provider: Provider;
  /** What people got: every id once. */
  readonly said = new Map<string, Record<string, unknown>>();
  /** Everything else it was told: typing, reactions, that something was read. */
  readonly told: Record<string, unknown>[] = [];
  readonly #secret: string;

  /** @param secret the key itself, byte for byte */
  static async start(secret: string): Promise<Outsider> {
    const outsider: { it?: Outsider } = {};
    const provider = await Provider.start((heard) => outsider.it?.answer(heard) ?? {});
    outsider.it = new Outsider(provider, secret);
    return outsider.it;
  }

  private constructor(provider: Provider, secret: string) {
    this.provider = provider;
    this.#secret = secret;
  }

  stop(): Promise<void> {
    return this.provider.stop();
  }

  /** A signed request, as new as `ageSeconds` says. */
  request(
    body: object | string,
    { secret = this.#secret, ageSeconds = 0, id = newId() } = {},
  ): Post {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const timestamp = String(Math.floor(Date.now() / 1000) - ageSeconds);
    const headers = {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': sign(secret, `${id}.${timestamp}.${text}`),
    };
    return { headers, body: text };
  }

  deliver(url: string, ...events: object[]): Promise<Taken> {
    return post(url, this.request({ events }));
  }

  /** Posts it for as long as a good sender does; every try has the same id. */
  insist(url: string, events: object[], pace?: Pace): Promise<Taken[]> {
    const id = newId();
    return insist(url, () => this.request({ events }, { id }), schedules.api, pace);
  }

  answer({ headers, body }: Heard): Answer {
    const { 'webhook-id': id = '', 'webhook-timestamp': timestamp = '' } = headers;
    const expected = sign(this.#secret, `${id}.${timestamp}.${body.toString()}`);
    if (!headers['webhook-signature']?.split(' ').includes(expected)) return { status: 401 };
    const event: Record<string, unknown> = JSON.parse(body.toString());
    if (event['type'] === 'message') this.said.set(id, event);
    else this.told.push(event);
    return { body: { id: `theirs-${id}` } };
  }
}

const newId = () => `msg_${randomUUID()}`;

const sign = (secret: string, content: string) =>
  `v1,${createHmac('sha256', secret).update(content).digest('base64')}`;
