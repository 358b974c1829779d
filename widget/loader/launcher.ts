/** What stands on the host's page from the start: a shadow root with the launcher in it, and room for more. */
import { isColour } from '../checks.ts';
import type { Lifetime } from '../lifetime.ts';
import { element } from './elements.ts';
import type { Options } from './options.ts';
import { LAUNCHER, styleSheet } from './style.ts';

export type Launcher = ReturnType<typeof createLauncher>;

export function createLauncher(life: Lifetime, { side, accent }: Options, language: string) {
  const host = element('div');
  // Otherwise it runs as the page does.
  if (language === 'ar') host.dir = 'rtl';
  const root = host.attachShadow({ mode: 'open' });
  const box = element('div');
  const button = element('button', 'launcher');
  const text = element('span', 'label');
  button.append(element('span', 'mark'), text);
  box.append(button);
  root.append(box);
  root.adoptedStyleSheets = [styleSheet(LAUNCHER)];
  // Several on one side stand above each other.
  const row = document.querySelectorAll(`[data-interline=${side}]`).length;
  host.style.setProperty('--row', `${row * 72}px`);
  host.dataset['interline'] = side;
  tint(host, accent);
  stay(life, host);
  return { host, root, box, button, text };
}

/**
 * Puts it beside the body, not into it: routers swap the body, and a moved frame would load again. Pages that replace
 * everything get it back at once.
 */
function stay(life: Lifetime, host: HTMLElement): void {
  const place = () => {
    const { documentElement: page } = document;
    watch.observe(page, { childList: true });
    if (host.parentNode !== page) page.append(host);
  };
  const watch = new MutationObserver(place);
  watch.observe(document, { childList: true });
  place();
  life.push(() => {
    watch.disconnect();
    host.remove();
  });
}

/** Colours the launcher. Its mark is white unless the colour is too light for that. */
export function tint(host: HTMLElement, accent: unknown): void {
  if (!isColour(accent)) return;
  const value = Number(`0x${accent.slice(1)}`);
  const light = (value >> 16) * 3 + ((value >> 8) & 255) * 6 + (value & 255) > 1500;
  host.style.setProperty('--accent', accent);
  host.style.setProperty('--on', light ? '#06231d' : '#fff');
}
