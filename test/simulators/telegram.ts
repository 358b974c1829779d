/** Telegram's Bot API, for one bot: who writes to it, what it was asked to send, and its bad days. */
import { insist, type Pace, schedules } from './insistence.ts';
import { type Answer, type Heard, Provider, post, type Taken } from './provider.ts';

type Webhook = { url: string; secret_token?: string; allowed_updates?: string[] };
type Parameters = Record<string, unknown>;

export const ANA = { id: 551230077, is_bot: false, first_name: 'Ana', last_name: 'Ruiz' };
const CAN_WAIT_MS = 200;

export class Telegram {
  readonly provider: Provider;
  readonly token: string;
  /** Where updates go to; null: they wait to be asked for. */
  webhook: Webhook | null = null;
  /** Files by their id. */
  readonly files = new Map<string, Uint8Array>();
  /** What is on its way into each chat. */
  readonly #chats = new Map<string, Promise<Taken[]>>();
  readonly #updates: { update_id: number }[] = [];
  #lastUpdate = 700_000;
  #lastMessage = 0;

  static async start(token: string): Promise<Telegram> {
    const bot: { it?: Telegram } = {};
    const provider = await Provider.start((heard) => bot.it?.answer(heard) ?? {});
    bot.it = new Telegram(provider, token);
    return bot.it;
  }

  private constructor(provider: Provider, token: string) {
    this.provider = provider;
    this.token = token;
  }

  stop(): Promise<void> {
    return this.provider.stop();
  }

  /** What the bot was asked to do by that method. */
  asked(method: string): Parameters[] {
    return this.provider.heard(`/bot${this.token}/${method}`).map(parametersOf);
  }

  /** What it did of that, whether or not its answer arrived: what it refused is left out. */
  did(method: string): Parameters[] {
    const heard = this.provider.heard(`/bot${this.token}/${method}`);
    return heard.filter(({ status }) => status < 300).map(parametersOf);
  }

  /** A private message from somebody, as an update that nobody knows of yet. */
  message(content: object, from = ANA): object {
    this.#lastMessage += 1;
    const date = Math.floor(Date.now() / 1000);
    const chat = { ...from, type: 'private' };
    return this.update({
      message: { message_id: this.#lastMessage, from, chat, date, ...content },
    });
  }

  update(what: object): object {
    this.#lastUpdate += 1;
    return { update_id: this.#lastUpdate, ...what };
  }

  /** Leaves an update to be asked for. */
  queue(update: object): void {
    this.#updates.push({ update_id: this.#lastUpdate, ...update });
  }

  /** Calls the webhook once. @param url in place of the one it was told, which may not be reachable */
  deliver(update: object, url: string, secret = this.webhook?.secret_token ?? ''): Promise<Taken> {
    return post(url, this.request(update, secret));
  }

  /** Posts it for as long as Telegram would; what comes after it in the same chat waits for it. */
  insist(update: object, url: string, pace?: Pace): Promise<Taken[]> {
    const chat = /"chat":\{"id":(-?\d+)/.exec(JSON.stringify(update))?.[1] ?? '';
    const before = this.#chats.get(chat) ?? Promise.resolve([]);
    const request = this.request(update);
    const next = before.then(() => insist(url, () => request, schedules.telegram, pace));
    this.#chats.set(chat, next);
    return next;
  }

  request(update: object, secret = this.webhook?.secret_token ?? '') {
    const headers = {
      'content-type': 'application/json',
      'x-telegram-bot-api-secret-token': secret,
    };
    return { headers, body: JSON.stringify(update) };
  }

  async answer(heard: Heard): Promise<Answer> {
    const [, , token, method] = /^\/(file\/)?bot([^/]+)\/(.+)$/.exec(heard.path) ?? [];
    if (token !== this.token) return refusal(401, 'Unauthorized');
    if (heard.path.startsWith('/file/')) return { body: this.files.get(method ?? '') ?? '' };
    const parameters = parametersOf(heard);
    if (method?.startsWith('send') && method !== 'sendChatAction') return this.#send(parameters);
    const answers = this.#methods.get(method ?? '');
    return answers ? answers(parameters) : { body: { ok: true, result: true } };
  }

  readonly #methods = new Map<string, (parameters: Parameters) => Answer | Promise<Answer>>([
    ['getMe', () => result({ id: Number(this.token.split(':')[0]), is_bot: true })],
    ['setWebhook', (parameters) => this.#setWebhook(parameters)],
    ['deleteWebhook', () => this.#setWebhook(null)],
    ['getUpdates', (parameters) => this.#getUpdates(Number(parameters['offset']))],
    ['getFile', ({ file_id }) => this.#getFile(String(file_id))],
  ]);

  #setWebhook(parameters: Parameters | null): Answer {
    this.webhook = parameters && { ...parameters, url: String(parameters['url']) };
    return result(true);
  }

  /** What is asked for beyond an update counts as taken. */
  async #getUpdates(offset: number): Promise<Answer> {
    if (this.webhook) return refusal(409, 'Conflict: can’t use getUpdates while webhook is active');
    const taken = this.#updates.filter(({ update_id }) => update_id < offset).length;
    this.#updates.splice(0, taken);
    if (this.#updates.length === 0)
      await new Promise((resolve) => setTimeout(resolve, CAN_WAIT_MS));
    return result(this.#updates.slice(0, 100));
  }

  #getFile(id: string): Answer {
    return this.files.has(id)
      ? result({ file_id: id, file_path: id })
      : refusal(400, 'Bad Request: wrong file_id or the file is temporarily unavailable');
  }

  #send(parameters: Parameters): Answer {
    this.#lastMessage += 1;
    const message = { message_id: this.#lastMessage, chat: { id: Number(parameters['chat_id']) } };
    return result('media' in parameters ? [message] : message);
  }
}

/** A refusal in Telegram's form. @param retryAfter seconds, for 429 */
export function refusal(status: number, description: string, retryAfter?: number): Answer {
  const parameters = retryAfter === undefined ? {} : { parameters: { retry_after: retryAfter } };
  return { status, body: { ok: false, error_code: status, description, ...parameters } };
}

function result(value: unknown): Answer {
  return { body: { ok: true, result: value } };
}

/** JSON, or of a form the fields without its files. */
function parametersOf({ headers, body }: Heard): Parameters {
  const text = body.toString('utf8');
  if (!headers['content-type']?.startsWith('multipart/')) return text ? JSON.parse(text) : {};
  const fields = text.matchAll(/form-data; name="(\w+)"\r\n\r\n([^\r]*)/g);
  return Object.fromEntries([...fields].map(([, name, value]) => [name, value]));
}
