/** `window.Interline`: what a website can ask of the widget. Every call may come at any time, in any order, twice. */
import { Chat } from './chat.ts';
import { createListeners, type HostEvent, type HostListener } from './events.ts';
import { readOptions } from './options.ts';

export type QueuedCommand = [name: keyof Interline, ...values: unknown[]];

export type Interline = {
  /**
   * Puts a launcher on the page, and answers its chat, with the same calls for it alone. The same channel again changes
   * nothing; another one stands beside it. Null when the options name no channel.
   */
  boot(options: unknown): Chat | null;
  /** Says who the visitor is: `{ jwt }` proves it, `{ name, email }` only claims it. Asks nothing of the network. */
  identify(identity: unknown): void;
  /** Whether anything may be kept in this browser. Taken back, what was kept is removed. */
  consent(given: boolean): void;
  /** Opens the first chat. */
  open(): void;
  close(): void;
  /** Listens; the answer stops listening. `ready` is told to latecomers too. */
  on(name: HostEvent, listener: HostListener): () => void;
  /** Log-out: ends the visitor's session and forgets it in this browser. Resolves when that is done. */
  reset(): Promise<void>;
  /** Takes everything off the page without a trace. The conversations themselves stay. */
  shutdown(): void;
  /** Runs one command of the queue that pages fill before this script has loaded. */
  push(command: QueuedCommand): void;
};

/** What was said on this page, for chats that come later, too. */
type Said = { identity?: unknown; consent?: boolean };

export function createInterline(origin: string): Interline {
  const listeners = createListeners();
  const chats = new Map<string, Chat>();
  const all = <Result>(work: (chat: Chat) => Result): Result[] => [...chats.values()].map(work);
  let said: Said = {};
  const api: Interline = {
    boot(given) {
      const options = readOptions(given);
      const known = options && chats.get(options.channel);
      if (!options || known?.alive) return known ?? null;
      options.consent = said.consent ?? options.consent;
      const chat = new Chat(origin, options, listeners);
      chats.set(options.channel, chat);
      chat.identify(said.identity);
      listeners.emit(chat, 'ready');
      return chat;
    },
    identify(given) {
      said.identity = given;
      all((chat) => chat.identify(given));
    },
    consent(given) {
      said.consent = given;
      all((chat) => chat.consent(given));
    },
    open: () =>
      all((chat) => chat)
        .find(({ alive }) => alive)
        ?.open(),
    close: () => void all((chat) => chat.close()),
    on(name, listener) {
      if (name === 'ready' && chats.size > 0) listener();
      return listeners.on(name, listener);
    },
    async reset() {
      said.identity = null;
      await Promise.all(all((chat) => chat.reset()));
    },
    shutdown() {
      all((chat) => chat.shutdown());
      chats.clear();
      said = {};
      listeners.clear();
    },
    push([name, ...values]) {
      if (Object.hasOwn(api, name)) (api[name] as (...values: unknown[]) => void)(...values);
    },
  };
  return api;
}
