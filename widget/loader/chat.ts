/** One channel's chat on a page, from boot to shutdown: its launcher, and the room behind it, fetched when wanted. */
import { endAll, type Lifetime, listen } from '../lifetime.ts';
import { type Language, languageOf, NAMES } from '../words/launcher.ts';
import { set } from './elements.ts';
import type { Emit, HostEvent, HostListener, Listeners } from './events.ts';
import { createLauncher, type Launcher } from './launcher.ts';
import { isKnown } from './memory.ts';
import type { Options } from './options.ts';

/** What the loader hands to the room. The two are fetched apart and may be a version apart: it only ever grows. */
export type Door = {
  origin: string;
  options: Options;
  life: Lifetime;
  launcher: Launcher;
  emit: Emit;
};

/** What `/widget/room.js` answers when it is entered. */
export type Room = {
  /** Fetches the panel, unseen. */
  load(): void;
  /** Focus moves in only when a person asked for it just now. */
  open(focus: boolean): void;
  toggle(): void;
  close(): void;
  identify(identity: unknown): void;
  consent(given: boolean): void;
  reset(): Promise<void>;
};

/** A returning visitor's unread replies can wait until the page has settled. */
const SETTLED = 2_500;

export class Chat {
  readonly options: Options;
  readonly #origin: string;
  readonly #listeners: Listeners;
  readonly #life: Lifetime = [];
  readonly #language: Language;
  #launcher: Launcher | null = null;
  #room: Room | null = null;
  #fetching = false;
  alive = true;
  #failures = 0;
  /** What was asked before the room stood. */
  #waiting: ((room: Room) => void)[] = [];

  constructor(origin: string, options: Options, listeners: Listeners) {
    this.options = options;
    this.#origin = origin;
    this.#listeners = listeners;
    const { locale } = options;
    this.#language = languageOf(locale ? [String(locale)] : navigator.languages);
    whenIdle(this.#life, () => this.#stand());
    this.#lookBack();
  }

  open(): void {
    // Opened by a script and not by a click, the panel must not pull the focus out of somebody's hands.
    const focus = navigator.userActivation?.isActive !== false;
    this.#enter((room) => room.open(focus));
  }

  close(): void {
    this.#ask((room) => room.close());
  }

  identify(identity: unknown): void {
    this.#ask((room) => room.identify(identity));
  }

  consent(given: boolean): void {
    this.options.consent = given;
    this.#ask((room) => room.consent(given));
    this.#lookBack();
  }

  on(name: HostEvent, listener: HostListener): () => void {
    if (name === 'ready') listener();
    return this.#listeners.on(name, listener, this);
  }

  reset(): Promise<void> {
    return new Promise((resolve) => {
      if (!this.alive) return resolve();
      this.#life.push(resolve);
      this.#enter((room) => void room.reset().then(resolve));
    });
  }

  shutdown(): void {
    this.alive = false;
    this.#waiting = [];
    endAll(this.#life);
    this.#listeners.clear(this);
  }

  /** Puts the launcher on the page: when the page is idle, or when somebody cannot wait. */
  #stand(): Launcher {
    if (this.#launcher) return this.#launcher;
    const launcher = createLauncher(this.#life, this.options, this.#language);
    const { button, text } = launcher;
    text.textContent = labelOf(this.options);
    set(button, 'aria-label', NAMES[this.#language]);
    set(button, 'aria-expanded', 'false');
    listen(this.#life, button, 'click', () => {
      if (this.#room) this.#room.toggle();
      else this.#enter((room) => room.open(true));
    });
    // Signs that somebody means to come in; by the time of the click everything is here.
    for (const intent of ['pointerenter', 'touchstart', 'focus']) {
      listen(this.#life, button, intent, () => this.#enter((room) => room.load()));
    }
    this.#launcher = launcher;
    return launcher;
  }

  #ask(work: (room: Room) => void): void {
    if (!this.alive) return;
    if (this.#room) work(this.#room);
    else this.#waiting.push(work);
  }

  /** Asks, and fetches the room if that has not happened. */
  #enter(work: (room: Room) => void): void {
    this.#ask(work);
    if (this.alive && !this.#room && !this.#fetching) void this.#fetch();
  }

  async #fetch(): Promise<void> {
    const { text } = this.#stand();
    this.#fetching = true;
    text.textContent = labelOf(this.options);
    try {
      const { enter } = await fetchRoom(this.#origin, this.#failures);
      this.#begin(enter);
    } catch {
      this.#failures++;
      // In all languages alike; pressed again, it tries again.
      text.textContent = '↻';
    }
    this.#fetching = false;
  }

  #begin(enter: (door: Door) => Room): void {
    if (!this.alive) return;
    this.#room = enter({
      origin: this.#origin,
      options: this.options,
      life: this.#life,
      launcher: this.#stand(),
      emit: (name, detail) => this.#listeners.emit(this, name, detail),
    });
    for (const work of this.#waiting.splice(0)) work(this.#room);
  }

  /** Somebody who talked to us before sees unread replies unasked, once the page has settled. */
  #lookBack(): void {
    if (!isKnown(this.#origin, this.options)) return;
    after(this.#life, SETTLED, () => this.#enter((room) => room.load()));
  }
}

const labelOf = ({ label }: Options): string => String(label ?? '');

/** Browsers may remember that an address failed, so each attempt has one of its own. */
const fetchRoom = (origin: string, failures: number): Promise<{ enter(door: Door): Room }> =>
  import(/* @vite-ignore */ `${origin}/widget/room.js${failures ? `?${failures}` : ''}`);

/** Not every browser can tell. Never later than 3 s, on pages that never rest. */
function whenIdle(life: Lifetime, work: () => void): void {
  if ('requestIdleCallback' in window) {
    const id = requestIdleCallback(work, { timeout: 3_000 });
    life.push(() => cancelIdleCallback(id));
  } else after(life, 200, work);
}

function after(life: Lifetime, delay: number, work: () => void): void {
  const id = setTimeout(work, delay);
  life.push(() => clearTimeout(id));
}
