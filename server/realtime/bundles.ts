/**
 * Tells agents what changed: at once while little happens, in bundles while much does. A bundle is one packet for all
 * that changed in a few milliseconds, written once for everybody who hears it.
 */
import type { Effect } from '../events/effects.ts';
import type { ConversationEvent } from '../wire/events.ts';
import type { ConversationPacket } from '../wire/sockets.ts';
import { type AgentNamespace, rooms } from './rooms.ts';

/** So long company is waited for at most: while much happens nobody sees a list move more often. */
const LONGEST_MS = 15;
/** For each change in the bundle before: while little happens there is nothing to wait for. */
const EACH_MS = 1;
/** Longer bundles would be a burden of their own to a slow line. */
const MOST_IN_ONE = 100;

export class Bundles {
  readonly #agents: AgentNamespace;
  readonly #isHeard: (room: string) => boolean;
  /** By the room that hears of them: each conversation once, as it was last, with the transactions behind it. */
  readonly #rows = new Map<string, Map<string, ConversationPacket>>();
  /** By the room that hears of them: every one, in the order in which they were committed. */
  readonly #events = new Map<string, ConversationEvent[]>();
  #timer: NodeJS.Timeout | NodeJS.Immediate | null = null;
  #nextAt = 0;
  #changes = 0;

  /** @param isHeard whether anybody may be in a room: what nobody hears need not be written */
  constructor(agents: AgentNamespace, isHeard: (room: string) => boolean) {
    this.#agents = agents;
    this.#isHeard = isHeard;
  }

  add(workspaceId: string, effect: Extract<Effect, { type: 'conversation' }>): void {
    const { conversation, events, xid } = effect;
    const rows = entry(this.#rows, rooms.workspace(workspaceId), () => new Map());
    const before = rows.get(conversation.id);
    const xids = [...(before?.xids ?? []), ...events.map(() => xid)];
    // Two commits may overtake each other on their way here: the later state is the one with the higher number.
    const latest =
      before && before.conversation.seq > conversation.seq ? before.conversation : conversation;
    rows.set(conversation.id, { conversation: latest, xids });
    const room = rooms.conversation(workspaceId, conversation.id);
    entry(this.#events, room, () => []).push(...events);
    this.#changes += events.length;
    this.#schedule();
  }

  /** What waits, now. */
  tell(): void {
    if (this.#timer === null) return;
    this.#timer = null;
    this.#nextAt = performance.now() + Math.min(LONGEST_MS, EACH_MS * this.#changes);
    this.#changes = 0;
    for (const [room, rows] of this.#taken(this.#rows)) {
      for (const some of pages([...rows.values()])) {
        this.#agents.to(room).emit('conversations', some);
      }
    }
    for (const [room, events] of this.#taken(this.#events)) {
      for (const some of pages(events)) this.#agents.to(room).emit('events', some);
    }
  }

  #taken<Value>(map: Map<string, Value>): [string, Value][] {
    const all = [...map].filter(([room]) => this.#isHeard(room));
    map.clear();
    return all;
  }

  /** The first one goes in a turn of its own, so that whatever one commit brought goes with it. */
  #schedule(): void {
    if (this.#timer !== null) return;
    const wait = this.#nextAt - performance.now();
    const tell = () => this.tell();
    this.#timer = wait > 0 ? setTimeout(tell, wait) : setImmediate(tell);
  }
}

function entry<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  const found = map.get(key) ?? make();
  map.set(key, found);
  return found;
}

function pages<Item>(items: readonly Item[]): Item[][] {
  const count = Math.ceil(items.length / MOST_IN_ONE);
  return Array.from({ length: count }, (_, n) =>
    items.slice(n * MOST_IN_ONE, (n + 1) * MOST_IN_ONE),
  );
}
