/** A server small enough to read at a glance, with a hand on every packet. */
import { vi } from 'vitest';
import { isIn } from '../../../inbox-ui/store/matching.ts';
import { Store } from '../../../inbox-ui/store/store.ts';
import type {
  Doors,
  Keeper,
  PacketAnswer,
  PacketName,
  PacketRequest,
  Wire,
  WireHandlers,
} from '../../../inbox-ui/store/transport.ts';
import { belongs, compareKeys } from '../../../inbox-ui/store/views.ts';
import type { ChangeOutcome } from '../../../server/wire/conversation-changes.ts';
import type {
  ConversationChange,
  OwnConversation,
  View,
} from '../../../server/wire/conversations.ts';
import type { ConversationEvent } from '../../../server/wire/events.ts';
import type { MacroOutcome, NewMacroRun } from '../../../server/wire/macros.ts';
import type { Message, NewMessage } from '../../../server/wire/messages.ts';
import type { SavedView, ViewSizes } from '../../../server/wire/saved-views.ts';
import type { BeatAnswer, SyncAnswer } from '../../../server/wire/sockets.ts';

export const ME = { id: 'me', name: 'Ana' };
export const NOON = Date.parse('2026-03-12T12:00:00Z');

export function conversation(id: string, change: Partial<OwnConversation> = {}): OwnConversation {
  const at = new Date(NOON).toISOString();
  return {
    id,
    number: 1,
    status: 'open',
    subject: '',
    assignee: null,
    contact: { id: `contact-${id}`, name: `Contact ${id}`, verified: false, blocked: false },
    channel: { id: 'channel', adapter: 'web', name: 'Website', mark: 'We' },
    seq: 1,
    inboundSeq: 1,
    waitingSince: at,
    snoozedUntil: null,
    preview: 'Hello',
    previewDirection: 'in',
    priority: 'normal',
    tagIds: [],
    followerIds: [],
    mergedInto: null,
    mergedIds: [],
    rank: 10,
    lastMessageAt: at,
    createdAt: at,
    updatedAt: at,
    readSeq: 0,
    hasDraft: false,
    mentionSeq: 0,
    ...change,
  };
}

export function message(seq: number, change: Partial<Message> = {}): Message {
  return {
    id: `message-${seq}`,
    conversationId: 'a',
    seq,
    direction: 'in',
    text: `Text ${seq}`,
    quoted: null,
    rich: false,
    raw: false,
    subject: null,
    addressing: null,
    recipients: null,
    refused: [],
    automatic: null,
    doubt: null,
    forwardedFrom: null,
    side: false,
    dueAt: null,
    unsupported: null,
    context: null,
    quotes: null,
    editedAt: null,
    deletedAt: null,
    reactions: [],
    revision: null,
    reactionProblem: null,
    template: null,
    content: null,
    state: 'received',
    reason: null,
    key: null,
    author: null,
    threadId: 'thread',
    channelId: 'channel',
    attachments: [],
    createdAt: new Date(NOON).toISOString(),
    ...change,
  };
}

type Body = ConversationEvent extends infer Event
  ? Event extends ConversationEvent
    ? Pick<Event, 'kind' | 'data'>
    : never
  : never;

export function event(seq: number, body?: Body, conversationId = 'a'): ConversationEvent {
  const actor = { kind: 'contact', id: null, name: 'Bo' } as const;
  const at = new Date(NOON).toISOString();
  const kind = body ?? { kind: 'message', data: { message: message(seq, { conversationId }) } };
  return { conversationId, seq, at, actor, ...kind } as ConversationEvent;
}

export class FakeWire implements Wire {
  handlers: WireHandlers | null = null;
  up = false;
  redials = 0;
  readonly asked: { name: PacketName; request: unknown }[] = [];
  sync: () => SyncAnswer = () => ({
    ok: true,
    cursor: '100',
    reset: false,
    conversations: [],
    drafts: [],
  });
  beat: () => BeatAnswer | Promise<BeatAnswer> = () => {
    return { ok: true, cursor: '100', changes: 0, seq: null, restingSince: null };
  };
  openSeq = 0;

  start(handlers: WireHandlers): void {
    this.handlers = handlers;
  }
  stop(): void {
    this.up = false;
  }
  redial(): void {
    this.redials += 1;
    this.drop();
  }
  raise(): void {
    this.up = true;
    this.tell().up();
  }
  drop(unheard = false): void {
    this.up = false;
    this.tell().down(unheard);
  }
  tell(): WireHandlers {
    if (!this.handlers) throw new Error('The store has not started.');
    return this.handlers;
  }
  count(name: PacketName): number {
    return this.asked.filter((question) => question.name === name).length;
  }
  async ask<Name extends PacketName>(
    name: Name,
    request: PacketRequest<Name>,
  ): Promise<PacketAnswer<Name>> {
    if (!this.up) throw new Error('down');
    this.asked.push({ name, request });
    return (await this.#answer(name)) as PacketAnswer<Name>;
  }
  async #answer(name: PacketName): Promise<unknown> {
    if (name === 'sync') return this.sync();
    if (name === 'beat') return this.beat();
    return name === 'open' ? { ok: true, seq: this.openSeq } : { ok: true };
  }
}

/** What the REST side knows. Any door can be broken by replacing it. */
export class FakeServer {
  rows: OwnConversation[] = [];
  log: ConversationEvent[] = [];
  posts: NewMessage[] = [];
  saved: { kind: string; text: string }[] = [];
  reads: { id: string; seq: number }[] = [];
  changes: ConversationChange[] = [];
  views: SavedView[] = [];
  /** Questions for numbers. */
  sized = 0;
  readonly runs: { id: string; key: string; seen: (number | undefined)[] }[] = [];
  readonly takenBack: string[] = [];
  pageSize = 50;
  /** The cursor that goes with a first page. */
  asOf: string | null = null;
  readonly doors: Doors;

  constructor() {
    this.doors = {
      conversations: async (view, cursor, ahead = 0) => {
        const rows = this.rows
          .filter((row) => this.holds(view, row) || this.holds(view, row, ahead * 1000))
          .sort(compareKeys);
        const from = cursor === null ? 0 : Number(cursor);
        const data = rows.slice(from, from + this.pageSize);
        const more = from + this.pageSize < rows.length;
        const next = more ? String(from + this.pageSize) : null;
        return { data, next, asOf: cursor === null ? this.asOf : null };
      },
      conversation: async (id) => this.row(id),
      change: async (id, change) => this.change(id, change),
      changeMany: async (changes) => changes.map((one) => this.changeOne(one)),
      counts: async () => ({ at: '1', data: [], channels: [], tags: [] }),
      line: async (id, before) => {
        const events = this.log.filter((one) => one.conversationId === id);
        const until = before ?? Number.POSITIVE_INFINITY;
        const data = events.filter(({ seq, kind }) => seq < until && kind !== 'message-state');
        return { data, seq: events.at(-1)?.seq ?? 0, more: false };
      },
      events: async (id, after) => {
        const events = this.log.filter((one) => one.conversationId === id);
        return {
          data: events.filter(({ seq }) => seq > after),
          seq: events.at(-1)?.seq ?? 0,
          more: false,
        };
      },
      send: async (id, body) => this.send(id, body),
      attempt: async (id) => message(1, { conversationId: id }),
      cancel: async (id, messageId) => this.cancel(id, messageId),
      makeCustomer: async () => undefined,
      merge: async (id) => ({ id: 'merge', conversation: this.row(id) }),
      unmerge: async (id) => this.row(id),
      split: async (id) => ({ id: 'split', conversation: this.row(id) }),
      unsplit: async (id) => this.row(id),
      recipients: async () => null,
      sending: async () => [],
      read: async (id, seq) => void this.reads.push({ id, seq }),
      drafts: async () => [],
      saveDraft: async (_id, kind, text) => void this.saved.push({ kind, text }),
      agents: async () => [],
      channels: async () => [],
      savedReplies: async () => [],
      savedViews: async () => this.views,
      viewSizes: async () => this.sizes(),
      tags: async () => [],
      macros: async () => [],
      runMacro: async (id, run) => this.runMacro(id, run),
      takeRunBack: async (key) => this.takeRunBack(key),
      coinTag: () => Promise.reject(new Error('unused')),
      contact: () => Promise.reject(new Error('unused')),
      renameContact: () => Promise.reject(new Error('unused')),
      search: async () => ({ data: [], next: null, complete: true }),
    };
  }

  holds(view: View, row: OwnConversation, ahead = 0): boolean {
    const saved = this.views.find(({ id }) => view === `saved:${id}`);
    if (!saved) return belongs(view, row, ME.id);
    return isIn(saved.filter, row, { me: ME.id, now: Date.now() + ahead });
  }

  sizes(): ViewSizes {
    this.sized += 1;
    const data = this.views.map(({ id }) => {
      return { id, count: this.rows.filter((row) => this.holds(`saved:${id}`, row)).length };
    });
    return { at: new Date().toISOString(), data };
  }

  row(id: string): OwnConversation {
    const row = this.rows.find((one) => one.id === id);
    if (!row) throw refusal(404, 'not_found');
    return row;
  }

  /** Stores the row as it is now, with the next seq. */
  put(id: string, change: Partial<OwnConversation>): OwnConversation {
    const before = this.rows.find((one) => one.id === id) ?? conversation(id, { seq: 0 });
    const row = { ...before, seq: before.seq + 1, ...change };
    this.rows = [...this.rows.filter((one) => one.id !== id), row];
    return row;
  }

  change(id: string, change: ConversationChange): OwnConversation {
    this.changes.push(change);
    const {
      status,
      priority,
      assigneeId,
      snoozedUntil,
      addTagIds = [],
      removeTagIds = [],
    } = change;
    const left = this.row(id).tagIds.filter((tag) => !removeTagIds.includes(tag));
    return this.put(id, {
      ...(status && { status }),
      ...(priority && { priority }),
      tagIds: [...left, ...addTagIds],
      ...(snoozedUntil !== undefined && { snoozedUntil }),
      ...(assigneeId !== undefined && {
        assignee: assigneeId ? { id: assigneeId, name: '' } : null,
      }),
    });
  }

  /** Marks all of them done, whatever the macro. */
  runMacro(id: string, { key, conversations }: NewMacroRun): MacroOutcome {
    this.runs.push({ id, key, seen: conversations.map(({ seenSeq }) => seenSeq) });
    const data = conversations.map((one) => this.put(one.id, { status: 'done' }));
    return { data, drafts: [{ conversationId: 'a', text: 'Laid there' }], stays: false };
  }

  takeRunBack(key: string): MacroOutcome {
    this.takenBack.push(key);
    const data = this.rows.map((row) => this.put(row.id, { status: 'open' }));
    return { data, drafts: [], stays: false };
  }

  /** Of many: rows that are not there are refused, the others changed. */
  changeOne({ id, ...change }: ConversationChange & { id: string }): ChangeOutcome {
    if (this.rows.some((row) => row.id === id))
      return { id, conversation: this.change(id, change) };
    const problem = { type: 'about:blank', title: '', status: 404, code: 'not_found', detail: '' };
    return { id, problem };
  }

  /** Too late once it is no longer queued. */
  cancel(id: string, messageId: string): Message {
    const known = this.log.find((one) => {
      return one.kind === 'message' && one.data.message.id === messageId;
    });
    if (known?.kind !== 'message' || known.data.message.state !== 'queued') {
      throw refusal(409, 'conflict');
    }
    const data = { messageId, state: 'cancelled', reason: null } as const;
    const seq = (this.log.at(-1)?.seq ?? 0) + 1;
    this.log.push(event(seq, { kind: 'message-state', data }, id));
    return { ...known.data.message, state: 'cancelled' };
  }

  /** The same key again is the same message. */
  send(id: string, body: NewMessage): Message {
    this.posts.push(body);
    const known = this.log.find((one) => {
      return one.kind === 'message' && one.data.message.key === body.key;
    });
    if (known?.kind === 'message') return known.data.message;
    this.#refuseUnseen(body);
    const seq = (this.log.at(-1)?.seq ?? 0) + 1;
    const stored = message(seq, {
      conversationId: id,
      direction: body.kind === 'note' ? 'note' : 'out',
      text: body.text,
      key: body.key,
      state: 'queued',
    });
    this.log.push(event(seq, { kind: 'message', data: { message: stored } }, id));
    return stored;
  }

  #refuseUnseen({ seenSeq }: NewMessage): void {
    const missed = this.log.flatMap((one) => {
      const said = one.kind === 'message' && one.seq > (seenSeq ?? one.seq);
      const { key, direction } = said ? one.data.message : { key: '', direction: 'in' };
      return said && key === null && direction !== 'in' ? one.data.message : [];
    });
    if (missed.length > 0) throw Object.assign(refusal(409, 'unseen'), { missed });
  }
}

export function refusal(status: number, code: string): Error {
  return Object.assign(new Error(code), { status, code, detail: code, retryAfter: null });
}

export class FakeKeeper implements Keeper {
  readonly kept = new Map<string, string>();
  list(prefix: string): { key: string; value: string }[] {
    return [...this.kept]
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, value]) => ({ key, value }));
  }
  put(key: string, value: string): void {
    this.kept.set(key, value);
  }
  drop(key: string): void {
    this.kept.delete(key);
  }
}

/** @param kept whether it begins with what the device kept, as `server` has it then */
export function setUp(server = new FakeServer(), keeper = new FakeKeeper(), kept = false) {
  const wire = new FakeWire();
  const [loggedOut, lineDied] = [vi.fn(), vi.fn()];
  const { doors } = server;
  const store = new Store(ME, { wire, doors, keeper, kept, loggedOut, lineDied });
  store.start();
  return { wire, server, keeper, store, loggedOut, lineDied };
}
