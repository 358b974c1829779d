/** Runs macros: the server does all of it or nothing, and undo takes all of it back. */
import { batch } from '@preact/signals';
import type { Macro, MacroOutcome, NewMacroRun } from '../../server/wire/macros.ts';
import type { Changes, Ran } from './changes.ts';
import type { Conversations } from './conversations.ts';
import type { Drafts } from './drafts.ts';
import { type Doors, isRefusal } from './transport.ts';

/** The key is the same each time: however often it is asked, it runs once. */
const TRIES = 3;

type Beside = {
  drafts: Drafts;
  /** How far the agent has read. */
  seen: (id: string) => number | undefined;
};

export class MacroRuns {
  readonly #doors: Doors;
  readonly #conversations: Conversations;
  readonly #changes: Changes;
  readonly #beside: Beside;

  constructor(doors: Doors, conversations: Conversations, changes: Changes, beside: Beside) {
    this.#doors = doors;
    this.#conversations = conversations;
    this.#changes = changes;
    this.#beside = beside;
  }

  /** @returns whether it was done; why not stands in `changes.failed` */
  async run(macro: Macro, ids: readonly string[], snoozedUntil: string | null): Promise<boolean> {
    const key = crypto.randomUUID();
    const { seen, drafts } = this.#beside;
    // What is written into the field goes below what stands there now.
    if (macro.actions.some((action) => action.do === 'draft')) {
      await Promise.all(ids.map((id) => drafts.settle(id, 'reply')));
    }
    const conversations = ids.map((id) => {
      const seenSeq = seen(id);
      return { id, ...(seenSeq !== undefined && { seenSeq }) };
    });
    const run: NewMacroRun = { key, conversations, ...(snoozedUntil && { snoozedUntil }) };
    const ran = ids.map((id): Ran => ({ kind: 'macro', id, name: macro.name, stays: false }));
    const outcome = await this.#ask(ran, () => this.#doors.runMacro(macro.id, run));
    if (!outcome) return false;
    const { stays } = outcome;
    this.#changes.undo.add(
      ran.map((one) => ({ ...one, stays })),
      () => this.#takeBack(ran, key),
    );
    return true;
  }

  async #takeBack(ran: readonly Ran[], key: string): Promise<void> {
    await this.#ask(ran, () => this.#doors.takeRunBack(key));
  }

  async #ask(
    ran: readonly Ran[],
    ask: () => Promise<MacroOutcome>,
  ): Promise<MacroOutcome | undefined> {
    const ids = ran.map(({ id }) => id);
    try {
      const outcome = await this.#changes.turns.take(ids, () => stubborn(ask));
      batch(() => this.#take(outcome));
      return outcome;
    } catch (error) {
      const refusal = isRefusal(error) ? error : null;
      this.#changes.failed.value = { deeds: ran, of: ran.length, error: refusal };
      return undefined;
    }
  }

  #take({ data, drafts }: MacroOutcome): void {
    this.#conversations.learn(data, 'own');
    for (const { conversationId, text } of drafts) {
      this.#beside.drafts.take(conversationId, 'reply', text);
    }
  }
}

/** Where no answer came, it is asked again. */
async function stubborn<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  for (let left = TRIES - 1; ; left -= 1) {
    try {
      return await ask();
    } catch (error) {
      if (left === 0 || isRefusal(error)) throw error;
    }
  }
}
