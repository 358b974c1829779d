/** Two lines on which somebody writes, the conversations they began, and what people do with those. */
import fc from 'fast-check';
import type postgres from 'postgres';
import type { Contact } from '../../../server/wire/contacts.ts';
import type { OwnConversation } from '../../../server/wire/conversations.ts';
import type { ConversationEvent, EventPage } from '../../../server/wire/events.ts';
import { postEcho } from '../../support/echo.ts';
import type { TestHub } from '../../support/hub.ts';
import type { Agent } from '../../support/people.ts';

export type World = {
  hub: TestHub;
  owner: postgres.Sql;
  agents: readonly [Agent, Agent];
  channel: { id: string; secret: string };
  tagIds: readonly [string, string];
};

type Which = 0 | 1;
type Talk = { id: string; threadId: string; contactId: string };

export type Deed = {
  does: (typeof DEEDS)[number];
  /** Of the two lines, the two agents, the two tags. */
  line: Which;
  agent: Which;
  tag: Which;
};

const DEEDS = [
  'writes',
  'writes',
  'answers',
  'answers elsewhere',
  'notes',
  'closes',
  'reopens',
  'snoozes',
  'assigns',
  'frees',
  'tags',
  'untags',
  'follows',
  'knows',
  'leaves',
  'presses',
  'reads',
  'unreads',
] as const;

const SAYING = new Set<Deed['does']>(['answers', 'answers elsewhere', 'notes']);

const which = fc.constantFrom<Which[]>(0, 1);

export const deeds = (maxLength: number): fc.Arbitrary<Deed[]> =>
  fc.array(fc.record({ does: fc.constantFrom(...DEEDS), line: which, agent: which, tag: which }), {
    maxLength,
  });

/** A conversation as both agents see it, and its own line. */
export type Standing = { rows: [OwnConversation, OwnConversation]; line: ConversationEvent[] };

const LATER = new Date(Date.UTC(2040, 0, 1)).toISOString();
let named = 0;

export class Pair {
  readonly talks: [Talk, Talk];
  /** The two are one, so everything is done with the first. */
  one = false;
  readonly #world: World;
  readonly #name: string;
  readonly #people: readonly [string, string];
  #count = 0;

  /** @param people one of them on both lines, or one on each */
  static async begin(world: World, people: 'one person' | 'two people'): Promise<Pair> {
    named += 1;
    const name = `pair-${named}`;
    const other = people === 'one person' ? name : `${name}-other`;
    const pair = new Pair(world, name, [name, other]);
    await pair.writes(0);
    await pair.writes(1);
    pair.talks[0] = await pair.talkOn(0);
    pair.talks[1] = await pair.talkOn(1);
    return pair;
  }

  private constructor(world: World, name: string, people: readonly [string, string]) {
    this.#world = world;
    this.#name = name;
    this.#people = people;
    const nobody = { id: '', threadId: '', contactId: '' };
    this.talks = [nobody, nobody];
  }

  async writes(line: Which): Promise<void> {
    const text = this.#words();
    const event = { id: text, from: this.#people[line], thread: `${this.#name}-${line}`, text };
    const { hub, channel } = this.#world;
    const { status } = await postEcho(hub, channel.id, channel.secret, event);
    if (status !== 200) throw new Error(`writing answered ${status}`);
  }

  /** Where a line leads now. */
  async talkOn(line: Which): Promise<Talk> {
    const [row] = await this.#world.owner<Talk[]>`
      select conversations.id, threads.id as "threadId", contact_id as "contactId"
      from threads join conversations on conversations.id = threads.conversation_id
      where key = ${`${this.#name}-${line}`}`;
    if (!row) throw new Error('the line is not there');
    return row;
  }

  /** Does it, where it can be done just then: what is refused is no deed. */
  async act(deed: Deed): Promise<void> {
    const { does, line, agent, tag } = deed;
    if (does === 'writes') return this.writes(line);
    const caller = this.#world.agents[agent];
    const { id } = this.talks[this.one ? 0 : line];
    const at = `/api/v1/conversations/${id}`;
    if (does === 'knows') {
      const about = `/api/v1/contacts/${this.talks[line].contactId}/notes`;
      await caller.call('POST', about, { text: this.#words() });
    } else if (does === 'reads') {
      await caller.call('PUT', `${at}/read`, { seq: (await this.#row(id, caller)).seq });
    } else if (does === 'unreads') {
      await caller.call('PUT', `${at}/read`, { seq: 0 });
    } else if (SAYING.has(does)) {
      await caller.call('POST', `${at}/messages`, this.#message(deed));
    } else {
      await caller.call('PATCH', at, this.#change(does, agent, tag));
    }
  }

  #message({ does, line }: Deed): object {
    const said = { key: this.#words(), text: this.#words() };
    if (does === 'notes') return { ...said, kind: 'note' };
    const on = does === 'answers elsewhere' ? this.talks[line === 0 ? 1 : 0] : this.talks[line];
    return { ...said, kind: 'reply', threadId: on.threadId };
  }

  #change(does: Deed['does'], agent: Which, tag: Which): object {
    const { agents, tagIds } = this.#world;
    if (does === 'closes') return { status: 'done' };
    if (does === 'reopens') return { status: 'open' };
    if (does === 'snoozes') return { status: 'snoozed', snoozedUntil: LATER };
    if (does === 'assigns') return { assigneeId: agents[agent].session.agent.id };
    if (does === 'frees') return { assigneeId: null };
    const followerIds = [agents[agent].session.agent.id];
    if (does === 'follows') return { addFollowerIds: followerIds };
    if (does === 'leaves') return { removeFollowerIds: followerIds };
    if (does === 'tags') return { addTagIds: [tagIds[tag]] };
    return does === 'untags' ? { removeTagIds: [tagIds[tag]] } : { priority: 'high' };
  }

  async standing(): Promise<[Standing, Standing]> {
    return [await this.stands(0), await this.stands(1)];
  }

  async stands(talk: Which): Promise<Standing> {
    const [ana, ben] = this.#world.agents;
    const { id } = this.talks[talk];
    const path = `/api/v1/conversations/${id}/line?limit=200`;
    const { body } = await ana.call<EventPage>('GET', path);
    return { rows: [await this.#row(id, ana), await this.#row(id, ben)], line: body.data };
  }

  /** A conversation as the first of the agents sees it. */
  row = (talk: Which): Promise<OwnConversation> =>
    this.#row(this.talks[talk].id, this.#world.agents[0]);

  contact = async (line: Which): Promise<Contact> => {
    const path = `/api/v1/contacts/${this.talks[line].contactId}`;
    return (await this.#world.agents[0].call<Contact>('GET', path)).body;
  };

  async #row(id: string, agent: Agent): Promise<OwnConversation> {
    return (await agent.call<OwnConversation>('GET', `/api/v1/conversations/${id}`)).body;
  }

  #words(): string {
    this.#count += 1;
    return `${this.#name} says ${this.#count}`;
  }
}
