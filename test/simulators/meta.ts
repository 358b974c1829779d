/** Meta's Graph API for one app: it wants the token, answers by path, and signs what it posts. */
import { createHmac } from 'node:crypto';
import { insist, type Pace, schedules } from './insistence.ts';
import { type Answer, type Post, Provider, post, type Rules, type Taken } from './provider.ts';

export type App = { token: string; secret: string };

/** A call with its JSON, or its form, read. */
export type Call = {
  method: string;
  path: string;
  json: Record<string, unknown>;
  form: FormData | null;
};

export class Meta {
  readonly provider: Provider;
  readonly app: App;

  private constructor(provider: Provider, app: App) {
    this.provider = provider;
    this.app = app;
  }

  /** @param answer how a path (behind the version) is answered on a good day */
  static async start(app: App, answer: (call: Call) => Answer, rules?: Rules): Promise<Meta> {
    const provider = await Provider.start(async ({ method, path, headers, body }) => {
      if (headers['authorization'] !== `Bearer ${app.token}`) return graphError(190, 401);
      const isJson = headers['content-type']?.includes('json') ?? false;
      const json = isJson ? (JSON.parse(body.toString()) as Call['json']) : {};
      const form = await formIn(headers['content-type'], body);
      return answer({ method, path: path.replace(/^\/v\d+\.\d\//, ''), json, form });
    }, rules);
    return new Meta(provider, app);
  }

  stop(): Promise<void> {
    return this.provider.stop();
  }

  /** The bodies posted to a path that ends so. */
  asked(end: string): Record<string, unknown>[] {
    return this.provider.ledger
      .filter(({ method, path }) => method === 'POST' && path.endsWith(end))
      .map(({ body }) => JSON.parse(body.toString()) as Record<string, unknown>);
  }

  /** A webhook as it goes over the wire: what is not ASCII is escaped, and that is signed. */
  request(content: object, secret = this.app.secret): Post {
    const body = JSON.stringify(content).replaceAll(
      /[^\x20-\x7e]/g,
      (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
    const signature = createHmac('sha256', secret).update(body).digest('hex');
    const headers = {
      'content-type': 'application/json',
      'x-hub-signature-256': `sha256=${signature}`,
    };
    return { headers, body };
  }

  deliver(url: string, content: object, secret?: string): Promise<Taken> {
    return post(url, this.request(content, secret));
  }

  /** Posts it for as long as Meta would. */
  insist(url: string, content: object, pace?: Pace): Promise<Taken[]> {
    return insist(url, () => this.request(content), schedules.meta, pace);
  }
}

async function formIn(type: string | undefined, body: Buffer): Promise<FormData | null> {
  if (!type?.startsWith('multipart/form-data')) return null;
  const read = new Response(new Uint8Array(body), { headers: { 'content-type': type } });
  return read.formData().catch(() => null);
}

/** An error as the Graph API writes it. */
export function graphError(code: number, status = 400, subcode?: number): Answer {
  const message = `(#${code}) As documented`;
  const more = subcode === undefined ? {} : { error_subcode: subcode };
  return {
    status,
    body: { error: { message, type: 'OAuthException', code, ...more, fbtrace_id: 'AbCdEf' } },
  };
}

export const PERSON = '6254000000000001';

/** What Messenger and Instagram have in common. */
export class Messaging {
  readonly meta: Meta;
  readonly account: string;
  readonly #object: string;
  static #made = 0;

  private constructor(meta: Meta, object: string, account: string) {
    this.meta = meta;
    this.#object = object;
    this.account = account;
  }

  static async start(app: App, object: 'page' | 'instagram', account: string): Promise<Messaging> {
    const meta = await Meta.start(app, ({ path, json }) => {
      if (path.endsWith('/messages')) return messageAnswer(json);
      if (path.startsWith('me?')) return { body: { id: account } };
      return path.endsWith('/subscribed_apps') ? { body: { success: true } } : graphError(100);
    });
    return new Messaging(meta, object, account);
  }

  stop(): Promise<void> {
    return this.meta.stop();
  }

  batch(...messaging: object[]): object {
    return { object: this.#object, entry: [{ id: this.account, time: Date.now(), messaging }] };
  }

  /** Something a person did. */
  event(more: object, person = PERSON): object {
    const recipient = { id: this.account };
    return { sender: { id: person }, recipient, timestamp: Date.now(), ...more };
  }

  /** Something the account did, not by us. */
  own(more: object, person = PERSON): object {
    const sender = { id: this.account };
    return { sender, recipient: { id: person }, timestamp: Date.now(), ...more };
  }

  message(text: string, person = PERSON): object {
    return this.batch(this.event({ message: { mid: Messaging.nextId(), text } }, person));
  }

  /** The next message id, theirs or ours. */
  static nextId(): string {
    Messaging.#made += 1;
    return `m_${Messaging.#made}`;
  }
}

function messageAnswer({ recipient, message }: Call['json']): Answer {
  const text = (message as { text?: string } | undefined)?.text;
  if (text !== undefined && [...text].length > 2000) return graphError(100);
  const told = { recipient_id: (recipient as { id?: string } | undefined)?.id };
  return { body: message ? { ...told, message_id: Messaging.nextId() } : told };
}
