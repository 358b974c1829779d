/** An agent's screen without a screen, by `docs/protocol.md`: rows and opened lines, on a socket a test may cut. */
import type { Conversation, OwnConversation } from '../../server/wire/conversations.ts';
import type { ConversationEvent, EventPage } from '../../server/wire/events.ts';
import type { Message } from '../../server/wire/messages.ts';
import type {
  BeatAnswer,
  ConversationPacket,
  OpenAnswer,
  SyncAnswer,
} from '../../server/wire/sockets.ts';
import { NumberedLine } from './followers/numbered-line.ts';
import type { TestHub } from './hub.ts';
import { type Agent, inboxOf } from './people.ts';
import { dialAgent, type Live } from './sockets.ts';

export class Desk {
  readonly rows = new Map<string, Conversation>();
  readonly lines = new Map<string, NumberedLine<ConversationEvent>>();
  /** How often everything had to be loaded anew. */
  reloads = 0;
  cursor: string | null = null;
  xids: bigint[] = [];
  readonly #hub: TestHub;
  readonly #agent: Agent;
  #live: Live | null = null;

  constructor(hub: TestHub, agent: Agent) {
    this.#hub = hub;
    this.#agent = agent;
  }

  get live(): Live {
    if (!this.#live) throw new Error('not connected');
    return this.#live;
  }

  /** Connects, catches up, and joins again what was open. */
  async connect(): Promise<void> {
    const live = await dialAgent(this.#hub, this.#agent);
    this.#live = live;
    live.socket.on('conversations', (packets: ConversationPacket[]) => {
      this.xids.push(...packets.flatMap(({ xids }) => xids.map(BigInt)));
      for (const { conversation } of packets) this.#take(conversation);
    });
    live.socket.on('events', (events: ConversationEvent[]) => {
      for (const event of events) this.lines.get(event.conversationId)?.take(event);
    });
    await this.sync();
    await Promise.all([...this.lines.keys()].map((id) => this.open(id)));
  }

  async sync(): Promise<OwnConversation[]> {
    const answer = await this.live.ask<SyncAnswer>('sync', { cursor: this.cursor });
    if (!answer.ok) throw new Error(answer.error.code);
    if (answer.reset) this.reloads += 1;
    const changed = answer.reset ? await inboxOf(this.#agent, 'all') : answer.conversations;
    for (const row of changed) this.#take(row);
    this.cursor = answer.cursor;
    return changed;
  }

  async open(id: string): Promise<void> {
    const line = this.lines.get(id) ?? new NumberedLine((have) => this.#eventsAfter(id, have));
    this.lines.set(id, line);
    const answer = await this.live.ask<OpenAnswer>('open', { conversationId: id });
    if (!answer.ok) throw new Error(answer.error.code);
    line.heardOf(answer.seq);
  }

  async beat(): Promise<{ cursor: string; changes: number }> {
    const answer = await this.live.ask<BeatAnswer>('beat', { cursor: this.cursor ?? '0' });
    if (!answer.ok) throw new Error(answer.error.code);
    return answer;
  }

  /** How many events it was told of in [from, to). */
  tally(from: string, to: string): number {
    return this.xids.filter((xid) => xid >= BigInt(from) && xid < BigInt(to)).length;
  }

  #take(row: Conversation): void {
    if (row.seq > (this.rows.get(row.id)?.seq ?? 0)) this.rows.set(row.id, row);
  }

  async #eventsAfter(id: string, have: number): Promise<ConversationEvent[]> {
    const address = `/api/v1/conversations/${id}/events?after=${have}`;
    return (await this.#agent.call<EventPage>('GET', address)).body.data;
  }
}

/** What a line shows in the end: the steps, with every message in its latest state. */
export function folded(events: ConversationEvent[]): ConversationEvent[] {
  const steps = structuredClone(events).filter((event) => newsOf(event) === null);
  for (const event of events) {
    const news = newsOf(event);
    for (const step of steps) {
      if (step.kind !== 'message' || step.data.message.id !== news?.id) continue;
      Object.assign(step.data.message, news);
    }
  }
  return steps;
}

/** What a step changes of a message; null when it stands for itself. */
export function newsOf(event: ConversationEvent): (Partial<Message> & { id: string }) | null {
  if (event.kind === 'message-state') {
    const { messageId: id, state, reason } = event.data;
    return { id, state, reason };
  }
  return event.kind !== 'message' && 'message' in event.data ? event.data.message : null;
}
