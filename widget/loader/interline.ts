/** `window.Interline`: what a website can ask of the widget. Every call may come at any time, in any order, twice. */
import { type Identity, parseIdentity } from '../bridge.ts';
import { createListeners, type HostEvent, type HostListener } from './events.ts';
import { readOptions } from './options.ts';
import { Widget } from './widget.ts';

export type QueuedCommand = [name: keyof Interline, ...values: unknown[]];

export type Interline = {
  /** Puts the launcher on the page. The same channel again changes nothing; another one replaces it. */
  boot(options: unknown): void;
  /** Says who the visitor is: `{ jwt }` proves it, `{ name, email }` only claims it. Asks nothing of the network. */
  identify(identity: unknown): void;
  open(): void;
  close(): void;
  /** Listens; the answer stops listening. `ready` is told to latecomers too. */
  on(name: HostEvent, listener: HostListener): () => void;
  /** Log-out: ends the visitor's session and forgets it in this browser. Resolves when that is done. */
  reset(): Promise<void>;
  /** Takes the widget off the page without a trace. The conversation itself stays. */
  shutdown(): void;
  /** Runs one command of the queue that pages fill before this script has loaded. */
  push(command: QueuedCommand): void;
};

export function createInterline(origin: string): Interline {
  const listeners = createListeners();
  let widget: Widget | null = null;
  let identity: Identity | null = null;
  const end = () => {
    if (widget) widget.end();
    widget = null;
  };
  const api: Interline = {
    boot(given) {
      const options = readOptions(given);
      if (!options || (widget && widget.options.channel === options.channel)) return;
      end();
      widget = new Widget(origin, options, identity, listeners.emit);
      listeners.emit('ready');
    },
    identify(given) {
      identity = parseIdentity(given) || identity;
      if (widget && identity) widget.identify(identity);
    },
    // Opened by a script and not by a click, the panel must not pull the focus out of somebody's hands.
    open: () => widget?.open(!navigator.userActivation || navigator.userActivation.isActive),
    close: () => widget?.close(),
    on(name, listener) {
      if (name === 'ready' && widget) listener();
      return listeners.on(name, listener);
    },
    async reset() {
      identity = null;
      if (widget) await widget.reset();
    },
    shutdown() {
      end();
      identity = null;
      listeners.clear();
    },
    push([name, ...values]) {
      const command = api[name] as ((...values: unknown[]) => void) | undefined;
      if (command) command(...values);
    },
  };
  return api;
}
