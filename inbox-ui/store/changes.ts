/** Assigning, tagging, closing, reopening and snoozing: shown at once, confirmed by the server, undone on request. */
import { signal } from '@preact/signals';
import type {
  ConversationChange,
  OwnConversation,
  Status,
} from '../../server/wire/conversations.ts';
import type { PersonReference } from '../../server/wire/shapes.ts';
import type { Conversations, Patch } from './conversations.ts';
import { type Doors, isRefusal, type Refusal } from './transport.ts';
import { Undo } from './undo.ts';

/** What was done, for the toast. */
export type Deed =
  | { kind: 'status'; id: string; status: Status; until: string | null }
  | { kind: 'assigned'; id: string; assignee: PersonReference | null }
  | { kind: 'tagged'; id: string; added: readonly string[]; removed: readonly string[] };

/** What could not be done. `error` is null when the server never answered. */
export type Failure = { deed: Deed; error: Refusal | null };

export class Changes {
  readonly undo = new Undo<Deed>();
  readonly failed = signal<Failure | null>(null);
  readonly #conversations: Conversations;
  readonly #doors: Doors;
  /** One change of a conversation at a time, so that they arrive in the order they were made. */
  readonly #queues = new Map<string, Promise<unknown>>();

  constructor(conversations: Conversations, doors: Doors) {
    this.#conversations = conversations;
    this.#doors = doors;
  }

  async close(id: string): Promise<boolean> {
    return this.#setStatus(id, 'done', null);
  }

  async reopen(id: string): Promise<boolean> {
    return this.#setStatus(id, 'open', null);
  }

  async snooze(id: string, until: string): Promise<boolean> {
    return this.#setStatus(id, 'snoozed', until);
  }

  async assign(id: string, assignee: PersonReference | null): Promise<boolean> {
    const before = this.#conversations.peek(id);
    if (before && before.assignee?.id === assignee?.id) return true;
    return this.#do({ kind: 'assigned', id, assignee }, before);
  }

  /** Puts a tag on, or takes it off. */
  async tag(id: string, tagId: string, on: boolean): Promise<boolean> {
    const before = this.#conversations.peek(id);
    if (before && before.tagIds.includes(tagId) === on) return true;
    const [added, removed] = on ? [[tagId], []] : [[], [tagId]];
    return this.#do({ kind: 'tagged', id, added, removed }, before);
  }

  async #setStatus(id: string, status: Status, until: string | null): Promise<boolean> {
    const before = this.#conversations.peek(id);
    if (before && before.status === status && before.snoozedUntil === until) return true;
    return this.#do({ kind: 'status', id, status, until }, before);
  }

  async #do(deed: Deed, before: OwnConversation | undefined): Promise<boolean> {
    // Z must work before the server answered: the way back queues behind the way there.
    const back = async () => void (before && (await this.#send(reverse(deed, before))));
    const step = before ? this.undo.add(deed, back) : null;
    const done = await this.#send(deed);
    if (!done && step) this.undo.forget(step);
    return done;
  }

  async #send(deed: Deed): Promise<boolean> {
    const unpatch = this.#conversations.patch(
      deed.id,
      patchOf(deed, this.#conversations.peek(deed.id)),
    );
    const turn = (this.#queues.get(deed.id) ?? Promise.resolve()).then(async () => {
      const row = await this.#doors.change(deed.id, changeOf(deed));
      this.#conversations.learn([row], 'own');
    });
    const settled = turn.catch(() => undefined);
    this.#queues.set(deed.id, settled);
    try {
      await turn;
      return true;
    } catch (error) {
      this.failed.value = { deed, error: isRefusal(error) ? error : null };
      return false;
    } finally {
      unpatch();
      if (this.#queues.get(deed.id) === settled) this.#queues.delete(deed.id);
    }
  }
}

function patchOf(deed: Deed, row: OwnConversation | undefined): Patch {
  if (deed.kind === 'assigned') return { assignee: deed.assignee };
  if (deed.kind === 'tagged') {
    const left = row?.tagIds.filter((id) => !deed.removed.includes(id)) ?? [];
    return { tagIds: [...left, ...deed.added] };
  }
  return { status: deed.status, snoozedUntil: deed.until };
}

function changeOf(deed: Deed): ConversationChange {
  if (deed.kind === 'assigned') return { assigneeId: deed.assignee?.id ?? null };
  if (deed.kind === 'tagged') {
    return { addTagIds: [...deed.added], removeTagIds: [...deed.removed] };
  }
  if (deed.status !== 'snoozed') return { status: deed.status };
  return { status: 'snoozed', snoozedUntil: deed.until };
}

function reverse(deed: Deed, before: OwnConversation): Deed {
  if (deed.kind === 'assigned') return { ...deed, assignee: before.assignee };
  if (deed.kind === 'tagged') return { ...deed, added: deed.removed, removed: deed.added };
  return { ...deed, status: before.status, until: before.snoozedUntil };
}
