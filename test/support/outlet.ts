/** A channel connected for a test, and the agent who answers on it; everything by the doors they would use. */
import type { Channel, CreatedChannel } from '../../server/wire/channels.ts';
import type { Message } from '../../server/wire/messages.ts';
import type { TestHub } from './hub.ts';
import { type Agent, inboxOf } from './people.ts';
import { dialAgent } from './sockets.ts';
import { until } from './until.ts';

export class Outlet {
  readonly id: string;
  /** Where a platform posts to. */
  readonly webhookUrl: string;
  readonly #hub: TestHub;
  readonly #agent: Agent;
  #keys = 0;

  private constructor(hub: TestHub, agent: Agent, id: string) {
    this.#hub = hub;
    this.#agent = agent;
    this.id = id;
    this.webhookUrl = `${hub.url}/channels/${id}/webhook`;
  }

  static async connect(
    hub: TestHub,
    agent: Agent,
    channel: { adapter: string; settings: Record<string, string> },
  ): Promise<Outlet> {
    const body = { name: channel.adapter, ...channel };
    const made = await agent.call<CreatedChannel>('POST', '/api/v1/channels', body);
    if (made.status !== 201) throw new Error(`connecting answered ${JSON.stringify(made.body)}`);
    return new Outlet(hub, agent, made.body.id);
  }

  async channel(): Promise<Channel> {
    return (await this.#agent.call<Channel>('GET', `/api/v1/channels/${this.id}`)).body;
  }

  /** Why the channel cannot send; null when it can. */
  async failing(): Promise<string | null> {
    return (await this.channel()).failing?.reason ?? null;
  }

  /** The conversation whose last message reads so. */
  async conversationOf(text: string): Promise<string> {
    const found = (await inboxOf(this.#agent, 'all')).filter(({ preview }) => preview === text);
    const [first, ...others] = found;
    if (!first || others.length > 0)
      throw new Error(`“${text}” ends ${found.length} conversations`);
    return first.id;
  }

  async messages(conversation: string): Promise<Message[]> {
    const path = `/api/v1/conversations/${conversation}/messages?limit=200`;
    return (await this.#agent.call<{ data: Message[] }>('GET', path)).body.data;
  }

  /** @param more what else the message is written with, such as `attachments` */
  async reply(conversation: string, text: string, more: object = {}): Promise<Message> {
    this.#keys += 1;
    const path = `/api/v1/conversations/${conversation}/messages`;
    const body = { key: `${this.id}-${this.#keys}`, kind: 'reply', text, ...more };
    const answer = await this.#agent.call<Message>('POST', path, body);
    if (answer.status !== 201) throw new Error(`replying answered ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  /** The agent has it open, and has read all of it. */
  async reads(conversation: string): Promise<void> {
    const path = `/api/v1/conversations/${conversation}`;
    const { seq } = (await this.#agent.call<{ seq: number }>('GET', path)).body;
    await this.#agent.call('PUT', `${path}/read`, { seq });
  }

  /** A key is pressed in the composer. */
  async writes(conversationId: string): Promise<void> {
    const live = await dialAgent(this.#hub, this.#agent);
    await live.ask('open', { conversationId });
    await live.ask('typing', { conversationId, active: true });
    live.close();
  }

  /** The message as it is now. */
  async current({ conversationId, id }: Message): Promise<Message> {
    const found = (await this.messages(conversationId)).find((message) => message.id === id);
    if (!found) throw new Error('the message is gone');
    return found;
  }

  /** The message as soon as it is in that state. */
  async reaches(message: Message, state: Message['state']): Promise<Message> {
    await until(async () => (await this.current(message)).state === state, 15_000);
    return this.current(message);
  }
}
