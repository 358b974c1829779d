/** The door for what agents write: answers that take no more than a number are written together, all else one by one. */
import { Grouping } from '../../events/grouping.ts';
import type { Store } from '../../events/scope.ts';
import type { Message } from '../../wire/messages.ts';
import { write } from '../reply.ts';
import type { Ask } from './ask.ts';
import { answerMany, isOrdinary } from './many.ts';

const MOST_TOGETHER = 64;
/** While the database works for one, the next is thought through for the other. */
const LANES = 2;

export class Answering {
  readonly #store: Store;
  readonly #ordinary: Grouping<Ask, Message | null>;

  constructor(store: Store) {
    this.#store = store;
    this.#ordinary = new Grouping(async (_, asks) => {
      const [first] = asks;
      if (!first) return [];
      return store.in(first.actor.workspaceId, (scope) => answerMany(scope, asks), 'once');
    }, MOST_TOGETHER);
  }

  /** Resolves after commit. The same key again answers the first message. @throws Refusal as `write` does */
  async write(ask: Ask): Promise<Message> {
    const together = isOrdinary(ask) ? await this.#together(ask) : null;
    if (together) return together;
    const { actor, conversationId, input } = ask;
    return this.#store.in(actor.workspaceId, (scope) => write(scope, actor, conversationId, input));
  }

  /** null: it needs more, or one of those it went with was at fault. */
  async #together(ask: Ask): Promise<Message | null> {
    try {
      return await this.#ordinary.add(laneOf(ask), ask);
    } catch {
      // None was written: each is tried alone, and what is wrong shows then.
      return null;
    }
  }
}

/** Always the same for one conversation, so that what is said in it stays in order. */
function laneOf({ actor, conversationId }: Ask): string {
  const digit = Number.parseInt(conversationId.slice(-1), 16);
  return `${actor.workspaceId} ${digit % LANES}`;
}
