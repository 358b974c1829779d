/** People who do one thing after the other, and a model of what must come of it: texts in their order, line by line. */
import { randomUUID } from 'node:crypto';
import type { Message } from '../../../server/wire/messages.ts';
import type { Remote } from '../../support/remote.ts';
import type { Draft } from '../load/writers.ts';
import type { Workspace } from '../site/workspace.ts';
import { type Client, customer, type Said, visitor } from './clients.ts';
import { insist, patiently, statusOf, type Try } from './patience.ts';

export type Action = {
  does: 'say' | 'say again' | 'answer' | 'answer again' | 'note' | 'finish' | 'look';
  /** Of the clients, and of the agents. */
  client: number;
  agent: number;
  /** How long the first try is waited for, in ms; null: to its end. */
  cutAfter: number | null;
};

type Words = { key: string; text: string };

/** The conversation in which that was said. */
export type Find = (text: string) => Promise<string>;

export class World {
  readonly clients: Client[];
  /** All that was acknowledged. */
  readonly written: Draft[] = [];
  readonly #name: string;
  readonly #agents: readonly Remote[];
  readonly #find: Find;
  readonly #said = new Map<Client, Words>();
  readonly #answered = new Map<string, Words & { kind: string }>();
  #count = 0;

  private constructor(name: string, clients: Client[], agents: readonly Remote[], find: Find) {
    this.#name = name;
    this.clients = clients;
    this.#agents = agents;
    this.#find = find;
  }

  /** Two visitors and a customer on a platform, all of them new. */
  static async begin(workspace: Workspace, agents: readonly Remote[], find: Find): Promise<World> {
    const visitors = [await visitor(workspace), await visitor(workspace)];
    return new World(workspace.name, [...visitors, customer(workspace)], agents, find);
  }

  /** Does it, and has the model do it. @throws when the two disagree */
  async act({ does, cutAfter, ...who }: Action): Promise<void> {
    const client = this.clients[who.client % this.clients.length];
    const a = who.agent % this.#agents.length;
    const agent = this.#agents[a];
    if (!client || !agent) throw new Error('nobody is there');
    if (does === 'say') return this.#say(client, cutAfter);
    if (does === 'say again') return this.#sayAgain(client);
    if (does === 'look') return this.compare(client);
    // Nobody has written there yet.
    const id = await this.#conversationOf(client);
    if (!id) return;
    if (does === 'finish') return insist(changing(agent, id, { status: 'done' }));
    if (does === 'answer again') return this.#answerAgain(agent, id, a);
    const words = { ...this.#words(does), kind: does === 'note' ? 'note' : 'reply' };
    await insist(answering(agent, id, words), cutAfter);
    this.#answered.set(`${a} ${id}`, words);
    this.#note(client, words, does === 'note' ? 'note' : 'out');
  }

  async #say(client: Client, cutAfter: number | null): Promise<void> {
    const words = this.#words('say');
    await insist(client.say(words), cutAfter);
    this.#said.set(client, words);
    this.#note(client, words, 'in');
  }

  async #sayAgain(client: Client): Promise<void> {
    const words = this.#said.get(client);
    if (words) await insist(client.say(words));
  }

  async #answerAgain(agent: Remote, id: string, a: number): Promise<void> {
    const words = this.#answered.get(`${a} ${id}`);
    if (words) await insist(answering(agent, id, words));
  }

  /** What the client sees, and what an agent sees of the client, is what the model says. */
  async compare(client: Client): Promise<void> {
    const id = await this.#conversationOf(client);
    const [agent] = this.#agents;
    if (!id || !agent) return;
    const path = `/api/v1/conversations/${id}/messages?limit=200`;
    const { data } = await patiently(() => agent.get<{ data: Message[] }>(path));
    same(data, client.said, 'an agent');
    if (!client.look) return;
    const outside = client.said.filter(({ direction }) => direction !== 'note');
    same(await patiently(client.look), outside, 'a visitor');
  }

  /** In the model, and for the comparison of everything at the end. */
  #note(client: Client, { key, text }: Words, direction: Said['direction']): void {
    client.said.push({ text, direction });
    this.written.push({ writer: 'model', direction, series: key, key, text });
  }

  #words(verb: string): Words {
    const key = `model-${randomUUID()}`;
    return { key, text: `${this.#name} ${verb} ${++this.#count} ${key}` };
  }

  async #conversationOf(client: Client): Promise<string | null> {
    const [first] = client.said;
    if (!first) return null;
    client.conversationId ??= await this.#find(first.text);
    return client.conversationId;
  }
}

const answering = (agent: Remote, id: string, body: object): Try => {
  const what = { method: 'POST', path: `/api/v1/conversations/${id}/messages`, body } as const;
  return (signal) => statusOf(agent, what, signal);
};

const changing = (agent: Remote, id: string, body: object): Try => {
  const what = { method: 'PATCH', path: `/api/v1/conversations/${id}`, body } as const;
  return (signal) => statusOf(agent, what, signal);
};

function same(seen: readonly Said[], said: readonly Said[], who: string): void {
  const [is, should] = [seen, said].map((line) =>
    line.map(({ text, direction }) => `${direction}: ${text}`),
  );
  if (is?.join('\n') === should?.join('\n')) return;
  throw new Error(`${who} sees\n${is?.join('\n')}\ninstead of\n${should?.join('\n')}`);
}
