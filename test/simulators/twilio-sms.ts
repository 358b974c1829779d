/** Twilio, for one account: it signs the address it was given, and files lie in a storage of others. */
import { createHmac } from 'node:crypto';
import { Contract } from './contract.ts';
import { insist, type Pace, twilioSchedule } from './insistence.ts';
import {
  type Answer,
  type Heard,
  type Post,
  Provider,
  post,
  type Rules,
  type Taken,
} from './provider.ts';

export type Account = { accountSid: string; authToken: string };

/** The number of the shop. */
export const SHOP = '+14155550100';
/** A messaging service of the shop, which sends for several numbers. */
export const SERVICE = `MG${'0'.repeat(31)}1`;
const NUMBER_SID = `PN${'0'.repeat(31)}1`;

const GREETING = {
  sid: `HX${'7'.repeat(32)}`,
  friendly_name: 'greeting',
  language: 'en',
  types: { 'twilio/text': { body: 'Hello {{1}}!' } },
};

const twilioError = (status: number, code: number): Answer => ({
  status,
  body: { code, message: 'no', more_info: `https://www.twilio.com/docs/errors/${code}`, status },
});

const contract = new Contract('twilio');

/** Files are at addresses that Twilio hands out: those are no operations. */
const isFile = ({ path }: Heard): boolean => /\/Media\/ME/.test(path);

const rules: Rules = {
  broken: async (heard) => (isFile(heard) ? [] : contract.broken(heard)),
  refusal: twilioError(400, 20001),
};

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
    const provider = await Provider.start((heard) => twilio.it?.answer(heard) ?? {}, rules);
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

  /** Posts it as often as the address it was told asks for. */
  insist(
    { url, told = url }: { url: string; told?: string },
    form: Record<string, string>,
    pace?: Pace,
  ): Promise<Taken[]> {
    const [signed = ''] = told.split('#');
    return insist(url, () => this.request(signed, form), twilioSchedule(told), pace);
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
    const known: Record<string, () => Answer> = {
      'GET /IncomingPhoneNumbers.json': () => ({
        body: { incoming_phone_numbers: [{ sid: NUMBER_SID, phone_number: SHOP }] },
      }),
      [`POST /IncomingPhoneNumbers/${NUMBER_SID}.json`]: () => this.#point(body, 'SmsUrl'),
      [`POST /v1/Services/${SERVICE}`]: () => this.#point(body, 'InboundRequestUrl'),
      'GET /v1/ContentAndApprovals': () => ({ body: { contents: [GREETING] } }),
    };
    return known[place]?.() ?? twilioError(404, 20404);
  }

  /** Where messages are handed in from now on. */
  #point(body: Buffer, field: string): Answer {
    this.smsUrl = new URLSearchParams(String(body)).get(field) ?? '';
    return { body: {} };
  }

  store({ path }: Heard): Answer {
    const file = this.files.get(path.slice(1));
    return file ? { headers: { 'content-type': 'image/png' }, body: file } : { status: 404 };
  }

  #take(form: URLSearchParams): Answer {
    const content = ['Body', 'MediaUrl', 'ContentSid'].some((name) => form.has(name));
    const sender = form.has('From') !== form.has('MessagingServiceSid');
    if (!content || !sender) return twilioError(400, 21604);
    const sid = this.next('SM');
    this.said.push({ sid, form });
    return { status: 201, body: { sid, status: 'queued', error_code: null } };
  }
}
