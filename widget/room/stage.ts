/** What joins the launcher in its shadow root: the panel's place, the badge, and a word when nothing comes. */
import { element, set } from '../loader/elements.ts';
import type { Launcher } from '../loader/launcher.ts';
import { styleSheet } from '../loader/style.ts';
import type { LauncherWords, RoomWords } from '../words/en.ts';
import type { Area } from './screen.ts';
import { PLACE } from './style.ts';

export type StageWords = LauncherWords & RoomWords;
export type StageState = {
  open: boolean;
  live: boolean;
  broken: boolean;
  modal: boolean;
  unread: number;
  area: Area | null;
};
export type Stage = ReturnType<typeof createStage>;

export function createStage({ root, box, button }: Launcher) {
  const badge = element('span', 'badge');
  const panel = element('div', 'panel');
  const wait = element('div', 'wait');
  const notice = element('p');
  const retry = element('button', 'retry');
  button.append(badge);
  set(notice, 'role', 'status');
  wait.append(notice, retry);
  panel.append(wait);
  box.append(panel);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, styleSheet(PLACE)];
  return { root, box, button, badge, panel, notice, retry };
}

/** Draws the state; cheap enough to call on any change. */
export function draw(stage: Stage, words: StageWords, state: StageState): void {
  const { box, button, badge, panel, notice, retry } = stage;
  const { open, modal, unread: count, area } = state;
  const news = count > 0 && !open;
  const told = `${words.open}, ${words.unread.replace('{count}', String(count))}`;
  box.className = FLAGS.filter((flag) => state[flag]).join(' ');
  set(button, 'aria-label', open ? words.close : news ? told : words.open);
  set(button, 'aria-expanded', String(open));
  badge.hidden = !news;
  badge.textContent = count > 9 ? '9+' : String(count);
  set(panel, 'role', modal ? 'dialog' : 'region');
  set(panel, 'aria-label', words.chat);
  if (modal) set(panel, 'aria-modal', 'true');
  else panel.removeAttribute('aria-modal');
  panel.style.height = area ? `${area.height}px` : '';
  panel.style.insetBlock = area ? `${area.top}px auto` : '';
  notice.textContent = state.broken ? words.silent : '';
  retry.textContent = words.retry;
}

const FLAGS = ['open', 'live', 'broken', 'modal'] as const;
