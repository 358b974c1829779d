/** The Cloud API, for one number: messages, media, templates, and the webhooks it posts. */
import { Contract } from './contract.ts';
import { type Call, graphError, Meta } from './meta.ts';
import type { Answer, Heard, Rules } from './provider.ts';

export const NUMBER = '106540352242922';
export const ACCOUNT = '102290129340398';
export const APP = { token: 'EAA-token-of-the-number', secret: 'secret-of-the-whatsapp-app' };

export type Person = { phone: string | null; userId: string; name: string };
export const ANA: Person = {
  phone: '16505551234',
  userId: 'US.1349120865530001',
  name: 'Ana Ruiz',
};

const contract = new Contract('whatsapp');

/** Files are at addresses that WhatsApp hands out: those are no operations. */
const isFile = ({ path }: Heard): boolean => path.startsWith('/files/');

const rules: Rules = {
  broken: async (heard) => (isFile(heard) ? [] : contract.broken(heard)),
  refusal: graphError(100),
};

export class WhatsApp {
  readonly meta: Meta;
  /** Media by id: the bytes, or null while they are not there. */
  readonly media = new Map<string, string | null>();
  /** Files that came whole, in forms as browsers write them. */
  readonly uploads: File[] = [];
  /** What the account was told about webhooks. */
  subscription: Record<string, unknown> | null = null;
  #last = 0;

  static async start(): Promise<WhatsApp> {
    const number: { it?: WhatsApp } = {};
    const meta = await Meta.start(APP, (call) => number.it?.answer(call) ?? {}, rules);
    number.it = new WhatsApp(meta);
    return number.it;
  }

  private constructor(meta: Meta) {
    this.meta = meta;
  }

  stop(): Promise<void> {
    return this.meta.stop();
  }

  nextId(): string {
    this.#last += 1;
    return this.idAt(this.#last);
  }

  /** The id that the next message is going to get, theirs or ours. */
  comingId(): string {
    return this.idAt(this.#last + 1);
  }

  private idAt(place: number): string {
    return `wamid.SIM${place}`;
  }

  change(field: string, value: object, number = NUMBER): object {
    const metadata = { display_phone_number: '15550783881', phone_number_id: number };
    return { field, value: { messaging_product: 'whatsapp', metadata, ...value } };
  }

  envelope(...changes: object[]): object {
    return { object: 'whatsapp_business_account', entry: [{ id: ACCOUNT, changes }] };
  }

  /** What one person says, in one change. */
  said(messages: object[], { phone, userId, name }: Person = ANA): object {
    const contact = { profile: { name }, user_id: userId, ...(phone && { wa_id: phone }) };
    const from = { from_user_id: userId, ...(phone && { from: phone }) };
    const all = messages.map((message) => ({ ...from, ...message }));
    return this.change('messages', { contacts: [contact], messages: all });
  }

  item(type: string, content: object): object {
    return { id: this.nextId(), timestamp: seconds(), type, [type]: content };
  }

  text(body: string, more: object = {}): object {
    return { ...this.item('text', { body }), ...more };
  }

  message(text: string, person = ANA): object {
    return this.envelope(this.said([this.text(text)], person));
  }

  status(id: string, status: string, more: object = {}): object {
    const one = { id, status, timestamp: seconds(), recipient_user_id: ANA.userId, ...more };
    return this.envelope(this.change('messages', { statuses: [one] }));
  }

  answer(call: Call): Answer {
    const { method, path } = call;
    if (path === `${NUMBER}/messages`) return this.#take(call.json);
    if (path === `${NUMBER}/media`) return this.#keep(call.form);
    if (path.startsWith(`${ACCOUNT}/phone_numbers`)) return { body: { data: [{ id: NUMBER }] } };
    if (path.startsWith(`${ACCOUNT}/message_templates`)) return { body: TEMPLATES };
    if (path === `${ACCOUNT}/subscribed_apps` && method === 'POST') {
      this.subscription = call.json;
      return { body: { success: true } };
    }
    return this.#file(path);
  }

  #take(json: Call['json']): Answer {
    if (json['status'] === 'read') return { body: { success: true } };
    return {
      body: { messaging_product: 'whatsapp', contacts: [], messages: [{ id: this.nextId() }] },
    };
  }

  #keep(form: FormData | null): Answer {
    const file = form?.get('file');
    const whole = form?.get('messaging_product') === 'whatsapp' && form.get('type');
    if (!whole || !(file instanceof File)) return graphError(100);
    this.uploads.push(file);
    return { body: { id: `uploaded-${this.uploads.length}` } };
  }

  /** First the address, then the file at it. */
  #file(path: string): Answer {
    const [, id = ''] = /^(?:\/files\/)?([\w-]+)/.exec(path) ?? [];
    if (!this.media.has(id)) return graphError(100);
    if (!path.startsWith('/files/')) {
      const url = `${this.meta.provider.url}/files/${id}`;
      return { body: { url, mime_type: 'image/png', messaging_product: 'whatsapp' } };
    }
    const content = this.media.get(id);
    if (typeof content !== 'string') return { status: 404, body: 'not there' };
    return { body: content, headers: { 'content-type': 'text/plain' } };
  }
}

const seconds = (): string => String(Math.floor(Date.now() / 1000));

const TEMPLATES = {
  data: [
    {
      name: 'order_ready',
      language: 'en_US',
      status: 'APPROVED',
      category: 'UTILITY',
      components: [{ type: 'BODY', text: 'Order {{1}} is ready, {{2}}.' }],
    },
    {
      name: 'sale',
      language: 'en_US',
      status: 'PENDING',
      category: 'MARKETING',
      components: [{ type: 'BODY', text: 'Sale!' }],
    },
    {
      name: 'with_picture',
      language: 'en_US',
      status: 'APPROVED',
      category: 'MARKETING',
      components: [
        { type: 'HEADER', format: 'IMAGE' },
        { type: 'BODY', text: 'Look' },
      ],
    },
  ],
  paging: { cursors: { after: 'end' } },
};
