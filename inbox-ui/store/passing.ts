/** What time alone changes: a view of those who wait longer than half an hour fills without a word from anybody. */
import { effect } from '@preact/signals';
import type { View } from '../../server/wire/conversations.ts';
import type { Lists } from './lists.ts';
import { isTimed } from './matching.ts';
import { AHEAD_MS } from './rules.ts';
import type { SavedViews } from './saved-views.ts';
import { narrowedTo } from './views.ts';

/** Rows at hand come and go to the second. */
const STEP_MS = 1_000;
/** What is at hand of other views nobody knows: the server is asked how many there are. */
const COUNT_MS = 15_000;

/** Lets time pass for saved views, as far as they depend on it. Returns the end. */
export function letTimePass(saved: SavedViews, lists: Lists): () => void {
  const ends = [
    whileNeeded(
      () => isAnyTimed(saved),
      COUNT_MS,
      () => saved.doubt(),
    ),
    whileNeeded(
      () => isSeenTimed(saved, lists),
      STEP_MS,
      () => {
        saved.pass();
        if (lists.of(lists.active.peek()).reconsider()) saved.doubt();
      },
    ),
    whileNeeded(
      () => isSeenTimed(saved, lists),
      AHEAD_MS / 2,
      () => {
        lists
          .of(lists.active.peek())
          .reload(() => undefined)
          .catch(() => undefined);
      },
    ),
  ];
  return () => {
    for (const end of ends) end();
  };
}

function whileNeeded(isNeeded: () => boolean, everyMs: number, step: () => void): () => void {
  return effect(() => {
    if (!isNeeded()) return;
    const timer = setInterval(step, everyMs);
    return () => clearInterval(timer);
  });
}

function isAnyTimed(saved: SavedViews): boolean {
  return saved.all.value?.some(({ filter }) => isTimed(filter)) ?? false;
}

function isSeenTimed(saved: SavedViews, lists: Lists): boolean {
  const view = savedIn(saved, lists.active.value);
  return view !== undefined && isTimed(view.filter);
}

function savedIn(saved: SavedViews, view: View) {
  const narrowed = narrowedTo(view);
  return narrowed?.by === 'saved' ? saved.find(narrowed.id) : undefined;
}
