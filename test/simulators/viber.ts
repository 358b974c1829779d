/** Viber's Bot API, for one bot: it signs what it posts, and its tokens have 64 bits. */
import { createHmac } from 'node:crypto';
import { insist, type Pace, schedules } from './insistence.ts';
import { type Answer, type Heard, Provider, post, type Taken } from './provider.ts';

export const ANA = { id: '01234567890A=', name: 'Ana Ruiz', country: 'ES', language: 'es' };

export class Viber {
  readonly provider: Provider;
  readonly token: string;
  /** People who left the bot. */
  readonly gone = new Set<string>();
  /** The address it was told; null: none. */
  webhook: string | null = null;
  #last = 5_741_311_803_571_721_000n;

  static async start(token: string): Promise<Viber> {
    const bot: { it?: Viber } = {};
    const provider = await Provider.start((heard) => bot.it?.answer(heard) ?? {});
    bot.it = new Viber(provider, token);
    return bot.it;
  }

  private constructor(provider: Provider, token: string) {
    this.provider = provider;
    this.token = token;
  }

  stop(): Promise<void> {
    return this.provider.stop();
  }

  /** The messages the bot was asked to send. */
  said(): Record<string, unknown>[] {
    return this.provider.heard('/pa/send_message').map(({ body }) => JSON.parse(body.toString()));
  }

  /** Somebody says something, of which nobody knows yet. */
  message(text: string, sender = ANA): string {
    return this.callback('message', this.next(), { sender, message: { type: 'text', text } });
  }

  /** What became of a message of the bot. */
  receipt(event: 'delivered' | 'seen' | 'failed', token: string, user = ANA): string {
    const why = event === 'failed' ? { desc: 'The device is off' } : {};
    return this.callback(event, token, { user_id: user.id, ...why });
  }

  /** A callback as it goes over the wire: the token is written out, for no number here holds it. */
  callback(event: string, token: string, more: object): string {
    const known = JSON.stringify({ event, timestamp: Date.now(), ...more });
    return known.replace('{', `{"message_token":${token},`);
  }

  next(): string {
    this.#last += 1n;
    return String(this.#last);
  }

  request(body: string, key = this.token) {
    const signature = createHmac('sha256', key).update(body).digest('hex');
    const headers = { 'content-type': 'application/json', 'x-viber-content-signature': signature };
    return { headers, body };
  }

  /** Posts a callback once. */
  deliver(body: string, url = this.webhook ?? '', key = this.token): Promise<Taken> {
    return post(url, this.request(body, key));
  }

  /** Posts it for as long as Viber would. */
  insist(body: string, url: string, pace?: Pace): Promise<Taken[]> {
    return insist(url, () => this.request(body), schedules.viber, pace);
  }

  async answer({ headers, path, body }: Heard): Promise<Answer> {
    if (headers['x-viber-auth-token'] !== this.token) return status(2, 'invalidAuthToken');
    const asked: unknown = JSON.parse(body.toString());
    if (path === '/pa/set_webhook') return this.#setWebhook(String(fieldOf(asked, 'url')));
    const known = typeof asked === 'object' && !this.gone.has(String(fieldOf(asked, 'receiver')));
    return known ? status(0, 'ok', this.next()) : status(6, 'notSubscribed');
  }

  /** It tries the address before it answers. */
  async #setWebhook(url: string): Promise<Answer> {
    const tried = await this.deliver(this.callback('webhook', this.next(), {}), url).catch(
      () => null,
    );
    if (tried?.status !== 200) return status(1, 'invalidUrl');
    this.webhook = url;
    return status(0, 'ok');
  }
}

function fieldOf(value: unknown, field: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, field) : undefined;
}

/** Every answer is HTTP 200; the status in it says what came of it. */
export function status(code: number, message: string, token?: string): Answer {
  const told = JSON.stringify({ status: code, status_message: message });
  return { body: token === undefined ? told : told.replace('{', `{"message_token":${token},`) };
}
