/** What the visitor is asked before the first message: kept until the server has it. */
import type { IntakeAnswers, IntakeField } from '../../server/wire/intake.ts';
import type { Claims, VisitorConfig } from '../../server/wire/visitor.ts';
import type { Line } from './line.ts';
import type { Outbox } from './outbox.ts';
import type { Session } from './session.ts';
import { computed, type ReadonlySignal, signal } from './signals.ts';
import type { Store } from './store.ts';

type Given = { answers: IntakeAnswers; claims: Claims };
export type Talk = {
  config: ReadonlySignal<VisitorConfig | null>;
  session: Session;
  line: Line;
  outbox: Outbox;
};

const NAME = 'answers';

export class Intake {
  /** What to ask; nothing of somebody who is known, or has written before. */
  readonly asks: ReadonlySignal<readonly IntakeField[]>;
  readonly #given = signal<Given | null>(null);
  readonly #store: Store;

  constructor({ config, session, line, outbox }: Talk, store: Store) {
    this.#store = store;
    this.#given.value = read(store);
    this.asks = computed(() => {
      const { intake } = config.value ?? {};
      const known = line.messages.value.length + outbox.items.value.length > 0;
      // A line that is there, and not read yet, is somebody's.
      const unread = session.token.value !== null && !line.loaded.value;
      if (!intake || this.#given.value || known || unread || session.hasProof) return [];
      const { claims } = session;
      return intake.fields.filter(({ kind }) => !claims?.[kind as keyof Claims]);
    });
  }

  /** What goes with the first message. */
  get given(): Given | null {
    return this.#given.peek();
  }

  give(given: Given): void {
    this.#store.set(NAME, JSON.stringify(given));
    this.#given.value = given;
  }

  /** The server has it, or another visitor comes. */
  clear(): void {
    this.#store.remove(NAME);
    this.#given.value = null;
  }
}

function read(store: Store): Given | null {
  try {
    return JSON.parse(store.get(NAME) ?? 'null') as Given | null;
  } catch {
    return null;
  }
}
