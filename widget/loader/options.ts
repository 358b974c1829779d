/** What a website may say when it puts the widget on its pages. */
import { isColour, isTheme, shortText, type Theme } from '../bridge.ts';

export type Options = {
  channel: string;
  /** Empty: the browser's language. */
  locale: string;
  theme: Theme;
  /** Colour of the launcher. Empty: the channel's own, as soon as the panel has told it. */
  accent: string;
  side: 'start' | 'end';
  /** A word on the launcher, beside its mark. */
  label: string;
  /** Keep one mark in the website's own storage, so that a returning visitor sees unread replies unasked. */
  remember: boolean;
};

type Given = Readonly<Record<string, unknown>>;

/** The host's options made safe, or null when no channel is named. */
export function readOptions(given: unknown): Options | null {
  if (typeof given !== 'object' || given === null) return null;
  const { channel, locale, theme, accent, side, label, remember } = given as Given;
  if (typeof channel !== 'string' || !/^[\w-]{1,64}$/.test(channel)) return null;
  return {
    channel,
    locale: shortText(locale, 35),
    theme: isTheme(theme) ? theme : 'auto',
    accent: isColour(accent) ? accent : '',
    side: side === 'start' ? 'start' : 'end',
    label: shortText(label, 24),
    remember: remember === true || remember === 'true',
  };
}
