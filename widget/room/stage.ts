/** What joins the launcher in its shadow root: the panel's place, the badge, and a word when nothing comes. */
import { element, set } from '../loader/elements.ts';
import type { Launcher } from '../loader/launcher.ts';
import { styleSheet } from '../loader/style.ts';
import type { RoomWords } from '../words/en.ts';
import type { Area } from './screen.ts';
import { PLACE } from './style.ts';

export type StageState = {
  open: boolean;
  live: boolean;
  broken: boolean;
  modal: boolean;
  unread: { count: number; said: string };
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
  // The loader chose it, in the visitor's language.
  const name = button.getAttribute('aria-label') ?? '';
  set(panel, 'aria-label', name);
  wait.append(notice, retry);
  panel.append(wait);
  box.append(panel);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, styleSheet(PLACE)];
  return { root, box, button, badge, panel, notice, retry, name };
}

/** Draws the state; cheap enough to call on any change. */
export function draw(stage: Stage, words: RoomWords | null, state: StageState): void {
  const { box, button, badge, panel, notice, retry, name } = stage;
  const { open, modal, area } = state;
  const { count, said } = state.unread;
  const news = count > 0 && !open;
  box.className = FLAGS.filter((flag) => state[flag]).join(' ');
  // Open or not is told by the state beside it.
  set(button, 'aria-label', news ? `${name}, ${said || count}` : name);
  set(button, 'aria-expanded', String(open));
  badge.hidden = !news;
  badge.textContent = count > 9 ? '9+' : String(count);
  set(panel, 'role', modal ? 'dialog' : 'region');
  if (modal) set(panel, 'aria-modal', 'true');
  else panel.removeAttribute('aria-modal');
  panel.style.height = area ? `${area.height}px` : '';
  panel.style.insetBlock = area ? `${area.top}px auto` : '';
  notice.textContent = (state.broken && words?.silent) || '';
  retry.textContent = words?.retry ?? '';
}

const FLAGS = ['open', 'live', 'broken', 'modal'] as const;
