/**
 * What the agent is writing, kept on the server 600 ms after the last key and on the device until then. Another
 * tab's words are taken over, except into a field that is being written in here.
 */
import { type Signal, signal } from '@preact/signals';
import type { Draft } from '../../server/wire/conversations.ts';
import { type Doors, isFinal, type Keeper } from './transport.ts';

const SAVE_MS = 600;
const RETRY_MS = 5_000;
const PATIENCE_MS = 3_000;
/** How long after the last key the field still counts as being written in. */
const WRITING_MS = 10_000;

export type DraftKind = Draft['kind'];
/** `device`: not on the server yet, but safe here. */
export type DraftState = 'saved' | 'device';

type Field = {
  conversationId: string;
  kind: DraftKind;
  text: Signal<string>;
  state: Signal<DraftState>;
  writtenAt: number;
  /** How often other words were put here. */
  changes: number;
  timer: ReturnType<typeof setTimeout> | undefined;
  saving: boolean;
};

export class Drafts {
  readonly #doors: Doors;
  readonly #keeper: Keeper;
  readonly #prefix: string;
  readonly #fields = new Map<string, Field>();
  readonly #changed: (conversationId: string, hasDraft: boolean) => void;

  constructor(
    doors: Doors,
    keeper: Keeper,
    me: string,
    changed: (conversationId: string, hasDraft: boolean) => void,
  ) {
    this.#doors = doors;
    this.#keeper = keeper;
    this.#prefix = `interline.draft.${me}.`;
    this.#changed = changed;
  }

  /** The words in one field. */
  text(conversationId: string, kind: DraftKind): Signal<string> {
    return this.#field(conversationId, kind).text;
  }

  state(conversationId: string, kind: DraftKind): Signal<DraftState> {
    return this.#field(conversationId, kind).state;
  }

  /** Conversations with words that are not on the server yet. */
  waiting(): ReadonlySet<string> {
    const fields = [...this.#fields.values()];
    const unsaved = fields.filter(({ state, text }) => state.peek() === 'device' && text.peek());
    return new Set(unsaved.map(({ conversationId }) => conversationId));
  }

  /** Reads what the server keeps. Words of this device that never got there win, and those that were on their way there when it was asked. */
  async load(conversationId: string): Promise<void> {
    const resting = (['reply', 'note'] as const)
      .map((kind) => this.#field(conversationId, kind))
      .filter(({ state }) => state.peek() === 'saved')
      .map((field) => ({ field, changes: field.changes }));
    const drafts = await this.#doors.drafts(conversationId);
    for (const { field, changes } of resting) {
      const kept = drafts.find(({ kind }) => kind === field.kind)?.text ?? '';
      if (field.changes === changes) field.text.value = kept;
    }
  }

  /** The agent changed the words. */
  write(conversationId: string, kind: DraftKind, text: string): void {
    const field = this.#field(conversationId, kind);
    field.writtenAt = Date.now();
    this.#put(field, text, SAVE_MS);
  }

  /** The words were sent or thrown away: empty at once, everywhere. */
  clear(conversationId: string, kind: DraftKind): void {
    const field = this.#field(conversationId, kind);
    field.writtenAt = 0;
    if (field.text.peek() !== '' || field.state.peek() === 'device') this.#put(field, '', 0);
  }

  /** Another tab (or our own echo) tells what the server keeps now. */
  receive(packet: { conversationId: string; kind: DraftKind; text: string }): void {
    const field = this.#field(packet.conversationId, packet.kind);
    const writing = Date.now() - field.writtenAt < WRITING_MS;
    if (writing || field.state.peek() === 'device') return;
    field.text.value = packet.text;
  }

  /** Resolves once the server has the words of one field, or has not answered for a while. */
  async settle(conversationId: string, kind: DraftKind): Promise<void> {
    const field = this.#field(conversationId, kind);
    if (field.state.peek() === 'saved') return;
    const saved = new Promise<void>((resolve) => {
      const end = field.state.subscribe((state) => {
        if (state === 'saved') resolve(queueMicrotask(() => end()));
      });
      setTimeout(() => resolve(queueMicrotask(() => end())), PATIENCE_MS);
    });
    void this.#save(field);
    await saved;
  }

  /** The server keeps these words now, by our own doing: they stand in the field whoever writes there. */
  take(conversationId: string, kind: DraftKind, text: string): void {
    const field = this.#field(conversationId, kind);
    clearTimeout(field.timer);
    field.writtenAt = 0;
    field.text.value = text;
    field.changes += 1;
    this.#saved(field);
    this.#changed(conversationId, this.#any(conversationId));
  }

  /** Saves what waits, now: the page is being left, or the line came back. */
  flush(): void {
    for (const field of this.#fields.values()) {
      if (field.state.peek() === 'device') void this.#save(field);
    }
  }

  /** Words a crashed or offline tab left on this device. */
  restore(): void {
    for (const { key } of this.#keeper.list(this.#prefix)) {
      const [conversationId, kind] = key.slice(this.#prefix.length).split('.');
      if (conversationId && (kind === 'reply' || kind === 'note')) {
        this.#field(conversationId, kind);
      } else this.#keeper.drop(key);
    }
    this.flush();
  }

  stop(): void {
    for (const field of this.#fields.values()) clearTimeout(field.timer);
  }

  #put(field: Field, text: string, within: number): void {
    field.text.value = text;
    field.changes += 1;
    field.state.value = 'device';
    this.#keeper.put(this.#keyOf(field), text);
    this.#changed(field.conversationId, this.#any(field.conversationId));
    clearTimeout(field.timer);
    field.timer = setTimeout(() => void this.#save(field), within);
  }

  async #save(field: Field): Promise<void> {
    clearTimeout(field.timer);
    // One at a time: a slow older save must not land after a newer one.
    if (field.saving) return;
    field.saving = true;
    const text = field.text.peek();
    const again = await this.#doors.saveDraft(field.conversationId, field.kind, text).then(
      () => false,
      (error: unknown) => !isFinal(error),
    );
    field.saving = false;
    if (field.text.peek() !== text) void this.#save(field);
    else if (again) field.timer = setTimeout(() => void this.#save(field), RETRY_MS);
    else this.#saved(field);
  }

  #saved(field: Field): void {
    field.state.value = 'saved';
    this.#keeper.drop(this.#keyOf(field));
  }

  #any(conversationId: string): boolean {
    return (['reply', 'note'] as const).some((kind) => {
      return this.#fields.get(`${conversationId}.${kind}`)?.text.peek().trim();
    });
  }

  #field(conversationId: string, kind: DraftKind): Field {
    const id = `${conversationId}.${kind}`;
    const existing = this.#fields.get(id);
    if (existing) return existing;
    const left = this.#keeper.list(this.#prefix + id)[0];
    const field: Field = {
      conversationId,
      kind,
      text: signal(left?.value ?? ''),
      state: signal<DraftState>(left ? 'device' : 'saved'),
      writtenAt: 0,
      changes: 0,
      timer: undefined,
      saving: false,
    };
    this.#fields.set(id, field);
    return field;
  }

  #keyOf({ conversationId, kind }: Field): string {
    return `${this.#prefix}${conversationId}.${kind}`;
  }
}
