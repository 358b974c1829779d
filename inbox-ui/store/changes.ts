/**
 * Assigning, tagging, prioritising, closing, reopening, snoozing and putting away, one conversation or many: shown at once, confirmed by the server,
 * taken back on request. What is done to many in one go is one step, and its undo takes each back to where it was.
 */
import { batch, signal } from '@preact/signals';
import type { ChangeOutcome } from '../../server/wire/conversation-changes.ts';
import type {
  ChosenStatus,
  ConversationChange,
  OwnConversation,
  Priority,
} from '../../server/wire/conversations.ts';
import type { PersonReference, Problem } from '../../server/wire/shapes.ts';
import type { Conversations, Patch } from './conversations.ts';
import { type Doors, isRefusal, type Refusal } from './transport.ts';
import { Turns } from './turns.ts';
import { type Step, Undo } from './undo.ts';

/** One change of a conversation. */
type Work =
  | { kind: 'status'; id: string; status: ChosenStatus; until: string | null; back?: Place }
  | { kind: 'priority'; id: string; priority: Priority }
  | { kind: 'assigned'; id: string; assignee: PersonReference | null }
  | Listed;

/** Whoever waited waits as long again once it is taken back: the row has its old place at once. */
type Place = Pick<OwnConversation, 'waitingSince' | 'rank'>;

/** Of the ids that a row lists: of its tags, or of the agents who follow it. */
type Listing = { id: string; added: readonly string[]; removed: readonly string[] };
type Listed = ({ kind: 'tagged' } & Listing) | ({ kind: 'followed' } & Listing);

/** All that a macro does, done in one go. `stays`: an answer went at once, and cannot be taken back. */
export type Ran = { kind: 'macro'; id: string; name: string; stays: boolean };

/** What was done to a conversation, for the toast. */
export type Deed = Work | Ran;

/** What was done in one go: the same to each, never none. */
export type Deeds = readonly Deed[];
type Works = readonly Work[];

/** What, of how many, could not be done. `error` is null when the server never answered. */
export type Failure = { deeds: Deeds; of: number; error: Refusal | null };

type Refused = { deeds: Works; error: Refusal | null };

/** With whom there will be nothing to do when the turn comes; where to note what failed. */
type Way = { vain?: ReadonlySet<string>; failed?: Set<string> };

/** As many as the server takes in one request. */
const MOST_AT_ONCE = 100;
const MOST_TAKES = 5;

export class Changes {
  readonly undo = new Undo<Deeds>();
  readonly failed = signal<Failure | null>(null);
  readonly #conversations: Conversations;
  readonly #doors: Doors;
  /** Macros wait for their turn, too. */
  readonly turns = new Turns();

  constructor(conversations: Conversations, doors: Doors) {
    this.#conversations = conversations;
    this.#doors = doors;
  }

  /** Here and below: true when it is so now with all of them. */
  async close(ids: readonly string[]): Promise<boolean> {
    return this.#do(ids.map((id) => ({ kind: 'status', id, status: 'done', until: null })));
  }

  async spam(ids: readonly string[]): Promise<boolean> {
    return this.#do(ids.map((id) => ({ kind: 'status', id, status: 'spam', until: null })));
  }

  async reopen(ids: readonly string[]): Promise<boolean> {
    return this.#do(ids.map((id) => ({ kind: 'status', id, status: 'open', until: null })));
  }

  async snooze(ids: readonly string[], until: string): Promise<boolean> {
    return this.#do(ids.map((id) => ({ kind: 'status', id, status: 'snoozed', until })));
  }

  /** Takes the most pressing and longest-waiting conversation nobody has. null when there is none. */
  async takeOldest(me: PersonReference): Promise<OwnConversation | null> {
    for (let tries = 0; tries < MOST_TAKES; tries += 1) {
      const { data } = await this.#doors.conversations('unassigned', null);
      this.#conversations.learn(data);
      const free = data.find((row) => this.#conversations.peek(row.id)?.assignee === null);
      if (!free) return null;
      // Somebody else may have been quicker: then the next one.
      if (await this.assign([free.id], me)) return free;
      if (this.failed.peek()?.error?.status !== 409) return null;
    }
    return null;
  }

  async assign(ids: readonly string[], assignee: PersonReference | null): Promise<boolean> {
    return this.#do(ids.map((id) => ({ kind: 'assigned', id, assignee })));
  }

  async prioritise(ids: readonly string[], priority: Priority): Promise<boolean> {
    return this.#do(ids.map((id) => ({ kind: 'priority', id, priority })));
  }

  /** Puts a tag on, or takes it off. */
  async tag(ids: readonly string[], tagId: string, on: boolean): Promise<boolean> {
    return this.#do(ids.map((id) => ({ kind: 'tagged', ...listing(id, tagId, on) })));
  }

  /** Has an agent take part, or no longer. */
  async follow(ids: readonly string[], agentId: string, on: boolean): Promise<boolean> {
    return this.#do(ids.map((id) => ({ kind: 'followed', ...listing(id, agentId, on) })));
  }

  /** What is so already was not done: it is neither counted nor taken back. */
  async #do(wanted: Works): Promise<boolean> {
    const deeds = wanted.filter((deed) => !isSo(deed, this.#conversations.peek(deed.id)));
    if (deeds.length === 0) return true;
    const failed = new Set<string>();
    const step = this.#offerUndo(deeds, failed);
    await this.#send(deeds, { failed });
    if (step && failed.size > 0) {
      const done = deeds.filter(({ id }) => !failed.has(id));
      if (done.length > 0) this.undo.correct(step, done);
      else this.undo.forget(step);
    }
    return failed.size === 0;
  }

  /** Z must work before the server answered: the way back queues behind the way there, and learns then what was in vain. */
  #offerUndo(deeds: Works, vain: ReadonlySet<string>): Step<Deeds> | null {
    const back = deeds.flatMap((deed) => {
      const before = this.#conversations.peek(deed.id);
      return before ? [reverse(deed, before)] : [];
    });
    return back.length > 0 ? this.undo.add(deeds, () => this.#send(back, { vain })) : null;
  }

  async #send(deeds: Works, way: Way): Promise<void> {
    // All is shown at once, and no part waits for another: the page may be left in the same breath.
    const parts = batch(() => inParts(deeds).map((part) => this.#sendPart(part, way)));
    const refused = (await Promise.all(parts)).filter((part) => part !== null);
    const [first] = refused;
    if (!first) return;
    const failed = refused.flatMap((part) => part.deeds);
    this.failed.value = { deeds: failed, of: deeds.length, error: first.error };
  }

  async #sendPart(deeds: Works, { vain, failed }: Way): Promise<Refused | null> {
    const unpatch = deeds.map((deed) => {
      const { id } = deed;
      return this.#conversations.patch(id, patchOf(deed, this.#conversations.peek(id)));
    });
    const ids = deeds.map(({ id }) => id);
    const refused = await this.turns.take(ids, async () => {
      const answer = await this.#attempt(deeds.filter(({ id }) => !vain?.has(id)));
      // Before the next turn begins: it may be the way back.
      for (const { id } of answer?.deeds ?? []) failed?.add(id);
      return answer;
    });
    batch(() => {
      for (const undo of unpatch) undo();
    });
    return refused;
  }

  async #attempt(deeds: Works): Promise<Refused | null> {
    try {
      const outcomes = await this.#ask(deeds);
      const rows = outcomes.flatMap(({ conversation }) => conversation ?? []);
      batch(() => this.#conversations.learn(rows, 'own'));
      return refusedOf(deeds, outcomes);
    } catch (error) {
      return { deeds, error: isRefusal(error) ? error : null };
    }
  }

  async #ask(deeds: Works): Promise<ChangeOutcome[]> {
    const [deed, ...others] = deeds;
    if (!deed) return [];
    if (others.length === 0) {
      return [{ id: deed.id, conversation: await this.#doors.change(deed.id, changeOf(deed)) }];
    }
    return this.#doors.changeMany(deeds.map((one) => ({ id: one.id, ...changeOf(one) })));
  }
}

function inParts(deeds: Works): Works[] {
  const count = Math.ceil(deeds.length / MOST_AT_ONCE);
  return Array.from({ length: count }, (_, n) => {
    return deeds.slice(n * MOST_AT_ONCE, (n + 1) * MOST_AT_ONCE);
  });
}

function refusedOf(deeds: Works, outcomes: ChangeOutcome[]): Refused | null {
  const problems = new Map(outcomes.flatMap(({ id, problem }) => (problem ? [[id, problem]] : [])));
  const [problem] = problems.values();
  if (!problem) return null;
  return { deeds: deeds.filter(({ id }) => problems.has(id)), error: refusalOf(problem) };
}

function refusalOf({ status, code, detail }: Problem): Refusal {
  return { status, code, detail, retryAfter: null };
}

function listing(id: string, what: string, on: boolean): Listing {
  const [added, removed] = on ? [[what], []] : [[], [what]];
  return { id, added, removed };
}

const isListed = (deed: Work): deed is Listed => 'added' in deed;
const LISTS = { tagged: 'tagIds', followed: 'followerIds' } as const;

function isSo(deed: Work, row: OwnConversation | undefined): boolean {
  if (!row) return false;
  if (deed.kind === 'assigned') return row.assignee?.id === deed.assignee?.id;
  if (deed.kind === 'priority') return row.priority === deed.priority;
  if (isListed(deed)) {
    const has = (id: string) => row[LISTS[deed.kind]].includes(id);
    return deed.added.every(has) && !deed.removed.some(has);
  }
  return row.status === deed.status && row.snoozedUntil === deed.until;
}

function patchOf(deed: Work, row: OwnConversation | undefined): Patch {
  if (deed.kind === 'assigned') return { assignee: deed.assignee };
  if (deed.kind === 'priority') return { priority: deed.priority };
  if (isListed(deed)) {
    const list = LISTS[deed.kind];
    const left = row?.[list].filter((id) => !deed.removed.includes(id)) ?? [];
    return { [list]: [...left, ...deed.added] };
  }
  return { status: deed.status, snoozedUntil: deed.until, ...deed.back };
}

function changeOf(deed: Work): ConversationChange {
  if (deed.kind === 'assigned') return { assigneeId: deed.assignee?.id ?? null };
  if (deed.kind === 'priority') return { priority: deed.priority };
  if (deed.kind === 'tagged') {
    return { addTagIds: [...deed.added], removeTagIds: [...deed.removed] };
  }
  if (deed.kind === 'followed') {
    return { addFollowerIds: [...deed.added], removeFollowerIds: [...deed.removed] };
  }
  if (deed.status !== 'snoozed') return { status: deed.status };
  return { status: 'snoozed', snoozedUntil: deed.until };
}

function reverse(deed: Work, before: OwnConversation): Work {
  if (deed.kind === 'assigned') return { ...deed, assignee: before.assignee };
  if (deed.kind === 'priority') return { ...deed, priority: before.priority };
  if (isListed(deed)) return { ...deed, added: deed.removed, removed: deed.added };
  // Of what goes on elsewhere nothing can be changed, nor taken back.
  if (before.status === 'merged') return deed;
  const { status, snoozedUntil: until, waitingSince, rank } = before;
  return { ...deed, status, until, back: { waitingSince, rank } };
}
