/** What stands on the host's page: one shadow root with the launcher and the place for the panel. */
import type { LauncherWords } from '../words/en.ts';
import type { Options } from './options.ts';
import type { Area } from './screen.ts';
import { styleSheet } from './style.ts';

export type StageState = {
  open: boolean;
  live: boolean;
  broken: boolean;
  modal: boolean;
  unread: number;
  area: Area | null;
};
export type Stage = ReturnType<typeof createStage>;

const SVG = 'http://www.w3.org/2000/svg';
/** Our mark: a line with two stations, words hanging off it. */
const LINE = ['M7 3.5v17M12.5 8H20M12.5 16H17', 'M7 8h0M7 16h0'];
const DOWN = ['M6 9.5l6 6 6-6'];

/** Builds it and puts it beside the body, not into it: some routers swap the body, and a moved frame would load again. */
export function createStage({ theme, label }: Options) {
  const host = element('div');
  const root = host.attachShadow({ mode: 'open' });
  const box = element('div');
  const launcher = element('button', 'launcher');
  const badge = element('span', 'badge');
  const panel = element('div', 'panel');
  const wait = element('div', 'wait');
  const notice = element('p');
  const retry = element('button', 'retry');
  launcher.append(icon(LINE), icon(DOWN), element('span', 'label', label), badge);
  notice.setAttribute('role', 'status');
  wait.append(notice, retry);
  panel.append(wait);
  box.append(launcher, panel);
  root.append(box);
  root.adoptedStyleSheets = [styleSheet()];
  host.dataset['interline'] = theme;
  document.documentElement.append(host);
  return { host, root, box, launcher, badge, panel, notice, retry };
}

/** Draws the state; cheap enough to call on any change. */
export function draw(stage: Stage, side: string, words: LauncherWords, state: StageState): void {
  const { box, launcher, badge, panel, notice, retry } = stage;
  const { open, modal, unread: count, area } = state;
  const news = count > 0 && !open;
  const told = `${words.open}, ${words.unread.replace('{count}', String(count))}`;
  box.className = [side, ...FLAGS.filter((flag) => state[flag])].join(' ');
  set(launcher, 'aria-label', open ? words.close : news ? told : words.open);
  set(launcher, 'aria-expanded', String(open));
  badge.hidden = !news;
  badge.textContent = count > 9 ? '9+' : String(count);
  set(panel, 'role', modal ? 'dialog' : 'region');
  set(panel, 'aria-label', words.chat);
  if (modal) set(panel, 'aria-modal', 'true');
  else panel.removeAttribute('aria-modal');
  panel.style.blockSize = area ? `${area.height}px` : '';
  panel.style.insetBlock = area ? `${area.top}px auto` : '';
  notice.textContent = state.broken ? words.broken : '';
  retry.textContent = words.retry;
}

/** Colours the launcher. Its mark is white unless the colour is too light for that. */
export function tint({ host }: Stage, accent: string): void {
  const value = Number.parseInt(accent.slice(1), 16);
  const light = (value >> 16) * 3 + ((value >> 8) & 255) * 6 + (value & 255) > 1500;
  host.style.setProperty('--accent', accent);
  host.style.setProperty('--on', light ? '#06231d' : '#fff');
}

const FLAGS = ['open', 'live', 'broken', 'modal'] as const;

/** Only elements and text, never markup: hosts may enforce Trusted Types. */
function element<Tag extends keyof HTMLElementTagNameMap>(tag: Tag, className = '', text = '') {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  if (made instanceof HTMLButtonElement) made.type = 'button';
  return made;
}

function icon(paths: readonly string[]): SVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  set(svg, 'viewBox', '0 0 24 24');
  set(svg, 'aria-hidden', 'true');
  for (const path of paths) {
    set(svg.appendChild(document.createElementNS(SVG, 'path')), 'd', path);
  }
  return svg;
}

const set = (target: Element, name: string, value: string) => target.setAttribute(name, value);
