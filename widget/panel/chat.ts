/** The visitor's side of the conversation: puts the parts together and decides what follows from what. No DOM here. */

import type { VisitorMessage } from '../../server/wire/visitor.ts';
import type { Identity, Report } from '../bridge.ts';
import { createAlarm } from './alarm.ts';
import { type Api, type MessageDraft, post } from './api.ts';
import { Attaching } from './attaching.ts';
import { Choices } from './choices.ts';
import { Connection, type ConnectionDeps } from './connection.ts';
import { Intake } from './intake.ts';
import { type Burst, isNews, Line } from './line.ts';
import type { Lock } from './lock.ts';
import { Outbox } from './outbox.ts';
import { isOutgoingName } from './outgoing.ts';
import type { Pictures } from './pictures.ts';
import type { Place } from './place.ts';
import { Reach } from './reach.ts';
import { Receipts } from './receipts.ts';
import { Session } from './session.ts';
import { Settings } from './settings.ts';
import { batch, effect, type ReadonlySignal, signal, untracked } from './signals.ts';
import type { Store } from './store.ts';
import { Sync } from './sync.ts';
import { watchTrouble, whetherReachable } from './trouble.ts';
import { OwnTyping, TheirTyping } from './typing.ts';
import type { Uploads } from './uploads.ts';

export type ChatDeps = {
  channelId: string;
  api: Api;
  store: Store;
  lock: Lock;
  place: Place;
  ways: ConnectionDeps['ways'];
  /** Tells the page around us. */
  tell(report: Report): void;
};

export class Chat {
  readonly deps: ChatDeps;
  readonly place: Place;
  readonly config: Settings['config'];
  readonly retryAt: Settings['retryAt'];
  readonly draft = signal('');
  /** What was pressed beside the launcher, until it is answered. */
  readonly nudge = signal<{ id: string; text: string } | null>(null);
  readonly burst = signal<Burst | null>(null);
  /** Messages up to here are not to be read out one by one: they are history, or came in a burst. */
  readonly quietUpTo = signal(0);
  readonly line = new Line();
  readonly choices: Choices;
  readonly theirTyping = new TheirTyping();
  readonly session: Session;
  readonly sync: Sync;
  readonly outbox: Outbox;
  /** Files on their way into the next message; null until somebody may have one to send. */
  readonly uploads = signal<Uploads | null>(null);
  /** Null until there is one to show. */
  pictures: Pictures | null = null;
  readonly api: Api;
  readonly connection: Connection;
  readonly reach: Reach;
  readonly intake: Intake;
  /** As far as is known, somebody answers. */
  readonly reachable: ReadonlySignal<boolean>;
  readonly trouble;
  /** Files for the next message. */
  readonly attaching: Attaching;
  readonly #receipts: Receipts;
  readonly #ownTyping: OwnTyping;
  readonly #settings: Settings;

  constructor(deps: ChatDeps) {
    this.deps = deps;
    const { api, store, lock, place } = deps;
    this.place = place;
    this.api = api;
    this.choices = new Choices(store);
    this.#settings = new Settings(() => api.config());
    this.config = this.#settings.config;
    this.retryAt = this.#settings.retryAt;
    this.draft.value = store.get('draft') ?? '';
    this.session = new Session({ api, store, lock, replaced: () => this.#wipe() });
    this.sync = new Sync({
      line: this.line,
      alarm: createAlarm(),
      ask: (slice) => this.session.use((token) => api.messages(token, slice)),
      arrived: (messages) => this.#arrived(messages),
    });
    this.outbox = new Outbox({
      store,
      lock,
      alarm: createAlarm(),
      now: Date.now,
      send: (draft) => this.#send(draft),
      stored: (message) => this.sync.offer(message),
    });
    this.#receipts = new Receipts((status, seq) =>
      this.session.use((token) => api.call(token, '/receipts', post({ status, seq }))),
    );
    this.connection = this.#connect();
    this.#ownTyping = new OwnTyping((active) => this.connection.typing(active));
    this.reach = new Reach(this.line, this.config, (email) => this.#leave(email));
    this.intake = new Intake(this, store);
    this.reachable = whetherReachable(place, this.connection);
    this.trouble = watchTrouble(place, this.connection);
    this.attaching = new Attaching(this);
  }

  /** Reads the channel's settings, then lives. */
  start(): void {
    this.#followToken();
    this.#followLine();
    this.#followPlace();
    void this.loadConfig();
  }

  readonly loadConfig = (): Promise<void> => this.#settings.load();

  identify(identity: Identity): void {
    this.session.identify(identity);
    if (this.place.open.value) this.#prove();
  }

  /** The text in the composer changed. The first letter is the first thing that needs a token. */
  typed(text: string): void {
    this.draft.value = text;
    this.uploads.value?.forgive();
    this.deps.store.set('draft', text);
    if (text.trim()) void this.session.ensure().catch(() => undefined);
    this.#ownTyping.changed(text);
  }

  /** Sends what is in the composer, together with the files that are ready. */
  write(): void {
    const text = this.draft.value.trim();
    const attachments = this.uploads.value?.take() ?? [];
    if (!text && attachments.length === 0) return;
    batch(() => {
      this.draft.value = '';
      this.deps.store.remove('draft');
      this.outbox.add(text, attachments, this.session.freshClaims(this.intake.given?.claims));
    });
    this.#ownTyping.stop();
  }

  /** The visitor has this message before the eyes. */
  saw(seq: number): void {
    if (!this.place.watched.value || seq <= this.line.readSeq.value) return;
    this.line.read(seq);
    this.#receipts.note('read', seq);
    this.deps.store.set('read', String(seq));
  }

  /** Log-out: the session ends on the server, and nothing of it stays in this browser. */
  async reset(): Promise<void> {
    this.#wipe();
    await this.session.reset();
    this.deps.tell({ type: 'reset' });
  }

  /** Another tab changed what all share; null: everything. */
  changedElsewhere(name: string | null): void {
    if (name === null || name === 'session') this.session.adopt();
    if (name === null || isOutgoingName(name)) this.outbox.reload();
    if (name === 'read') this.line.read(Number(this.deps.store.get('read')) || 0);
    this.choices.adopt();
  }

  /** The page came back to the front, or the computer out of its sleep. */
  wake(): void {
    this.connection.check();
    this.outbox.wake();
    if (this.retryAt.value !== null) void this.loadConfig();
  }

  #connect(): Connection {
    const { channelId, ways } = this.deps;
    return new Connection(
      { channelId, ways, random: Math.random },
      {
        connected: () => {
          void this.sync.catchUp();
          this.outbox.wake();
        },
        message: (message) => this.sync.offer(message),
        typing: (name, active) => this.theirTyping.heard(name, active),
        seen: (seq) => this.line.seen(seq),
        beat: (seq, talk) => this.sync.compare(seq, talk),
        unknownVisitor: (token) => this.session.lose(token),
      },
    );
  }

  /** Another token is another line. */
  #followToken(): void {
    let last: string | null = null;
    effect(() => {
      const token = this.session.token.value;
      untracked(() => {
        if (last !== null) this.#forgetLine();
        last = token;
        this.connection.use(token);
        if (token) void this.sync.catchUp();
      });
    });
  }

  #followLine(): void {
    effect(() => {
      const keys = this.line.keys.value;
      untracked(() => this.outbox.settle(keys));
    });
    effect(() => {
      const last = this.line.messages.value.findLast(isNews)?.seq ?? 0;
      const read = this.line.readSeq.value;
      if (last > read) this.#receipts.note('delivered', last);
    });
    effect(() => {
      if (this.line.loaded.value) this.quietUpTo.value = this.line.have;
    });
    effect(() => this.deps.tell({ type: 'unread', count: this.line.unread.value }));
  }

  #followPlace(): void {
    const { online, open } = this.place;
    effect(() => {
      const now = online.value;
      untracked(() => {
        this.outbox.online(now);
        if (now) this.connection.wake();
      });
    });
    effect(() => {
      if (open.value) untracked(() => this.#prove());
      else untracked(() => this.#ownTyping.stop());
    });
  }

  /** Exchanges the website's proof for the person's own session, once somebody looks. */
  #prove(): void {
    if (this.session.needsProof) this.session.ensure().catch(() => undefined);
  }

  #leave(email: string): Promise<unknown> {
    const left = { email, locale: this.place.locale.value };
    return this.session.use((token) => this.api.call(token, '/email', post(left, 'PUT')));
  }

  async #send(draft: MessageDraft): Promise<VisitorMessage> {
    await this.session.ensure();
    const { given } = this.intake;
    const whole = { ...draft, answers: given?.answers, nudge: this.nudge.value?.id };
    // Whoever says it is not asked for it again, also when the message comes back before the answer does.
    if (draft.claims?.email) this.line.saysEmail();
    const message = await this.session.use((token) => this.api.send(token, whole));
    if (given) this.intake.clear();
    this.session.told(draft.claims);
    return message;
  }

  #arrived(messages: VisitorMessage[]): void {
    const news = messages.filter(isNews);
    const [first] = news;
    if (first) {
      this.theirTyping.stop();
      if (this.choices.sound.value) this.#ring();
    }
    if (first && news.length > 1) {
      this.quietUpTo.value = this.line.have;
      this.burst.value = { count: news.length, author: first.author };
    }
    for (const { direction } of messages) this.deps.tell({ type: 'message', direction });
  }

  #ring(): void {
    import('./sound.ts').then(({ ring }) => ring(this)).catch(() => undefined);
  }

  #forgetLine(): void {
    this.sync.clear();
    this.#receipts.clear();
    this.pictures?.clear();
    this.theirTyping.stop();
    this.deps.store.remove('read');
    this.deps.store.remove('claims');
  }

  #wipe(): void {
    this.outbox.clear();
    this.uploads.peek()?.clear();
    this.draft.value = '';
    this.intake.clear();
    for (const name of this.deps.store.names('')) {
      if (name !== 'session') this.deps.store.remove(name);
    }
    this.choices.adopt();
  }
}
