/** Where the panel stands: what the page around it and the browser say. Written by the entry, read by everyone. */

import type { Theme } from '../checks.ts';
import { type Locale, pickLocale } from '../words/words.ts';
import { computed, signal } from './signals.ts';

/** `en`, `en-GB`, `zh-Hans-CN`: what the browser's formatters take without complaint. */
const WELL_FORMED = /^[a-z]{2,3}(-[a-z\d]{2,8})*$/i;

export class Place {
  readonly open = signal(false);
  /** The tab is in front. */
  readonly visible = signal(true);
  readonly online = signal(true);
  /** The panel fills a phone's screen. */
  readonly modal = signal(false);
  /** The host wished for a language; empty: the browser's. */
  readonly wish = signal('');
  readonly theme = signal<Theme>('auto');
  /** The host's colour for everything; empty: the channel's. */
  readonly accent = signal('');
  readonly systemDark = signal(false);
  /** There is a page around us that can close us. */
  readonly framed = signal(false);
  /** Grows each time the visitor's focus belongs in the composer. */
  readonly focusWish = signal(0);
  /** Somebody looks at the panel. */
  readonly watched = computed(() => this.open.value && this.visible.value);
  readonly mode = computed<'light' | 'dark'>(() => {
    const { value: theme } = this.theme;
    if (theme !== 'auto') return theme;
    return this.systemDark.value ? 'dark' : 'light';
  });
  readonly locale = computed<Locale>(() =>
    pickLocale(this.wish.value ? [this.wish.value] : this.#languages),
  );
  /** For times and dates: the visitor's own region, when it speaks the same language. */
  readonly region = computed(() => {
    const language = this.locale.value.split('-')[0] ?? 'en';
    const own = [this.wish.value, ...this.#languages].find(
      (tag) => tag.startsWith(language) && WELL_FORMED.test(tag),
    );
    return own ?? this.locale.value;
  });
  readonly #languages: readonly string[];

  constructor(languages: readonly string[]) {
    this.#languages = languages;
  }
}
