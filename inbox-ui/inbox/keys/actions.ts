/** Everything a key, the command menu or a mouse can ask for: one table, so that none of them knows more. */
import { toast, undoLast } from '../../parts/toast.tsx';
import { go } from '../../router.ts';
import type { Mode } from '../../store/envelopes.ts';
import type { Store } from '../../store/store.ts';
import { type Words, words } from '../../words/words.ts';
import { assign, backToList, markDone, reopen, step, takeOldest } from '../deeds.ts';
import {
  addressOf,
  cursor,
  meant,
  opened,
  question,
  toggleContext,
  view,
  wishToWrite,
} from '../desk.ts';
import { chooseMode, hasRecipients } from '../letter/answering.ts';

export type ActionId = keyof Words['inbox']['actions'];
export type ActionGroup = keyof Words['inbox']['keys']['groups'];
export type Action = {
  id: ActionId;
  keys: readonly string[];
  group: ActionGroup;
  /** Absent for what only the composer does; those are listed, not run from here. */
  run?: (store: Store) => void;
  /** Only with a conversation opened or under the keys. */
  needs?: 'meant' | 'opened';
};

export const ACTIONS: readonly Action[] = [
  { id: 'next', keys: ['j', 'down'], group: 'list', run: (store) => step(store, 1) },
  { id: 'previous', keys: ['k', 'up'], group: 'list', run: (store) => step(store, -1) },
  { id: 'open', keys: ['enter', 'o'], group: 'list', needs: 'meant', run: openCursor },
  { id: 'back', keys: ['u', 'esc'], group: 'list', run: backToList },
  { id: 'settle', keys: ['.'], group: 'list', run: settle },
  { id: 'takeOldest', keys: ['q'], group: 'list', run: (store) => void takeOldest(store) },
  {
    id: 'reply',
    keys: ['r'],
    group: 'conversation',
    needs: 'meant',
    run: (store) => writeAs(store, 'reply'),
  },
  {
    id: 'replyAll',
    keys: ['shift+r'],
    group: 'conversation',
    needs: 'meant',
    run: (store) => writeAs(store, 'all'),
  },
  { id: 'note', keys: ['n'], group: 'conversation', needs: 'meant', run: () => write('note') },
  {
    id: 'forward',
    keys: ['f'],
    group: 'conversation',
    needs: 'meant',
    run: (store) => writeAs(store, 'forward'),
  },
  {
    id: 'done',
    keys: ['e'],
    group: 'conversation',
    needs: 'meant',
    run: (store) => markDone(store),
  },
  {
    id: 'reopen',
    keys: ['shift+e'],
    group: 'conversation',
    needs: 'meant',
    run: (store) => reopen(store),
  },
  {
    id: 'takeIt',
    keys: ['i'],
    group: 'conversation',
    needs: 'meant',
    run: (store) => assign(store, store.me),
  },
  { id: 'assign', keys: ['a'], group: 'conversation', needs: 'meant', run: () => ask('assign') },
  { id: 'snooze', keys: ['h'], group: 'conversation', needs: 'meant', run: () => ask('snooze') },
  { id: 'tag', keys: ['t'], group: 'conversation', needs: 'meant', run: () => ask('tag') },
  { id: 'context', keys: ['p'], group: 'conversation', needs: 'opened', run: toggleContext },
  { id: 'send', keys: ['mod+enter'], group: 'composer' },
  { id: 'sendDone', keys: ['mod+shift+enter'], group: 'composer' },
  { id: 'leave', keys: ['esc'], group: 'composer' },
  { id: 'undo', keys: ['z'], group: 'app', run: undo },
  { id: 'search', keys: ['/'], group: 'app', run: () => go('/search') },
  { id: 'commands', keys: ['mod+k'], group: 'app', run: () => ask('commands') },
  { id: 'keys', keys: ['?'], group: 'app', run: () => ask('keys') },
  { id: 'goInbox', keys: ['g i'], group: 'go', run: () => go(addressOf(null, 'inbox')) },
  { id: 'goMine', keys: ['g m'], group: 'go', run: () => go(addressOf(null, 'mine')) },
  { id: 'goUnassigned', keys: ['g u'], group: 'go', run: () => go(addressOf(null, 'unassigned')) },
  { id: 'goWaiting', keys: ['g w'], group: 'go', run: () => go(addressOf(null, 'waiting')) },
  { id: 'goSnoozed', keys: ['g s'], group: 'go', run: () => go(addressOf(null, 'snoozed')) },
  { id: 'goDrafts', keys: ['g d'], group: 'go', run: () => go(addressOf(null, 'drafts')) },
  { id: 'goDone', keys: ['g e'], group: 'go', run: () => go(addressOf(null, 'done')) },
  { id: 'goContacts', keys: ['g c'], group: 'go', run: () => go('/contacts') },
  { id: 'goSettings', keys: ['g ,'], group: 'go', run: () => go('/settings') },
];

/** Whether it makes sense right now. */
export function isPossible({ needs }: Action): boolean {
  if (needs === 'opened') return opened.peek() !== null;
  return needs === undefined || meant.peek() !== null;
}

function ask(what: NonNullable<typeof question.value>): void {
  question.value = what;
}

function openCursor(): void {
  const id = cursor.peek();
  if (id !== null && opened.peek() === null) go(addressOf(id));
}

function write(kind: 'reply' | 'note'): void {
  openCursor();
  wishToWrite(kind);
}

/** Where there are no recipients, every answer is just an answer, and nothing can be passed on. */
function writeAs(store: Store, mode: Mode): void {
  const id = meant.peek();
  if (id !== null && hasRecipients(store, id)) chooseMode(store, id, mode);
  else if (mode === 'forward') return;
  write('reply');
}

function settle(store: Store): void {
  store.lists.of(view.peek()).settle();
}

function undo(store: Store): void {
  if (undoLast()) return;
  void store.changes.undo.pop().then((done) => {
    if (!done) toast({ text: words.peek().inbox.toast.nothingToUndo });
  });
}
