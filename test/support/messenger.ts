/**
 * A messenger made up for the tests of what messengers do. Its webhook hands in events as `parse` answers them; whom
 * it talks to is a server beside the test.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Adapter } from '../../adapters/adapter.ts';
import { adapter as echo } from '../../adapters/echo/adapter.ts';
import type { InboundEvent, OutboundMessage } from '../../adapters/message.ts';
import { callPlatform, fileOf } from '../../adapters/platform.ts';
import type { CreatedChannel } from '../../server/wire/channels.ts';
import type { OwnConversation } from '../../server/wire/conversations.ts';
import type { Message } from '../../server/wire/messages.ts';
import type { TestHub } from './hub.ts';
import { type Agent, inboxOf } from './people.ts';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;
type Send = (message: OutboundMessage) => Promise<string>;

export class Messenger {
  readonly url: string;
  /** What the platform answers under `/file/<name>`. */
  readonly files = new Map<string, Handler>();
  readonly reactions: { externalId: string; emoji: string | null }[] = [];
  readonly sent: OutboundMessage[] = [];
  /** What it was told was read, and where somebody writes. */
  readonly read: string[] = [];
  readonly typing: { thread: string; last: string | undefined }[] = [];
  send: Send = async ({ id }) => `out-${id}`;
  react: () => Promise<void> = async () => {};
  /** What of ours was changed, and to what. */
  readonly revised: { externalId: string; text: string | null }[] = [];
  revise: () => Promise<void> = async () => {};
  markRead: () => Promise<void> = async () => {};
  readonly #close: () => void;

  private constructor(url: string, close: () => void) {
    this.url = url;
    this.#close = close;
  }

  static async start(): Promise<Messenger> {
    const server = createServer((request, response) => {
      const handler = messenger.files.get(request.url?.replace('/file/', '') ?? '');
      if (handler) handler(request, response);
      else response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const messenger = new Messenger(`http://127.0.0.1:${port}`, () => {
      server.closeAllConnections();
      server.close();
    });
    return messenger;
  }

  stop(): void {
    this.#close();
  }

  /** Puts the messenger on the list of what can be connected, and connects it. */
  async connect(hub: TestHub, agent: Agent, id = 'messenger'): Promise<MessengerChannel> {
    const catalogue = hub.store.catalogue as Map<string, Adapter>;
    catalogue.set(id, this.#adapter(id));
    const wanted = { adapter: id, name: id, settings: { secret: 's' } };
    const made = await agent.call<CreatedChannel>('POST', '/api/v1/channels', wanted);
    if (made.status !== 201) throw new Error(`connecting answered ${made.status}`);
    return new MessengerChannel(hub, agent, made.body.id);
  }

  #adapter(id: string): Adapter {
    const { capabilities, settings, identities } = echo;
    return {
      id,
      ...{ name: echo.name, mark: 'Me', summary: echo.summary, settings, identities },
      capabilities: {
        ...{ ...capabilities, reactions: true, quotes: true, unknownOutcome: 'ask' },
        ...{ ownEditHours: null, ownDeleteHours: 48 },
      },
      verify: () => true,
      parse: ({ body }) => JSON.parse(Buffer.from(body).toString()) as InboundEvent[],
      send: async (message) => {
        this.sent.push(message);
        return { externalId: await this.send(message) };
      },
      download: async (remote, _settings, tools) => {
        const url = new URL(remote, `${this.url}/file/`).href;
        const headers = { authorization: 'Bearer the key of the messenger' };
        return fileOf(await callPlatform(url, { headers }, tools));
      },
      react: async ({ externalId }, emoji) => {
        await this.react();
        this.reactions.push({ externalId, emoji });
      },
      revise: async ({ externalId }, text) => {
        await this.revise();
        this.revised.push({ externalId, text });
      },
      markRead: async ({ externalId }) => {
        this.read.push(externalId);
        await this.markRead();
      },
      typing: async (thread, _settings, _tools, last) => {
        this.typing.push({ thread, last });
      },
      thanks: { type: 'text/plain', body: 'success' },
    };
  }
}

/** One connected channel, from the platform's side and the agent's. */
export class MessengerChannel {
  readonly id: string;
  readonly #hub: TestHub;
  readonly #agent: Agent;
  #count = 0;

  constructor(hub: TestHub, agent: Agent, id: string) {
    this.#hub = hub;
    this.#agent = agent;
    this.id = id;
  }

  /** Hands in events as the platform does. */
  async post(...events: object[]) {
    const url = `/channels/${this.id}/webhook`;
    const response = await this.#hub.app.inject({
      ...{ method: 'POST', url, payload: JSON.stringify(events) },
      headers: { 'content-type': 'application/json' },
    });
    const type = String(response.headers['content-type']);
    return { status: response.statusCode, body: response.payload, type };
  }

  who(name: string) {
    return { kind: 'messenger-user', scope: this.id, value: name, verified: true, name };
  }

  /** A message of somebody, who is called like their thread. @returns what is posted */
  message(thread: string, text: string, more: object = {}) {
    this.#count += 1;
    const externalId = `in-${thread}-${this.#count}`;
    return { type: 'message', externalId, from: this.who(thread), thread, text, ...more };
  }

  /** Somebody new writes. */
  async begin(thread: string, text = `Hello from ${thread}`): Promise<Talk> {
    const message = this.message(thread, text);
    await this.post(message);
    const found = (await inboxOf(this.#agent, 'all')).find(
      ({ contact }) => contact.name === thread,
    );
    if (!found) throw new Error('the conversation is not in the inbox');
    return new Talk(this.#agent, found, message.externalId);
  }
}

/** A conversation as the agent sees it. */
export class Talk {
  readonly conversation: OwnConversation;
  /** The platform's id of what began it. */
  readonly first: string;
  readonly #agent: Agent;

  constructor(agent: Agent, conversation: OwnConversation, first: string) {
    this.#agent = agent;
    this.conversation = conversation;
    this.first = first;
  }

  get path(): string {
    return `/api/v1/conversations/${this.conversation.id}`;
  }

  async messages(): Promise<Message[]> {
    return (await this.#agent.call<{ data: Message[] }>('GET', `${this.path}/messages`)).body.data;
  }

  async last(): Promise<Message> {
    const message = (await this.messages()).at(-1);
    if (!message) throw new Error('nothing was said');
    return message;
  }

  async row(): Promise<OwnConversation> {
    return (await this.#agent.call<OwnConversation>('GET', this.path)).body;
  }

  async reply(text: string, more: object = {}): Promise<Message> {
    const key = `reply-${crypto.randomUUID()}`;
    const body = { key, kind: 'reply', text, ...more };
    const written = await this.#agent.call<Message>('POST', `${this.path}/messages`, body);
    if (written.status !== 201) throw new Error(`writing answered ${written.status}`);
    return written.body;
  }
}
