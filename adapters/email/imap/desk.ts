/** What one running `listen` remembers from one connection to the next, and how it hands over. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { AdapterRequest, Listening, Settings } from '../../adapter.ts';
import { ChannelError } from '../../errors.ts';
import { Bookmark, type Position } from './bookmark.ts';
import type { Failures, Fetched } from './fetch.ts';
import { growing, type Pace } from './pace.ts';

const DAY_MS = 86_400_000;
const SAME_AGAIN_MS = 5_000;
const NOT_STORED = 'New mail cannot be stored at the moment.';

export class Desk {
  /** Mails taken and looks done: while this grows, things go well. */
  progress = 0;
  readonly #listening: Listening;
  readonly #pace: Pace;
  readonly #bookmark: Bookmark;
  readonly #failures = new Map<string, Failures>();
  #saved: string;
  #said: { problem: string | null; at: number } | null = null;

  constructor(settings: Settings, listening: Listening, pace: Pace) {
    this.#listening = listening;
    this.#pace = pace;
    this.#saved = listening.bookmark;
    this.#bookmark = Bookmark.read(listening.bookmark);
    const importDays = Number(settings['importDays'] ?? '0');
    const since = new Date(listening.now().getTime() - importDays * DAY_MS);
    for (const folder of foldersIn(settings)) this.#bookmark.begin(folder, since);
  }

  /**
   * Where to go on in a folder just opened. With a new UIDVALIDITY the old UIDs mean nothing: all
   * that is ours is taken again, and the core knows what it has.
   */
  enter(folder: string, uidValidity: string, stock: number): Position {
    const known = this.#bookmark.at(folder);
    if (known.uidValidity === uidValidity) return known;
    this.#failures.delete(folder);
    this.#bookmark.move(folder, { uidValidity, stock, lastUid: 0 });
    return this.#bookmark.at(folder);
  }

  failuresIn(folder: string): Failures {
    const failures = this.#failures.get(folder) ?? new Map<number, number>();
    this.#failures.set(folder, failures);
    return failures;
  }

  /**
   * Hands mails over, as often as it takes: together, which is quicker, or, when that fails, one by
   * one, so that only the one in trouble is in trouble. @throws only when the signal ends it
   */
  async take(folder: string, mails: readonly Fetched[]): Promise<void> {
    if (mails.length > 1 && (await this.#handOver(folder, mails))) return;
    for (const mail of mails) {
      for (const wait of growing(this.#pace.firstWaitMs, this.#pace.longestWaitMs)) {
        if (await this.#handOver(folder, [mail])) break;
        await this.say(NOT_STORED);
        await sleep(wait, undefined, { signal: this.#listening.signal });
      }
    }
  }

  /** @returns whether they are stored */
  async #handOver(folder: string, mails: readonly Fetched[]): Promise<boolean> {
    const position = this.#bookmark.at(folder);
    const requests = mails.map((mail) => this.#requestFor(folder, position, mail));
    const lastUid = Math.max(position.lastUid, ...mails.map(({ upTo }) => upTo));
    const bookmark = this.#bookmark.textAfter(folder, lastUid);
    if (!(await this.#received(requests, bookmark))) return false;
    this.#bookmark.move(folder, { lastUid });
    this.#saved = bookmark;
    this.progress += mails.length;
    return true;
  }

  /** A folder is read up to here; saved unless a mail took it along. */
  async reach(folder: string, upTo: number): Promise<Position> {
    this.#bookmark.move(folder, { lastUid: upTo });
    await this.save();
    return this.#bookmark.at(folder);
  }

  /** @throws ChannelError `retry` when nothing can be stored */
  async save(): Promise<void> {
    const { text } = this.#bookmark;
    if (text === this.#saved) return;
    try {
      await this.#listening.keep(text);
    } catch {
      throw new ChannelError('retry', NOT_STORED);
    }
    this.#saved = text;
  }

  /** Reports how it goes; the same again only after some seconds. */
  async say(problem: string | null): Promise<void> {
    const at = Date.now();
    const isSame = this.#said?.problem === problem && at - this.#said.at < SAME_AGAIN_MS;
    if (isSame) return;
    this.#said = { problem, at };
    // Where reports are kept may be what is in trouble; the fetching goes on regardless.
    await this.#listening.report(problem).catch(() => {});
  }

  async #received(requests: AdapterRequest[], bookmark: string): Promise<boolean> {
    try {
      await this.#listening.receive(requests, bookmark);
      return true;
    } catch {
      this.#listening.signal.throwIfAborted();
      return false;
    }
  }

  #requestFor(folder: string, { uidValidity }: Position, mail: Fetched): AdapterRequest {
    const { receivedAt, raw, notes, uid } = mail;
    const at = receivedAt === null ? this.#listening.now() : new Date(receivedAt);
    return {
      method: 'LISTEN',
      url: `/imap/${encodeURIComponent(folder)}/${uidValidity}/${uid}`,
      headers: { 'x-received-at': at.toISOString(), ...notes },
      body: raw,
    };
  }
}

/** The folders to read, each once. */
export function foldersIn(settings: Settings): [string, ...string[]] {
  const lines = (settings['folders'] ?? '').split('\n').map((line) => line.trim());
  const [first = 'INBOX', ...others] = new Set(lines.filter((line) => line !== ''));
  return [first, ...others];
}
