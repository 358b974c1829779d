/** What the team says, beside the launcher: it takes no focus, and is read out by those who are read to. */
import { isColour } from '../checks.ts';
import { type Lifetime, listen } from '../lifetime.ts';
import { element, set } from '../loader/elements.ts';
import type { Options } from '../loader/options.ts';
import { styleSheet } from '../loader/style.ts';
import { directionOf, type Locale, pickLocale } from '../words/words.ts';
import { BUBBLE } from './style.ts';
import { CLOSE } from './words.ts';

type Events = { pressed(): void; closed(): void };

/** So long after the region stands its words come into it: what stands there from the start is not read out. */
const BREATH = 150;

/** Puts it on the page for as long as `life` lasts. `accent` is the channel's own; the website's goes before. */
export function showBubble(
  life: Lifetime,
  { text, options, accent }: { text: string; options: Options; accent: string },
  events: Events,
): void {
  const { host, card } = stand(life, options, accent);
  const said = element('button', 'text');
  said.dir = 'auto';
  said.textContent = text;
  const close = element('button', 'close');
  close.textContent = '×';
  set(close, 'aria-label', CLOSE[localeFor(options)]);
  listen(life, said, 'click', events.pressed);
  const end = () => {
    const inside = host.shadowRoot?.activeElement;
    events.closed();
    // Whoever was here is not left nowhere.
    if (inside) launcher()?.focus();
  };
  listen(life, close, 'click', end);
  listen<KeyboardEvent>(life, host, 'keydown', (event) => {
    if (event.key === 'Escape') end();
  });
  const timer = setTimeout(() => card.append(said, close), BREATH);
  life.push(() => clearTimeout(timer));
}

function stand(life: Lifetime, { theme, side, ...options }: Options, accent: string) {
  const host = element('div');
  const card = element('div', 'card');
  set(card, 'role', 'status');
  host.attachShadow({ mode: 'open' }).append(card);
  if (host.shadowRoot) host.shadowRoot.adoptedStyleSheets = [styleSheet(BUBBLE)];
  host.dataset['interlineNudge'] = '';
  host.dataset['side'] = side;
  // Otherwise it runs as the page does, like the launcher.
  if (directionOf(localeFor(options)) === 'rtl') host.dir = 'rtl';
  // Any other word would be taken for a scheme that nobody has, and be light.
  if (theme === 'light' || theme === 'dark') host.style.colorScheme = theme;
  const colour = [options.accent, accent].find(isColour);
  if (colour) host.style.setProperty('--accent', colour);
  document.documentElement.append(host);
  life.push(() => host.remove());
  return { host, card };
}

const localeFor = ({ locale }: Pick<Options, 'locale'>): Locale =>
  pickLocale(locale ? [String(locale)] : navigator.languages);

const launcher = () =>
  document.querySelector('[data-interline]')?.shadowRoot?.querySelector('button');
