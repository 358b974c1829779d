/** Plays stories by the product's own ways in and out, in the order in which they happened. */
import type { Adapter } from '../../adapters/adapter.ts';
import type { AttachmentReference, IdentityClaim, InboundMessage } from '../../adapters/message.ts';
import { placeOf, type Told } from '../conversations/backdate.ts';
import { write } from '../conversations/reply.ts';
import { coinTag } from '../conversations/tags.ts';
import { changeByAgent } from '../conversations/work.ts';
import type { Actor } from '../events/actor.ts';
import { newId } from '../events/ids.ts';
import type { Store } from '../events/scope.ts';
import type { ConversationChange } from '../wire/conversations.ts';
import { fileNamed } from './files.ts';
import type { Pretence } from './pretence.ts';
import { type Act, msOf, type Story } from './story.ts';

/** A workspace with its people and channels, ready for stories. */
export type Stage = {
  store: Store;
  pretence: Pretence;
  workspaceId: string;
  /** By the name the stories call them. */
  agents: ReadonlyMap<string, Actor>;
  /** By adapter. */
  channels: ReadonlyMap<string, StageChannel>;
};

/** `address` is our own, where the channel has one. */
export type StageChannel = { id: string; adapter: Adapter; address: string };

/** What became of a story: its conversation, and when each of its changes was really made. */
export type Played = { conversationId: string; told: Told[]; heardAt: Date };

/** @param now when the stories are told */
export async function play(stage: Stage, stories: readonly Story[], now: Date): Promise<Played[]> {
  const lines = stories.map((story, index) => new Line(stage, story, index));
  const acts = lines.flatMap((line) =>
    line.acts().map((act) => ({ line, act, at: new Date(now.getTime() - msOf(act.ago)) })),
  );
  acts.sort((one, other) => one.at.getTime() - other.at.getTime());
  for (const { line, act, at } of acts) await line.perform(act, at);
  return lines.map((line) => line.played);
}

/** One story while it is played. */
class Line {
  readonly #stage: Stage;
  readonly #story: Story;
  readonly #index: number;
  readonly played: Played = { conversationId: '', told: [], heardAt: new Date(0) };

  constructor(stage: Stage, story: Story, index: number) {
    this.#stage = stage;
    this.#story = story;
    this.#index = index;
  }

  /** With the moment at which its owner took and tagged it: when they first wrote, or when the last word had come. */
  acts(): Act[] {
    const { owner, tags, priority, acts } = this.#story;
    const [someone = ''] = this.#stage.agents.keys();
    const first = acts.findIndex((act) => 'agent' in act);
    const place = first < 0 ? acts.length : first;
    const ago = acts[Math.min(place, acts.length - 1)]?.ago ?? '1m';
    const begun: Act[] = [
      ...(owner ? [{ ago, does: 'gives', agent: owner, to: owner } as const] : []),
      ...(tags ? [{ ago, does: 'tags', agent: owner ?? someone, tags } as const] : []),
      ...(priority ? [{ ago, does: 'weighs', agent: owner ?? someone, priority } as const] : []),
    ];
    return [...acts.slice(0, place), ...begun, ...acts.slice(place)];
  }

  async perform(act: Act, at: Date): Promise<void> {
    const seq = await this.#do(act);
    this.played.told.push({ seq, at });
    if (act.does === 'says') this.played.heardAt = at;
  }

  /** @returns the number of the change */
  async #do(act: Act): Promise<number> {
    switch (act.does) {
      case 'says':
        return this.#say(act.text, act.file);
      case 'answers':
        return this.#write(act.agent, 'reply', act.text);
      case 'notes':
        return this.#write(act.agent, 'note', act.text);
      case 'gives':
        return this.#change(act.agent, { assigneeId: this.#agent(act.to).agentId });
      case 'tags':
        return this.#change(act.agent, { addTagIds: await this.#coined(act.tags) });
      case 'weighs':
        return this.#change(act.agent, { priority: act.priority });
      case 'finishes':
        return this.#change(act.agent, { status: 'done' });
      case 'snoozes': {
        const until = new Date(Date.now() + act.hours * 3_600_000);
        return this.#change(act.agent, { snoozedUntil: until.toISOString() });
      }
    }
  }

  async #say(text: string, file: string | undefined): Promise<number> {
    const { store, pretence, workspaceId } = this.#stage;
    const channel = this.#channel();
    const event = { ...this.#spoken(text), ...(file && { attachments: [await sent(file)] }) };
    const { messages } = await pretence.hand(channel.id, [event]);
    const id = messages[0]?.messageId ?? '';
    const place = await store.in(workspaceId, (scope) => placeOf(scope, id));
    if (!place) throw new Error(`“${text}” was not received`);
    this.played.conversationId = place.conversationId;
    return place.seq;
  }

  #spoken(text: string): InboundMessage {
    const { person, subject } = this.#story;
    const { adapter, address } = this.#channel();
    const from = this.#identity();
    const mail = { from: { address: person.address, name: person.name }, replyTo: [], cc: [] };
    return {
      type: 'message',
      externalId: newId(),
      from,
      // Each mail begins a line of its own; elsewhere a person has one.
      thread: adapter.capabilities.addressing ? `${this.#index}:${from.value}` : from.value,
      text,
      ...(subject && { subject }),
      ...(adapter.capabilities.addressing && {
        addressing: { ...mail, to: [{ address, name: '' }] },
      }),
    };
  }

  /** A number or a mail address is one everywhere; any other address belongs to its channel. */
  #identity(): IdentityClaim {
    const { id, adapter } = this.#channel();
    const { name, address } = this.#story.person;
    const kinds = Object.keys(adapter.identities);
    const kind = kinds.find((one) => one === wordOf(address)) ?? kinds[0] ?? '';
    const world = kind === wordOf(address);
    const value = world ? address.toLowerCase().replaceAll(' ', '') : address;
    const verified = adapter.capabilities.inbound !== 'connection';
    return { kind, scope: world ? '' : id, value, raw: address, verified, name };
  }

  async #write(agent: string, kind: 'reply' | 'note', text: string): Promise<number> {
    const { store, workspaceId } = this.#stage;
    const message = await store.in(workspaceId, (scope) =>
      write(scope, this.#agent(agent), this.played.conversationId, { key: newId(), kind, text }),
    );
    return message.seq;
  }

  async #coined(names: readonly string[]): Promise<string[]> {
    const { store, workspaceId } = this.#stage;
    const ids: string[] = [];
    for (const name of names) {
      ids.push((await store.in(workspaceId, (scope) => coinTag(scope, name))).id);
    }
    return ids;
  }

  async #change(agent: string, change: ConversationChange): Promise<number> {
    const { store, workspaceId } = this.#stage;
    const conversation = await store.in(workspaceId, (scope) =>
      changeByAgent(scope, this.#agent(agent), this.played.conversationId, change),
    );
    return conversation.seq;
  }

  #agent(name: string): Actor {
    const agent = this.#stage.agents.get(name);
    if (!agent) throw new Error(`no agent is called “${name}”`);
    return agent;
  }

  #channel(): StageChannel {
    const { on } = this.#story.person;
    const channel = this.#stage.channels.get(on);
    if (!channel) throw new Error(`there is no channel on “${on}”`);
    return channel;
  }
}

/** The kind of identity that goes by such an address, whatever the channel. */
function wordOf(address: string): string | null {
  if (address.startsWith('+')) return 'phone';
  return address.includes('@') ? 'email' : null;
}

async function sent(file: string): Promise<AttachmentReference> {
  const { name, type, content } = await fileNamed(file);
  return { name, type, size: content.length, source: { content } };
}
