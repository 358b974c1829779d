/** What the agent has in front of them: which view, which row, what is opened, and what is asked. */
import { computed, signal } from '@preact/signals';
import type { View } from '../../server/wire/conversations.ts';
import type { SendingLine } from '../../server/wire/sending.ts';
import { screenSize } from '../parts/screen-size.ts';
import { go, query, route, url } from '../router.ts';
import { live } from '../store/live.ts';
import type { Store } from '../store/store.ts';
import { isStanding, narrowedTo } from '../store/views.ts';

export type WritingKind = 'reply' | 'note';
/** What lies over the desk: the command menu in one of its moods, or the sheet of keys. */
export type Question =
  | 'commands'
  | 'assign'
  | 'snooze'
  | 'snoozeAt'
  | 'status'
  | 'macro'
  | 'tag'
  | 'merge'
  | 'sendLater'
  | 'template'
  | 'choices'
  | 'keys';

const CONTEXT_REMEMBERED = 'interline.context';

/** The row the keys would act on, when nothing is opened. */
export const cursor = signal<string | null>(null);
export const question = signal<Question | null>(null);
/** Whom the question is about. What is selected or opened may change while it is being answered. */
export const askedAbout = signal<readonly string[]>([]);
/** The composer is to take the focus; it takes the wish with it. */
export const writingWish = signal<{ kind: WritingKind; at: number } | null>(null);
/** A wish nobody could fulfil for so long is forgotten. */
const WISH_MS = 1_500;
/** What is to happen once the moment of a snooze is chosen: send first, or only snooze. */
export const sendFirst = signal<(() => void) | null>(null);
/** What is to happen once the moment of sending is chosen. */
export const sendLater = signal<((at: Date, unlessAnswered: boolean) => void) | null>(null);

/** For whom a template is chosen, and by which way it goes. */
export const templating = signal<{ conversationId: string; line: SendingLine } | null>(null);

const contextWide = signal(remembered());

export const view = computed<View>(() => {
  const here = route.value;
  return here.page === 'inbox' ? viewOf(here.view) : 'inbox';
});

/** The opened conversation as the address names it. */
export const opened = computed(() =>
  route.value.page === 'inbox' ? route.value.conversation : null,
);

/**
 * The opened conversation's id; null while the address still gives only its number. The address knows it before
 * the screen does: keys come faster than panes follow, and must never act on the one just left.
 */
export const openedId = computed(() => {
  return opened.value !== null && numberOf(opened.value) === null ? opened.value : null;
});

/** The conversation the agent means: the opened one, else the row under the keys. */
export const meant = computed(() => {
  if (opened.value !== null) return openedId.value;
  return route.value.page === 'inbox' ? cursor.value : null;
});

/** Whether rows are in sight: on a phone what is opened lies over them. */
export const isListed = computed(() => {
  return route.value.page === 'inbox' && (opened.value === null || screenSize.value !== 'phone');
});

/** On wide screens a lasting choice; elsewhere a place of its own, so that "back" leaves it. */
export const contextShown = computed(() => {
  return screenSize.value === 'wide' ? contextWide.value : query.value.has('details');
});

/** Which choice the command menu begins with, where that matters. */
export const askedFirst = signal<string | null>(null);

export function ask(what: Question, about: readonly string[], first: string | null = null): void {
  askedAbout.value = about;
  askedFirst.value = first;
  question.value = what;
}

export function useStore(): Store {
  const store = live.value;
  if (!store) throw new Error('Nobody is logged in.');
  return store;
}

/** Addresses may name a conversation by the number people read to each other. */
export function numberOf(name: string): number | null {
  return /^\d+$/.test(name) ? Number(name) : null;
}

export function viewOf(name: string): View {
  if (isStanding(name)) return name;
  const narrowed = narrowedTo(name);
  return narrowed ? `${narrowed.by}:${narrowed.id}` : 'inbox';
}

export function addressOf(id: string | null, where: View = view.peek()): string {
  return id === null ? `/inbox/${where}` : `/inbox/${where}/${id}`;
}

export function toggleContext(): void {
  if (screenSize.peek() === 'wide') {
    contextWide.value = !contextWide.peek();
    localStorage.setItem(CONTEXT_REMEMBERED, contextWide.peek() ? 'shown' : 'hidden');
    return;
  }
  const { pathname } = url.peek();
  if (query.peek().has('details')) history.back();
  else if (opened.peek() !== null) go(`${pathname}?details=1`);
}

/** At once where the field is there: the next key already belongs to it, and must not be taken for a command. */
export function wishToWrite(kind: WritingKind): void {
  writingWish.value = { kind, at: Date.now() };
  document.querySelector<HTMLElement>('.composer-field')?.focus();
}

/** Whether the hands have begun to write, though the field is not there yet. */
export function isWishing(): boolean {
  const wish = writingWish.peek();
  return wish !== null && Date.now() - wish.at < WISH_MS;
}

function remembered(): boolean {
  return (
    typeof localStorage === 'undefined' || localStorage.getItem(CONTEXT_REMEMBERED) !== 'hidden'
  );
}
