/** What a website may say when it puts the widget on its pages. What is `unknown` is checked where it is used. */

export type Options = {
  channel: string;
  /** `start` or `end`. */
  side: string;
  /** Keep one mark in the website's own storage, so that a returning visitor sees unread replies unasked. */
  remember: boolean;
  /** Whether anything may be kept in the visitor's browser. `consent(true)` says so later. */
  consent: boolean;
  /** Nothing: the browser's language. */
  locale?: unknown;
  /** `light`, `dark`; anything else follows the browser. */
  theme?: unknown;
  /** Colour, as `#rrggbb`. Nothing: the channel's own, as soon as the panel has told it. */
  accent?: unknown;
  /** A word on the launcher, beside its mark. */
  label?: unknown;
};

/** The host's options, from a script or from attributes; null when no channel is named. */
export function readOptions(given: unknown): Options | null {
  const options = { ...(given as Partial<Record<keyof Options, unknown>>) };
  const { channel, side, remember, consent } = options;
  if (typeof channel !== 'string' || !/^[\w-]{1,64}$/.test(channel)) return null;
  return {
    ...options,
    channel,
    side: side === 'start' ? side : 'end',
    remember: `${remember}` === 'true',
    consent: `${consent}` !== 'false',
  };
}
