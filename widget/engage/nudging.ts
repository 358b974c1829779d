/** Watches how the visitor stands, and says what is due: calmly, one thing on a page, and never into a talk. */
import type { Engagement, ShownNudge } from '../../server/wire/nudges.ts';
import { endAll, type Lifetime, listen } from '../lifetime.ts';
import type { Chat } from '../loader/chat.ts';
import { isPrivate } from '../privacy.ts';
import { showBubble } from './bubble.ts';
import { handOver } from './hand-over.ts';
import { type Notes, openNotes } from './notes.ts';
import { dueOf, isOn } from './rules.ts';

export type Around = {
  origin: string;
  chat: Chat;
  /** What the website says of its visitor. */
  said: Record<string, unknown>;
};

const TICK = 1_000;
/** Whoever wrote, or was written to, so lately is in a talk. */
const TALKING = 86_400_000;

/** From the visitor's consent until it is taken back, or the chat is gone. */
export class Nudging {
  readonly #around: Around;
  readonly #life: Lifetime = [];
  readonly #bubble: Lifetime = [];
  #ended = false;
  #notes: Notes | null = null;
  #shown: ShownNudge | null = null;
  #page = { href: '', seconds: 0, scrolled: 0, said: false };
  /** The panel is open, or holds what was not read. */
  #busy = { open: false, unread: false };

  constructor(around: Around) {
    this.#around = around;
    this.#life.push(() => this.#hide());
    this.#listen();
    void this.#begin();
  }

  end(): void {
    this.#ended = true;
    endAll(this.#life);
  }

  async #begin(): Promise<void> {
    const engagement = await fetchEngagement(this.#around);
    if (this.#ended || !engagement || engagement.nudges.length === 0) return;
    const { options } = this.#around.chat;
    const notes = openNotes(options, Date.now(), !isPrivate());
    this.#notes = notes;
    const timer = setInterval(() => this.#tick(engagement, notes), TICK);
    this.#life.push(() => clearInterval(timer));
    this.#tick(engagement, notes);
  }

  #listen(): void {
    const { chat } = this.#around;
    this.#life.push(
      chat.on('open', () => this.#meet({ open: true })),
      chat.on('close', () => this.#meet({ open: false })),
      chat.on('unread', (detail) =>
        this.#meet({ unread: detail !== undefined && 'count' in detail && detail.count > 0 }),
      ),
      chat.on('message', () => {
        this.#notes?.note({ talked: Date.now() });
        this.#hide();
      }),
    );
    listen(this.#life, window, 'scroll', () => {
      this.#page.scrolled = Math.max(this.#page.scrolled, depth());
    });
  }

  #meet(busy: { open: boolean } | { unread: boolean }): void {
    Object.assign(this.#busy, busy);
    if (this.#busy.open || this.#busy.unread) this.#hide();
  }

  #tick({ nudges, hours, accent }: Engagement, notes: Notes): void {
    this.#follow(notes);
    if (document.visibilityState !== 'visible') return;
    this.#page.seconds += 1;
    const now = Date.now();
    const { visits, talked, shown } = notes.kept;
    const { open, unread } = this.#busy;
    if (this.#page.said || open || unread || now - talked < TALKING) return;
    const { said, chat } = this.#around;
    const { seconds, scrolled } = this.#page;
    const situation = {
      ...{ address: location, seconds, scrolled, visits, now },
      ...{ open: isOpen(hours, now), said: { ...said, ...chat.options } },
    };
    const due = dueOf(nudges, situation, shown);
    if (due) this.#show(due, accent, notes);
  }

  /** Routers change the address and keep the page: what was said for another one goes. */
  #follow(notes: Notes): void {
    const { href } = location;
    if (href === this.#page.href) return;
    const stays = this.#shown !== null && isOn(this.#shown.pages, location);
    this.#page = { href, seconds: -1, scrolled: depth(), said: stays };
    notes.note({ at: Date.now() });
    if (!stays) this.#hide();
  }

  #show(nudge: ShownNudge, accent: string, notes: Notes): void {
    const { chat, origin } = this.#around;
    const { id, text } = nudge;
    const note = (closed: boolean) => notes.shown(id, { at: Date.now(), closed });
    note(false);
    this.#page.said = true;
    this.#shown = nudge;
    const events = {
      pressed: () => {
        this.#hide();
        handOver(this.#life, origin, chat.options.channel, id);
        chat.open();
      },
      closed: () => {
        note(true);
        this.#hide();
      },
    };
    showBubble(this.#bubble, { text, options: chat.options, accent }, events);
  }

  #hide(): void {
    this.#shown = null;
    endAll(this.#bubble);
  }
}

/** How far down the page its reader has been, in hundredths; all of a page that does not scroll. */
function depth(): number {
  const { scrollHeight, clientHeight } = document.documentElement;
  const way = scrollHeight - clientHeight;
  return way > 0 ? Math.round((scrollY / way) * 100) : 100;
}

/** An answer may be some minutes old: it also says until when it holds. */
function isOpen(hours: Engagement['hours'], now: number): boolean {
  if (!hours) return true;
  return hours.open !== (hours.changesAt !== null && Date.parse(hours.changesAt) <= now);
}

async function fetchEngagement({ origin, chat }: Around): Promise<Engagement | null> {
  try {
    const address = `${origin}/widget/v1/${chat.options.channel}/engagement`;
    const answer = await fetch(address, { credentials: 'omit' });
    return answer.ok ? ((await answer.json()) as Engagement) : null;
  } catch {
    // Then nothing is said.
    return null;
  }
}
