/** `interline/widget`: the launcher as a module, for sites that are built. Importing it does nothing, in a browser or in Node. */

/** Who the visitor is: proven by a JWT of your server, or only claimed. */
export type WidgetIdentity = { jwt: string } | { name?: string; email?: string };

export type WidgetOptions = {
  /** Where Interline is: `https://chat.example.com`. */
  server: string;
  /** The id of the channel. */
  channel: string;
  /** `en`, `zh-CN`, `zh-TW`, `ja`, `ko`, `es`, `fr`, `de`, `it`, `pt-BR`, `nl`, `pl`, `tr`, `ru`, `ar`; else the browser's. */
  locale?: string;
  theme?: 'auto' | 'light' | 'dark';
  /** `#rrggbb`; else the channel's. */
  accent?: string;
  side?: 'start' | 'end';
  /** A word on the launcher, up to about twenty characters. */
  label?: string;
  /** Keep one mark in the site's storage, so that a returning visitor sees unread replies unasked. */
  remember?: boolean;
  /** `false`: nothing is kept in the browser until `consent(true)`. */
  consent?: boolean;
  identity?: WidgetIdentity;
};

export type WidgetEvents = {
  ready: undefined;
  open: undefined;
  close: undefined;
  message: { direction: 'in' | 'out' };
  unread: { count: number };
};

export interface Widget {
  open(): void;
  close(): void;
  identify(identity: WidgetIdentity): void;
  consent(given: boolean): void;
  /** Answers what stops listening. */
  on<Name extends keyof WidgetEvents>(
    name: Name,
    listener: (detail: WidgetEvents[Name]) => void,
  ): () => void;
  /** Log-out. */
  reset(): Promise<void>;
  /** Off the page without a trace. */
  shutdown(): void;
}

/** Puts the launcher on the page. Without a page, as on a server, the answer is a widget that does nothing. */
export declare function boot(options: WidgetOptions): Widget;
