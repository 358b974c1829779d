/**
 * What lies behind a launcher, served as `/widget/room.js`: the panel's place on the host's page, its iframe, and what is
 * said across the border between them. Fetched when somebody means to open the chat.
 */
import { type Command, type Identity, parseIdentity, type Report, UNKEPT } from '../bridge.ts';
import { isColour, isTheme, shortText } from '../checks.ts';
import { endAll, type Lifetime, listen } from '../lifetime.ts';
import type { Door, Room } from '../loader/chat.ts';
import { tint } from '../loader/launcher.ts';
import { keep } from '../loader/memory.ts';
import type { RoomWords } from '../words/en.ts';
import { roomWords } from '../words/room.ts';
import { createFrame, type Frame } from './frame.ts';
import { createScreen, type Screen } from './screen.ts';
import { createStage, draw, type Stage } from './stage.ts';

/** Comes in by the door the loader holds open. */
export const enter = (door: Door): Room => new PanelRoom(door);

class PanelRoom implements Room {
  readonly #door: Door;
  readonly #stage: Stage;
  #words: RoomWords | null = null;
  readonly #screen: Screen;
  readonly #resets: Lifetime = [];
  #frame: Frame | null = null;
  #identity: Identity | null = null;
  /** What the visitor decided on this page; null: nothing yet, the options hold. */
  #consent: boolean | null = null;
  #opened = false;
  #broken = false;
  #unread = { count: 0, said: '' };

  constructor(door: Door) {
    this.#door = door;
    const { life, launcher, options } = door;
    this.#stage = createStage(launcher);
    const { theme } = options;
    if (isTheme(theme) && theme !== 'auto') launcher.host.style.colorScheme = theme;
    void this.#translate();
    this.#screen = createScreen(life, () => this.#layout());
    listen(life, this.#stage.retry, 'click', () => {
      this.#enter().load();
      this.#show(false);
    });
    listen<KeyboardEvent>(life, window, 'keydown', (event) => this.#key(event));
    life.push(() => endAll(this.#resets));
    this.#draw();
  }

  load(): void {
    this.#enter();
  }

  open(focus: boolean): void {
    const already = this.#opened;
    this.#opened = true;
    const frame = this.#enter();
    this.#draw();
    if (focus) frame.element.focus();
    frame.send({ type: 'open', focus });
    if (!already) this.#door.emit('open');
  }

  toggle(): void {
    if (this.#opened) this.close();
    else this.open(true);
  }

  close(): void {
    if (!this.#opened) return;
    // Only somebody who is inside the chat is sent back to the launcher; nobody else is moved.
    const inside = this.#stage.root.activeElement;
    this.#opened = false;
    this.#send({ type: 'close' });
    this.#draw();
    if (inside) this.#stage.button.focus();
    this.#door.emit('close');
  }

  identify(given: unknown): void {
    const identity = parseIdentity(given);
    if (!identity) return;
    this.#identity = identity;
    this.#send({ type: 'identify', identity });
  }

  consent(given: boolean): void {
    if (!given) keep(this.#door.options, 'mark', '');
    this.#consent = given;
    this.#send({ type: 'consent', given });
  }

  /** Ends the visitor's session. The panel must be loaded for it: only its own origin can forget the token. */
  reset(): Promise<void> {
    this.#identity = null;
    keep(this.#door.options, 'mark', '');
    this.#enter().send({ type: 'reset' });
    return new Promise((resolve) => this.#resets.push(resolve));
  }

  #enter(): Frame {
    if (this.#frame) return this.#frame;
    const { life, origin, options } = this.#door;
    const address = new URL(`/widget/${options.channel}/panel`, origin);
    if (!options.consent) address.hash = UNKEPT;
    const locale = shortText(options.locale, 35);
    if (locale) address.searchParams.set('locale', locale);
    const frame = createFrame(life, address, this.#stage.name, {
      loaded: () => this.#hello(),
      heard: (report) => this.#hear(report),
      silent: () => this.#show(true),
    });
    this.#stage.panel.append(frame.element);
    this.#frame = frame;
    return frame;
  }

  #send(command: Command): void {
    this.#frame?.send(command);
  }

  #hello(): Command {
    const { options } = this.#door;
    const { locale, theme, accent } = options;
    const active = this.#stage.root.activeElement;
    return {
      type: 'hello',
      locale: shortText(locale, 35),
      theme: isTheme(theme) ? theme : 'auto',
      accent: isColour(accent) ? accent : '',
      open: this.#opened,
      focus: active !== null && active !== this.#stage.button,
      modal: this.#screen.modal(),
      identity: this.#identity,
    };
  }

  #hear(report: Report): void {
    const { options, emit } = this.#door;
    const { type } = report;
    if (type === 'ready') this.#settle(report.accent);
    else if (type === 'unread') this.#count(report);
    else if (type === 'message') {
      if (options.remember) keep(options, 'mark', '1');
      emit(type, { direction: report.direction });
    } else if (type === 'close') this.close();
    else if (type === 'leave') this.#stage.button.focus();
    else endAll(this.#resets);
  }

  /** The panel stands. What changed while it loaded is said again; saying it twice is harmless. */
  #settle(accent: string): void {
    const { options, launcher } = this.#door;
    if (!isColour(options.accent)) tint(launcher.host, accent);
    this.#show(false);
    this.#layout();
    this.#send(this.#opened ? { type: 'open', focus: false } : { type: 'close' });
    if (this.#consent !== null) this.consent(this.#consent);
    if (this.#identity) this.identify(this.#identity);
    if (this.#resets.length > 0) this.#send({ type: 'reset' });
  }

  #count({ count, said = '' }: { count: number; said?: string }): void {
    const news = count !== this.#unread.count;
    this.#unread = { count, said };
    this.#draw();
    if (news) this.#door.emit('unread', { count });
  }

  #layout(): void {
    this.#send({ type: 'layout', modal: this.#screen.modal() });
    this.#draw();
  }

  #show(broken: boolean): void {
    this.#broken = broken;
    this.#draw();
  }

  #draw(): void {
    const modal = this.#screen.modal();
    const held = this.#opened && modal;
    this.#screen.hold(held);
    draw(this.#stage, this.#words, {
      open: this.#opened,
      live: this.#frame?.ready() === true,
      broken: this.#broken,
      modal,
      unread: this.#unread,
      area: held ? this.#screen.area() : null,
    });
  }

  /** What is said when nothing comes has to be here before. */
  async #translate(): Promise<void> {
    const { locale } = this.#door.options;
    this.#words = await roomWords(locale ? [String(locale)] : navigator.languages);
    this.#draw();
  }

  #key(event: KeyboardEvent): void {
    if (!this.#opened || event.defaultPrevented) return;
    if (event.key === 'F6') {
      event.preventDefault();
      this.open(true);
    } else if (event.key === 'Escape' && this.#stage.root.activeElement) this.close();
  }
}
