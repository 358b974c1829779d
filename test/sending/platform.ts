/** A platform that allows what its channel declares: the smallest adapter, made stricter for one test file. */
import type { Capabilities } from '../../adapters/capabilities.ts';
import { adapter as echo } from '../../adapters/echo/adapter.ts';
import type { InboundEvent } from '../../adapters/message.ts';
import type { Message } from '../../server/wire/messages.ts';
import type { SendingLine } from '../../server/wire/sending.ts';
import type { Problem } from '../../server/wire/shapes.ts';
import { postEcho } from '../support/echo.ts';
import type { TestHub } from '../support/hub.ts';
import { type Agent, type Answer, connectEcho, inboxOf } from '../support/people.ts';

export { echo };

const plain = { ...echo.capabilities };

/** From here on the platform can and allows this. */
export function declare(change: Partial<Capabilities>): void {
  Object.assign(echo.capabilities, change);
}

/** As it was: `test.each` and other tests of the file begin anew. */
export function declareNothing(): void {
  for (const key of Object.keys(echo.capabilities)) {
    if (!(key in plain)) delete (echo.capabilities as Record<string, unknown>)[key];
  }
  Object.assign(echo.capabilities, plain);
}

export class Platform {
  readonly #hub: TestHub;
  readonly agent: Agent;
  readonly channelId: string;
  #sent = 0;

  static async connect(hub: TestHub, agent: Agent): Promise<Platform> {
    return new Platform(hub, agent, (await connectEcho(agent, SECRET)).id);
  }

  private constructor(hub: TestHub, agent: Agent, channelId: string) {
    this.#hub = hub;
    this.agent = agent;
    this.channelId = channelId;
  }

  post(content: object): Promise<Answer<{ messages: number; ignored: number }>> {
    return postEcho(this.#hub, this.channelId, SECRET, content);
  }

  /** Somebody writes. @returns their conversation */
  async hears(from: string, text: string): Promise<string> {
    this.#sent += 1;
    const { status } = await this.post({ id: `in-${this.#sent}`, from, name: from, text });
    if (status !== 200) throw new Error(`the webhook answered ${status}`);
    const all = await inboxOf(this.agent, 'all');
    const found = all.find(({ preview, contact }) => preview === text && contact.name === from);
    if (!found) throw new Error('the conversation is not in the inbox');
    return found.id;
  }

  answer(
    conversationId: string,
    text: string,
    more: object = {},
  ): Promise<Answer<Message & Problem>> {
    this.#sent += 1;
    const body = { key: `answer-${this.#sent}`, kind: 'reply', text, ...more };
    return this.agent.call('POST', `/api/v1/conversations/${conversationId}/messages`, body);
  }

  async lines(conversationId: string): Promise<SendingLine[]> {
    const path = `/api/v1/conversations/${conversationId}/sending`;
    return (await this.agent.call<{ data: SendingLine[] }>('GET', path)).body.data;
  }

  async line(conversationId: string): Promise<SendingLine> {
    const [line] = await this.lines(conversationId);
    if (!line) throw new Error('the conversation has no line');
    return line;
  }

  async messages(conversationId: string): Promise<Message[]> {
    const path = `/api/v1/conversations/${conversationId}/messages?limit=200`;
    return (await this.agent.call<{ data: Message[] }>('GET', path)).body.data;
  }
}

const SECRET = 'the secret of a stricter platform';

/** What the platform says about somebody who writes `text` on `echo`. */
export const consentOf = (
  channelId: string,
  value: string,
  { id, allowed, about }: { id: string; allowed: boolean; about?: 'marketing' },
): InboundEvent => ({
  type: 'consent',
  externalId: `${id}:consent`,
  who: { kind: 'echo-user', scope: channelId, value },
  allowed,
  ...(about && { about }),
  reason: allowed ? 'They wrote START.' : 'They wrote STOP.',
});
