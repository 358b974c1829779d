/** Everything the inbox knows, live. One per logged-in agent; screens read its signals and call its verbs. */
import { computed, type ReadonlySignal } from '@preact/signals';
import type { Message } from '../../server/wire/messages.ts';
import { rereadMerged, settleShown } from './appearing.ts';
import { Changes } from './changes.ts';
import { Connection } from './connection.ts';
import { Conversations } from './conversations.ts';
import { Counts } from './counts.ts';
import { Directory } from './directory.ts';
import { Drafts } from './drafts.ts';
import { Envelopes } from './envelopes.ts';
import { Lists } from './lists.ts';
import { MacroRuns } from './macro-runs.ts';
import { Marks } from './marks.ts';
import { Outbox, type Pending, type Written } from './outbox.ts';
import { letTimePass } from './passing.ts';
import { Presences } from './presences.ts';
import { Reading } from './reading.ts';
import { SavedViews } from './saved-views.ts';
import { Sight } from './sight.ts';
import { Sync, type Synced } from './sync.ts';
import { Thread } from './thread.ts';
import { type Doors, ignoreRefusal, isRefusal, type Outside } from './transport.ts';
import { Typing } from './typing.ts';
import { savedView } from './views.ts';

/** How long a stored message may take to appear on the line before we go and look. */
const APPEAR_MS = 2_000;

export type Me = { id: string; name: string };

export class Store {
  readonly me: Me;
  readonly doors: Doors;
  readonly connection: Connection;
  readonly conversations: Conversations;
  readonly savedViews: SavedViews;
  readonly lists: Lists;
  readonly counts: Counts;
  readonly changes: Changes;
  readonly macros: MacroRuns;
  readonly thread: Thread;
  readonly outbox: Outbox;
  readonly drafts: Drafts;
  readonly envelopes: Envelopes;
  readonly reading: Reading;
  readonly sight: Sight;
  readonly typing: Typing;
  readonly presences: Presences;
  readonly directory: Directory;
  /** The opened conversation's id. */
  readonly openedId: ReadonlySignal<string | null>;
  readonly #marks: Marks;
  readonly #sync: Sync;
  readonly #tell: Pick<Outside, 'loggedOut' | 'lineDied'>;
  readonly #kept: boolean;
  readonly #ends: (() => void)[] = [];

  constructor(me: Me, { wire, doors, keeper, kept = false, ...tell }: Outside) {
    this.me = me;
    this.doors = doors;
    this.#tell = tell;
    this.#kept = kept;
    this.connection = new Connection(wire);
    this.conversations = new Conversations(doors);
    this.directory = new Directory(doors);
    this.drafts = new Drafts(doors, keeper, me.id, (id, hasDraft) =>
      this.conversations.mark(id, { hasDraft }),
    );
    const { conversations, directory, drafts } = this;
    this.savedViews = new SavedViews({ me: me.id, conversations, directory, doors });
    this.lists = new Lists(me.id, conversations, doors, this.savedViews);
    this.counts = new Counts(me.id, this.conversations, doors);
    this.changes = new Changes(this.conversations, doors);
    this.thread = new Thread(this.connection, doors);
    this.openedId = computed(() => this.thread.opened.value?.id ?? null);
    this.outbox = new Outbox({ doors, drafts }, keeper, me.id, (message) => this.#stored(message));
    this.envelopes = new Envelopes(keeper, me.id);
    this.reading = new Reading(this.conversations, this.openedId);
    this.sight = new Sight({
      me: me.id,
      thread: this.thread,
      reading: this.reading,
      written: (id) => this.drafts.text(id, 'reply'),
    });
    this.macros = new MacroRuns(doors, this.conversations, this.changes, {
      drafts,
      seen: (id) => this.#seen(id),
    });
    this.typing = new Typing(this.connection, me.id);
    this.presences = new Presences({
      me: me.id,
      connection: this.connection,
      opened: this.openedId,
      attentive: this.reading.attentive,
    });
    this.#marks = new Marks(this);
    this.#sync = new Sync(this.connection, this.#synced());
  }

  /** Since when the server sends and fetches nothing; null: it does. */
  get restingSince(): ReadonlySignal<string | null> {
    return this.#sync.restingSince;
  }

  start(): void {
    this.outbox.restore();
    this.drafts.restore();
    this.reading.start();
    this.sight.start();
    this.presences.start();
    this.#ends.push(
      settleShown(this.thread, this.outbox),
      rereadMerged(this.conversations, this.thread),
      this.savedViews.start((id) => this.#viewChanged(id)),
    );
    this.#ends.push(letTimePass(this.savedViews, this.lists));
    // The lists come over HTTP before the line is up: the first thing seen should not wait for a socket.
    if (this.#kept) this.#loadAround();
    else this.counts.load().catch(() => undefined);
    this.connection.start({
      up: () => this.#connected(),
      look: () => void this.#sync.run(),
      conversation: (packet) => this.#sync.receive(packet),
      event: (event) => this.thread.receive(event),
      typing: (packet) => this.typing.receive(packet),
      present: (packet) => this.presences.receive(packet),
      read: (packet) => this.#marks.read(packet),
      mentioned: (packet) => this.#marks.mentioned(packet),
      draft: (packet) => this.#marks.drafted(packet),
      counts: (packet) => this.counts.receive(packet),
      changed: ({ what }) => void this.directory.load(what).catch(() => undefined),
      refused: () => this.#tell.loggedOut(),
      unheard: () => this.#tell.lineDied(),
    });
  }

  stop(): void {
    for (const end of this.#ends) end();
    this.#sync.stop();
    this.counts.stop();
    this.drafts.flush();
    this.drafts.stop();
    this.outbox.stop();
    this.reading.stop();
    this.sight.stop();
    this.presences.stop();
    this.typing.stop();
    this.connection.stop();
  }

  /**
   * The machine woke up or the network came back: find out at once where we stand.
   * @param ran when this page last ran, if it stood still since; null: it did not
   */
  wake(ran: number | null): void {
    this.connection.hurry(ran);
    if (this.connection.state.peek().name === 'live') void this.#sync.beatNow();
  }

  async open(id: string): Promise<void> {
    const row = this.conversations.peek(id);
    await Promise.allSettled([
      this.thread.open(id),
      row ? Promise.resolve(row) : this.conversations.refresh(id),
      this.drafts.load(id),
    ]);
  }

  close(): void {
    this.presences.rest();
    this.typing.rest();
    this.thread.close();
  }

  /** Puts a message on its way. Before it goes, the other side learns that theirs was read. */
  send(written: Written): Pending {
    this.reading.flush();
    this.presences.rest();
    const { conversationId, kind, extras } = written;
    // The team may always be told something; to the customer nobody speaks past what was said.
    const seenSeq = this.#seen(conversationId);
    if (kind === 'note' || seenSeq === undefined) return this.outbox.send(written);
    return this.outbox.send({ ...written, extras: { ...extras, seenSeq } });
  }

  #seen(id: string): number | undefined {
    return this.sight.of(id) ?? this.conversations.peek(id)?.seq;
  }

  /** Though others said something first: what the agent has seen of it by now goes along. */
  sendAnyway({ key, conversationId }: Pending): void {
    this.outbox.again(key, this.sight.of(conversationId));
  }

  /** A real new attempt at a message the channel did not take. */
  async resend(message: Message): Promise<boolean> {
    try {
      await this.doors.attempt(message.conversationId, message.id);
      return true;
    } catch (error) {
      return isRefusal(error) && error.status === 409;
    } finally {
      this.thread.fill().catch(() => undefined);
    }
  }

  /** Takes a message back before it goes. False when it is too late; throws when no answer came. */
  async takeBack({ conversationId, id }: Message): Promise<boolean> {
    try {
      await this.doors.cancel(conversationId, id);
      return true;
    } catch (error) {
      if (isRefusal(error)) return false;
      throw error;
    } finally {
      this.thread.fill().catch(() => undefined);
    }
  }

  #connected(): void {
    void this.#sync.run();
    this.presences.renew();
  }

  #synced(): Synced {
    return {
      receive: (packet) => this.conversations.receive(packet),
      // What the device kept may be older than any cursor.
      asOf: async () => (this.#kept ? null : this.lists.asOf()),
      catchUp: (rows, drafts) => this.#marks.catchUp(rows, drafts),
      reset: (known) => this.#reset(known),
      rejoin: () => this.#rejoin(),
      opened: () => this.#opened(),
      fill: () => this.thread.fill(),
    };
  }

  async #reset(known: boolean): Promise<void> {
    const opened = this.openedId.peek();
    if (known || this.#kept) {
      this.conversations.doubt();
      this.thread.doubt();
      this.sight.forget();
    }
    await this.lists.reset((id) => id === opened);
    this.thread.forget();
  }

  async #rejoin(): Promise<void> {
    this.outbox.flush();
    this.drafts.flush();
    this.#loadAround();
    const opened = this.openedId.peek();
    // Read apart from the lists: nobody tells what was missed of these in between.
    const apart = opened ? [this.conversations.refresh(opened), this.drafts.load(opened)] : [];
    await Promise.all(apart).catch(ignoreRefusal);
    await this.thread.rejoin().catch(ignoreRefusal);
  }

  #loadAround(): void {
    this.counts.load().catch(() => undefined);
    this.savedViews.doubt();
    void this.directory.loadAll();
  }

  #opened(): { id: string; have: number } | null {
    const line = this.thread.opened.peek();
    return line?.loaded ? { id: line.id, have: line.have } : null;
  }

  #stored(message: Message): void {
    const { key } = message;
    if (this.openedId.peek() !== message.conversationId) {
      this.outbox.settle([message]);
      return;
    }
    setTimeout(() => {
      const missing = this.outbox.pending.peek().some((pending) => pending.key === key);
      if (!missing) return;
      if (this.openedId.peek() !== message.conversationId) this.outbox.settle([message]);
      else this.thread.fill().catch(() => undefined);
    }, APPEAR_MS);
  }

  #viewChanged(id: string): void {
    this.lists.renew(savedView(id)).catch(() => undefined);
  }
}
