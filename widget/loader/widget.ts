/** One life of the widget on a page, from boot to shutdown. Until the visitor opens it, it is a button and nothing more. */
import type { Command, Identity, Report } from '../bridge.ts';
import { endAll, type Lifetime, listen } from '../lifetime.ts';
import { enLauncher, type LauncherWords } from '../words/en.ts';
import { pickLocale } from '../words/words.ts';
import { zhLauncher } from '../words/zh-cn.ts';
import type { Emit } from './events.ts';
import { createFrame, type Frame } from './frame.ts';
import { createMemory, type Memory } from './memory.ts';
import type { Options } from './options.ts';
import { createScreen, type Screen } from './screen.ts';
import { createStage, draw, type Stage, tint } from './stage.ts';

export class Widget {
  // Declared, not initialised: for the older browsers this is built for, fields would become helpers, 500 bytes of them.
  declare readonly options: Options;
  declare private readonly origin: string;
  declare private readonly emit: Emit;
  declare private readonly words: LauncherWords;
  declare private readonly life: Lifetime;
  declare private readonly screen: Screen;
  declare private readonly memory: Memory;
  declare private readonly stage: Stage;
  declare private readonly resets: Lifetime;
  declare private frame: Frame | null;
  declare private identity: Identity | null;
  declare private opened: boolean;
  declare private broken: boolean;
  declare private unread: number;

  constructor(origin: string, options: Options, identity: Identity | null, emit: Emit) {
    this.origin = origin;
    this.options = options;
    this.identity = identity;
    this.emit = emit;
    this.life = [];
    this.resets = [];
    this.frame = null;
    this.opened = false;
    this.broken = false;
    this.unread = 0;
    this.words = wordsFor(options.locale);
    this.memory = createMemory(origin, options);
    this.stage = createStage(options);
    this.screen = createScreen(this.life, () => this.layout());
    if (options.accent) tint(this.stage, options.accent);
    this.live();
    this.draw();
  }

  /** Opens the panel. Focus moves in only when a person asked for it just now. */
  open(focus: boolean): void {
    const already = this.opened;
    this.opened = true;
    const frame = this.load();
    this.draw();
    if (focus) frame.element.focus();
    frame.send({ type: 'open', focus });
    if (!already) this.emit('open');
  }

  close(): void {
    if (!this.opened) return;
    // Only somebody who is inside the chat is sent back to the launcher; nobody else is moved.
    const inside = this.stage.root.activeElement;
    this.opened = false;
    this.send({ type: 'close' });
    this.draw();
    if (inside) this.stage.launcher.focus();
    this.emit('close');
  }

  identify(identity: Identity): void {
    this.identity = identity;
    this.send({ type: 'identify', identity });
  }

  /** Ends the visitor's session here. The panel must be loaded for it: only its own origin can forget the token. */
  reset(): Promise<void> {
    this.identity = null;
    this.memory.forget();
    this.load().send({ type: 'reset' });
    return new Promise((resolve) => this.resets.push(resolve));
  }

  /** Removes every node, listener and timer. */
  end(): void {
    endAll(this.life);
    endAll(this.resets);
  }

  private live(): void {
    const { life, stage, memory } = this;
    life.push(() => stage.host.remove());
    listen(life, stage.launcher, 'click', () => (this.opened ? this.close() : this.open(true)));
    listen(life, stage.retry, 'click', () => {
      this.load().load();
      this.show(false);
    });
    listen<KeyboardEvent>(life, window, 'keydown', (event) => this.key(event));
    if (!memory.known()) return;
    const timer = setTimeout(() => this.load(), 2500);
    life.push(() => clearTimeout(timer));
  }

  private load(): Frame {
    if (this.frame) return this.frame;
    const address = new URL(`/widget/${this.options.channel}/panel`, this.origin);
    const frame = createFrame(this.life, address, this.words.chat, {
      loaded: () => this.hello(),
      heard: (report) => this.hear(report),
      silent: () => this.show(true),
    });
    this.stage.panel.append(frame.element);
    this.frame = frame;
    return frame;
  }

  private send(command: Command): void {
    if (this.frame) this.frame.send(command);
  }

  private hello(): Command {
    const { locale, theme, accent } = this.options;
    const active = this.stage.root.activeElement;
    return {
      type: 'hello',
      locale,
      theme,
      accent,
      open: this.opened,
      focus: active !== null && active !== this.stage.launcher,
      modal: this.screen.modal(),
      identity: this.identity,
    };
  }

  private hear(report: Report): void {
    const { type } = report;
    if (type === 'ready') this.settle(report.accent);
    else if (type === 'unread') this.count(report.count);
    else if (type === 'message') {
      this.memory.remember();
      this.emit(type, { direction: report.direction });
    } else if (type === 'close') this.close();
    else if (type === 'leave') this.stage.launcher.focus();
    else endAll(this.resets);
  }

  /** The panel stands. What changed while it loaded is said again; saying it twice is harmless. */
  private settle(accent: string): void {
    if (accent && !this.options.accent) tint(this.stage, accent);
    this.show(false);
    this.layout();
    this.send(this.opened ? { type: 'open', focus: false } : { type: 'close' });
    if (this.identity) this.identify(this.identity);
    if (this.resets.length > 0) this.send({ type: 'reset' });
  }

  private count(count: number): void {
    if (count === this.unread) return;
    this.unread = count;
    this.draw();
    this.emit('unread', { count });
  }

  private layout(): void {
    this.send({ type: 'layout', modal: this.screen.modal() });
    this.draw();
  }

  private show(broken: boolean): void {
    this.broken = broken;
    this.draw();
  }

  private draw(): void {
    const { screen, opened: open, broken, unread } = this;
    const modal = screen.modal();
    const held = open && modal;
    screen.hold(held);
    draw(this.stage, this.options.side, this.words, {
      open,
      live: this.frame?.ready() === true,
      broken,
      modal,
      unread,
      area: held ? screen.area() : null,
    });
  }

  private key(event: KeyboardEvent): void {
    if (!this.opened || event.defaultPrevented) return;
    if (event.key === 'F6') {
      event.preventDefault();
      this.open(true);
    } else if (event.key === 'Escape' && this.stage.root.activeElement) this.close();
  }
}

const wordsFor = (locale: string): LauncherWords =>
  pickLocale(locale ? [locale] : navigator.languages) === 'zh-CN' ? zhLauncher : enLauncher;
