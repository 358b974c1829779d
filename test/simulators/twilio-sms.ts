/** Twilio, for one account: it signs the address it was given, and files lie in a storage of others. */
import { createHmac } from 'node:crypto';
import { type Answer, type Heard, type Post, Provider, post, type Taken } from './provider.ts';

export type Account = { accountSid: string; authToken: string };

/** The number of the shop. */
export const SHOP = '+14155550100';

/** Of "Create a Message" in Twilio's OpenAPI, what a message may carry. */
const CREATE =
  /^(?:To|From|MessagingServiceSid|Body|MediaUrl|ContentSid|ContentVariables|StatusCallback)$/;

const twilioError = (status: number, code: number): Answer => ({
  status,
  body: { code, message: 'no', more_info: `https://www.twilio.com/docs/errors/${code}`, status },
});

/** A refusal of a send, for `faults`. */
export const refusal = (code: number) =>
  ({ kind: 'answer', answer: twilioError(400, code) }) as const;

export class Twilio {
  readonly provider: Provider;
  /** Where files really lie: none of Twilio's, and no business of its key. */
  readonly storage: Provider;
  /** What people got. */
  readonly said: { sid: string; form: URLSearchParams }[] = [];
  /** Files by media id; null: not there yet. */
  readonly files = new Map<string, Buffer | null>();
  /** Where messages to the number are handed in. */
  smsUrl = '';
  readonly #account: Account;
  #last = 0;

  static async start(account: Account): Promise<Twilio> {
    const twilio: { it?: Twilio } = {};
    const provider = await Provider.start((heard) => twilio.it?.answer(heard) ?? {});
    const storage = await Provider.start((heard) => twilio.it?.store(heard) ?? {});
    twilio.it = new Twilio({ provider, storage, account });
    return twilio.it;
  }

  private constructor(parts: { provider: Provider; storage: Provider; account: Account }) {
    this.provider = parts.provider;
    this.storage = parts.storage;
    this.#account = parts.account;
  }

  async stop(): Promise<void> {
    await this.provider.stop();
    await this.storage.stop();
  }

  next(prefix: string): string {
    this.#last += 1;
    return `${prefix}${String(this.#last).padStart(32, '0')}`;
  }

  mediaUrl(media: string): string {
    return `${this.provider.url}/2010-04-01/Accounts/${this.#account.accountSid}/Media/${media}`;
  }

  /** The parameters of a message somebody writes. */
  message(from: string, more: Record<string, string>): Record<string, string> {
    const sid = this.next('SM');
    return {
      ...{ MessageSid: sid, SmsSid: sid, SmsMessageSid: sid, SmsStatus: 'received', Body: '' },
      ...{ AccountSid: this.#account.accountSid, From: from, To: SHOP, NumMedia: '0', ToZip: '' },
      ...more,
    };
  }

  /** What became of something we sent. */
  status(sid: string, status: string, more: Record<string, string> = {}): Record<string, string> {
    const { accountSid: AccountSid } = this.#account;
    return {
      ...{ MessageSid: sid, MessageStatus: status, AccountSid, From: SHOP, To: '', ...more },
    };
  }

  /** Signed for the address Twilio was told, whatever address it really comes in by. */
  request(told: string, form: Record<string, string>, token = this.#account.authToken): Post {
    const names = Object.keys(form).sort();
    const data = told + names.map((name) => `${name}${form[name]}`).join('');
    const signature = createHmac('sha1', token).update(data).digest('base64');
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      'x-twilio-signature': signature,
    };
    return { headers, body: new URLSearchParams(form).toString() };
  }

  deliver(
    { url, told = url }: { url: string; told?: string },
    form: Record<string, string>,
  ): Promise<Taken> {
    return post(url, this.request(told, form));
  }

  answer({ method, path, headers, body }: Heard): Answer {
    const { accountSid, authToken } = this.#account;
    const pair = Buffer.from(`${accountSid}:${authToken}`).toString('base64');
    if (headers['authorization'] !== `Basic ${pair}`) return twilioError(401, 20003);
    const place = `${method} ${path.split('?')[0]?.replace(`/2010-04-01/Accounts/${accountSid}`, '')}`;
    if (place === 'POST /Messages.json') return this.#take(new URLSearchParams(String(body)));
    if (place === 'GET .json') return { body: { sid: accountSid, status: 'active' } };
    if (place.startsWith('GET /Media/')) {
      const location = `${this.storage.url}/${place.slice('GET /Media/'.length)}`;
      return { status: 307, headers: { location } };
    }
    if (place === 'GET /IncomingPhoneNumbers.json') {
      return { body: { incoming_phone_numbers: [{ sid: 'PN1', phone_number: SHOP }] } };
    }
    if (place !== 'POST /IncomingPhoneNumbers/PN1.json') return twilioError(404, 20404);
    this.smsUrl = new URLSearchParams(String(body)).get('SmsUrl') ?? '';
    return { body: { sid: 'PN1' } };
  }

  store({ path }: Heard): Answer {
    const file = this.files.get(path.slice(1));
    return file ? { headers: { 'content-type': 'image/png' }, body: file } : { status: 404 };
  }

  #take(form: URLSearchParams): Answer {
    const known = [...form.keys()].every((name) => CREATE.test(name));
    const content = ['Body', 'MediaUrl', 'ContentSid'].some((name) => form.has(name));
    const sender = form.has('From') !== form.has('MessagingServiceSid');
    if (!known || !content || !sender || !form.has('To')) return twilioError(400, 21604);
    const sid = this.next('SM');
    this.said.push({ sid, form });
    return { status: 201, body: { sid, status: 'queued', error_code: null } };
  }
}
