/** An agent's screen without a screen: follows all conversations by `docs/protocol.md` and nothing else. */
import type { Conversation } from '../../../server/wire/conversations.ts';
import type { ConversationEvent, EventPage } from '../../../server/wire/events.ts';
import type { Message } from '../../../server/wire/messages.ts';
import { AGENT_NAMESPACE } from '../../../server/wire/namespaces.ts';
import type {
  BeatAnswer,
  ConversationPacket,
  OpenAnswer,
  SyncAnswer,
} from '../../../server/wire/sockets.ts';
import { newsOf } from '../desk.ts';
import { bearerOf, type Remote } from '../remote.ts';
import { connectLive, type Live } from './live-socket.ts';
import { NumberedLine } from './numbered-line.ts';

/** Beats as often as a test wants them; screens do it every 15 s. */
const BEAT_MS = 1_500;
const STRAGGLER_MS = 1_000;

export class AgentFollower {
  readonly rows = new Map<string, Conversation>();
  readonly lines = new Map<string, NumberedLine<ConversationEvent>>();
  readonly counts = { syncs: 0, resets: 0, misses: 0 };
  readonly #program: Remote;
  readonly #live: Live;
  readonly #beat: NodeJS.Timeout;
  #cursor: string | null = null;
  #xids: bigint[] = [];
  #onlyRows = false;

  /** @param program calls the API with a token */
  constructor(program: Remote, beatMs = BEAT_MS) {
    this.#program = program;
    const auth = { token: bearerOf(program) };
    this.#live = connectLive(program.url + AGENT_NAMESPACE, auth, () => void this.#catchUp());
    this.#live.socket.on('conversations', (packets: ConversationPacket[]) => {
      for (const packet of packets) this.#changed(packet);
    });
    this.#live.socket.on('events', (events: ConversationEvent[]) => {
      for (const event of events) this.lines.get(event.conversationId)?.take(event);
    });
    this.#beat = setInterval(() => void this.#sendBeat(), beatMs);
  }

  get connects(): number {
    return this.#live.connects();
  }

  get gaps(): number {
    return [...this.lines.values()].reduce((sum, line) => sum + line.gaps, 0);
  }

  /** The messages of a conversation as this screen would show them: the events, folded. */
  messagesOf(conversationId: string): Message[] {
    const messages = new Map<string, Message>();
    for (const event of this.lines.get(conversationId)?.items ?? []) {
      if (event.kind === 'message') messages.set(event.data.message.id, event.data.message);
      const news = newsOf(event);
      const message = news && messages.get(news.id);
      if (message) messages.set(message.id, { ...message, ...news });
    }
    return [...messages.values()];
  }

  /** As an inbox in which nothing is opened. */
  openNothing(): void {
    this.#onlyRows = true;
    this.lines.clear();
  }

  close(): void {
    clearInterval(this.#beat);
    this.#live.close();
  }

  async #catchUp(): Promise<void> {
    try {
      const answer = await this.#live.ask<SyncAnswer>('sync', { cursor: this.#cursor });
      if (!answer.ok) throw new Error(answer.error.code);
      this.counts.syncs += 1;
      const before = new Map(this.rows);
      const rows = answer.reset ? await this.#loadList() : answer.conversations;
      if (answer.reset) this.#forget(before, answer.cursor);
      this.#cursor = answer.cursor;
      for (const row of rows) this.#setRow(row);
      await Promise.all([...this.lines.keys()].map((id) => this.#open(id)));
    } catch {
      this.#live.again(300);
    }
  }

  /** What is shown may never have been, as after a restore; so may what is counted beyond the new cursor. */
  #forget(before: ReadonlyMap<string, Conversation>, cursor: string): void {
    this.counts.resets += 1;
    // What was told while the list was read is of now.
    for (const [id, row] of before) if (this.rows.get(id) === row) this.rows.delete(id);
    this.lines.clear();
    if (BigInt(this.#cursor ?? 0) > BigInt(cursor)) this.#xids = [];
  }

  async #loadList(): Promise<Conversation[]> {
    type Page = { data: Conversation[]; next: string | null };
    const rows: Conversation[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const address = `/api/v1/conversations?view=all&limit=50${cursor && `&cursor=${cursor}`}`;
      const page: Page = await this.#program.get<Page>(address);
      rows.push(...page.data);
      cursor = page.next;
    }
    return rows;
  }

  #changed({ conversation, xids }: ConversationPacket): void {
    this.#xids.push(...xids.map(BigInt));
    this.#setRow(conversation);
  }

  #setRow(row: Conversation): void {
    if (row.seq > (this.rows.get(row.id)?.seq ?? 0)) this.rows.set(row.id, row);
    if (this.#onlyRows || this.lines.has(row.id)) return;
    const line = new NumberedLine<ConversationEvent>(async (have) => {
      const address = `/api/v1/conversations/${row.id}/events?after=${have}&limit=100`;
      return (await this.#program.get<EventPage>(address)).data;
    });
    this.lines.set(row.id, line);
    this.#open(row.id).catch(() => this.#live.again(300));
  }

  async #open(conversationId: string): Promise<void> {
    const answer = await this.#live.ask<OpenAnswer>('open', { conversationId });
    if (!answer.ok) throw new Error(answer.error.code);
    this.lines.get(conversationId)?.heardOf(answer.seq);
  }

  async #sendBeat(): Promise<void> {
    const asked = this.#cursor;
    if (asked === null || !this.#live.socket.connected) return;
    const conversationId = [...this.lines.keys()].at(0) ?? null;
    try {
      const answer = await this.#live.ask<BeatAnswer>('beat', { cursor: asked, conversationId });
      if (!answer.ok) throw new Error(answer.error.code);
      if (conversationId) this.lines.get(conversationId)?.heardOf(answer.seq ?? 0);
      if (this.#received(asked, answer.cursor) < answer.changes) await sleep(STRAGGLER_MS);
      // Meanwhile a reconnect may have synced anyway.
      if (this.#cursor !== asked) return;
      if (this.#received(asked, answer.cursor) < answer.changes) {
        this.counts.misses += 1;
        return this.#catchUp();
      }
      this.#cursor = answer.cursor;
      this.#xids = this.#xids.filter((xid) => xid >= BigInt(answer.cursor));
    } catch {
      this.#live.again(300);
    }
  }

  #received(from: string, to: string): number {
    return this.#xids.filter((xid) => xid >= BigInt(from) && xid < BigInt(to)).length;
  }
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
