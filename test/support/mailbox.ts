/** A mailbox channel of the product, and the people and machines around it; everything by the doors they would use. */
import type { Channel, CreatedChannel } from '../../server/wire/channels.ts';
import type { OwnConversation } from '../../server/wire/conversations.ts';
import type { ConversationEvent, EventPage } from '../../server/wire/events.ts';
import type { Message, NewMessage } from '../../server/wire/messages.ts';
import { type Dovecot, PASSWORD as MAILBOX_PASSWORD } from './dovecot.ts';
import { DESK, type Letter, letter } from './letters.ts';
import { type MailServer, startMailServer, type TakenMail } from './mail-server.ts';
import { type Agent, type Answer, inboxOf } from './people.ts';
import { until } from './until.ts';

const WEBHOOK_PASSWORD = 'the password of the webhook';

type Posted = { messages: number; ignored: number; quarantined: number };

/** A server that takes every mail, from everybody who logs in. */
export async function startSink(): Promise<MailServer> {
  const sink = await startMailServer({ hideSTARTTLS: true });
  sink.moods.login = () => null;
  return sink;
}

export class Mailbox {
  readonly id: string;
  readonly address: string;
  readonly #agent: Agent;
  #keys = 0;

  private constructor(agent: Agent, channel: { id: string; address: string }) {
    this.#agent = agent;
    this.id = channel.id;
    this.address = channel.address;
  }

  /** A mailbox fed by Postmark's webhook, and by IMAP when the settings name a server. */
  static async connect(
    { agent, sink }: { agent: Agent; sink?: MailServer },
    settings: Record<string, string> = {},
  ): Promise<Mailbox> {
    const address = settings['address'] ?? DESK;
    const made = await agent.call<CreatedChannel>('POST', '/api/v1/channels', {
      adapter: 'email',
      name: address,
      settings: {
        address,
        webhookPassword: WEBHOOK_PASSWORD,
        ...(sink && sendingTo(sink)),
        ...settings,
      },
    });
    if (made.status !== 201) throw new Error(`answered ${made.status} ${JSON.stringify(made)}`);
    return new Mailbox(agent, { id: made.body.id, address });
  }

  /** The same mailbox as somebody sees it who logged in elsewhere. */
  as(agent: Agent): Mailbox {
    return new Mailbox(agent, this);
  }

  channel = async (): Promise<Channel> =>
    (await this.#agent.call<Channel>('GET', `/api/v1/channels/${this.id}`)).body;

  /** An admin enters other settings. */
  change(settings: Record<string, string>): Promise<void> {
    return this.#patch({ settings });
  }

  setAutoReply(autoReply: string): Promise<void> {
    return this.#patch({ autoReply });
  }

  /** Resolves when its folders have been looked through once. */
  async ready(): Promise<void> {
    await until(async () => (await this.channel()).fetching?.at !== null, 20_000);
  }

  /** Postmark delivers a mail. @param to the envelope's recipient */
  async post(raw: string, to = this.address): Promise<Answer<Posted>> {
    const login = Buffer.from(`postmark:${WEBHOOK_PASSWORD}`).toString('base64');
    return this.#agent.call<Posted>(
      'POST',
      `/channels/${this.id}/webhook`,
      JSON.stringify({ RawEmail: raw, OriginalRecipient: to }),
      { 'content-type': 'application/json', authorization: `Basic ${login}` },
    );
  }

  /** A mail that begins a conversation. @returns that conversation */
  async begin(parts: Letter = {}): Promise<OwnConversation> {
    const before = new Set((await this.conversations()).map(({ id }) => id));
    const posted = await this.post(letter({ to: this.address, ...parts }));
    if (posted.body.messages !== 1) throw new Error(`took ${JSON.stringify(posted.body)}`);
    const begun = (await this.conversations()).find(({ id }) => !before.has(id));
    if (!begun) throw new Error('it began no conversation');
    return begun;
  }

  /** Those on this channel, in all states. */
  async conversations(): Promise<OwnConversation[]> {
    const all = await inboxOf(this.#agent, 'all');
    return all.filter(({ channel }) => channel.id === this.id);
  }

  async messages(conversationId: string): Promise<Message[]> {
    const url = `/api/v1/conversations/${conversationId}/messages?limit=200`;
    return (await this.#agent.call<{ data: Message[] }>('GET', url)).body.data;
  }

  async texts(conversationId: string): Promise<string[]> {
    return (await this.messages(conversationId)).map(({ text }) => text.trim());
  }

  async events(conversationId: string): Promise<ConversationEvent[]> {
    const url = `/api/v1/conversations/${conversationId}/events`;
    return (await this.#agent.call<EventPage>('GET', url)).body.data;
  }

  /** The numbers of the conversations a line leads to, and why. */
  async related(conversationId: string): Promise<{ id: string; why: string }[]> {
    return (await this.events(conversationId)).flatMap((event) =>
      event.kind === 'related' ? [{ id: event.data.conversation.id, why: event.data.why }] : [],
    );
  }

  /** The agent writes; nothing is expected of the answer. */
  ask<Body = Message & { detail: string }>(
    conversationId: string,
    more: Partial<NewMessage> = {},
  ): Promise<Answer<Body>> {
    const key = `mailbox-key-${++this.#keys}-${this.id}`;
    const message = { key, kind: 'reply', text: 'Yes, twelve.', ...more };
    return this.#agent.call<Body>(
      'POST',
      `/api/v1/conversations/${conversationId}/messages`,
      message,
    );
  }

  /** The agent writes, and it is taken. */
  async answer(conversationId: string, more: Partial<NewMessage> = {}): Promise<Message> {
    const written = await this.ask(conversationId, more);
    if (written.status === 201) return written.body;
    throw new Error(`answered ${written.status}: ${written.body.detail}`);
  }

  /** A message as it is now. */
  async message(conversationId: string, id: string): Promise<Message> {
    const found = (await this.messages(conversationId)).find((one) => one.id === id);
    if (!found) throw new Error('the message is not there');
    return found;
  }

  async reaches(message: Message, state: Message['state']): Promise<Message> {
    const now = () => this.message(message.conversationId, message.id);
    await until(async () => (await now()).state === state, 10_000).catch(async () => {
      const { state: other, reason } = await now();
      throw new Error(`it is ${other}: ${reason}`);
    });
    return now();
  }

  /** Answers, and waits until the mail is out. */
  async send(
    sink: MailServer,
    conversationId: string,
    more: Partial<NewMessage> = {},
  ): Promise<{ message: Message; mail: TakenMail }> {
    const before = sink.taken.length;
    const message = await this.reaches(await this.answer(conversationId, more), 'accepted');
    const mail = sink.taken.slice(before).find(({ raw }) => raw.includes(message.id));
    if (!mail) throw new Error('the server has not taken it');
    return { message, mail };
  }

  /** The agent tries again. */
  resend(message: Message): Promise<Answer<Message>> {
    const { conversationId, id } = message;
    const url = `/api/v1/conversations/${conversationId}/messages/${id}/attempts`;
    return this.#agent.call<Message>('POST', url, {});
  }

  /** The agent takes a message back. */
  cancel(message: Message): Promise<Answer<Message>> {
    const { conversationId, id } = message;
    const url = `/api/v1/conversations/${conversationId}/messages/${id}/cancellation`;
    return this.#agent.call<Message>('POST', url, {});
  }

  async #patch(change: object): Promise<void> {
    const { status } = await this.#agent.call('PATCH', `/api/v1/channels/${this.id}`, change);
    if (status !== 200) throw new Error(`answered ${status}`);
  }
}

const sendingTo = ({ port }: MailServer): Record<string, string> => ({
  smtpHost: '127.0.0.1',
  smtpPort: String(port),
  smtpSecurity: 'none',
  smtpPassword: 'for sending',
});

/** What a channel reading that user's mailbox has entered. */
export const readingFrom = (dovecot: Dovecot, user: string): Record<string, string> => ({
  user,
  password: MAILBOX_PASSWORD,
  imapHost: '127.0.0.1',
  imapPort: String(dovecot.port),
  imapSecurity: 'none',
});

/** A header field of a mail, unfolded; '' when it is not there. */
export function fieldOf({ raw }: Pick<TakenMail, 'raw'>, name: string): string {
  const head = raw.slice(0, raw.indexOf('\r\n\r\n')).replace(/\r\n[ \t]+/g, ' ');
  return new RegExp(`^${name}: *(.*)$`, 'im').exec(head)?.[1]?.trim() ?? '';
}
