/** What actions do that is no deed done to a conversation: they open, write, press and ask. */
import type { OwnConversation } from '../../../server/wire/conversations.ts';
import { toast, undoLast } from '../../parts/toast.tsx';
import { go } from '../../router.ts';
import type { Mode } from '../../store/envelopes.ts';
import type { Store } from '../../store/store.ts';
import { words } from '../../words/words.ts';
import {
  addressOf,
  ask,
  cursor,
  meant,
  opened,
  type Question,
  view,
  wishToWrite,
} from '../desk.ts';
import { chooseMode, hasRecipients } from '../letter/answering.ts';
import { isSelecting, targets } from '../selection.ts';
import { speaking } from '../voice/voice.ts';

export function askAbout(what: Question): void {
  ask(what, targets.peek());
}

export function openTranscript(store: Store): void {
  const row = store.conversations.peek(meant.peek() ?? '');
  if (row) go(`/transcript/${row.number}`);
}

export function withContact(deed: (contact: OwnConversation['contact']) => Promise<void>) {
  return (store: Store): void => {
    const row = store.conversations.peek(meant.peek() ?? '');
    if (row) void deed(row.contact);
  };
}

export function openCursor(): void {
  const id = cursor.peek();
  if (id !== null && opened.peek() === null) go(addressOf(id));
}

export function write(kind: 'reply' | 'note'): void {
  openCursor();
  wishToWrite(kind);
}

/** Where there are no recipients, every answer is just an answer, and nothing can be passed on. */
export function writeAs(store: Store, mode: Mode): void {
  const id = meant.peek();
  if (id !== null && hasRecipients(store, id)) chooseMode(store, id, mode);
  else if (mode === 'forward') return;
  write('reply');
}

export function settle(store: Store): void {
  store.lists.of(view.peek()).settle();
}

/** Of what is opened; else, or with rows selected, of the list. */
export function pressMore(): void {
  const head = opened.peek() === null || isSelecting.peek() ? '.list-head' : '.thread-head';
  document.querySelector<HTMLElement>(`${head} .icon-menu-more`)?.click();
}

export function undo(store: Store): void {
  if (undoLast()) return;
  void store.changes.undo.pop().then((done) => {
    if (!done) toast({ text: words.peek().inbox.toast.nothingToUndo });
  });
}

/** Where no files can go there is nothing to press. */
export function attach(): void {
  document.querySelector<HTMLInputElement>('.composer-files')?.click();
}

export function speak(): void {
  speaking.value = meant.peek();
}
