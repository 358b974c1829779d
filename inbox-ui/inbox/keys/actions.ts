/** Everything a key, the command menu or a mouse can ask for: one table, so that none of them knows more. */
import { go } from '../../router.ts';
import { follows } from '../../store/following.ts';
import { live } from '../../store/live.ts';
import type { Store } from '../../store/store.ts';
import type { Words } from '../../words/words.ts';
import { block, unblock } from '../blocking.ts';
import {
  assign,
  backToList,
  markDone,
  markUnread,
  nextUnread,
  notSpam,
  reopen,
  step,
  takeOldest,
  toggleFollowing,
  toggleSpam,
} from '../deeds.ts';
import { addressOf, isListed, meant, opened, toggleContext } from '../desk.ts';
import { MACRO_KEYS, pressMacro } from '../macros/running.ts';
import { extendSelection, selectRow, selectShown } from '../selecting.ts';
import { clearSelection, isSelecting, targets } from '../selection.ts';
import { splitHere } from '../splitting/split.ts';
import { buildFromHere } from '../views/saved.ts';
import {
  askAbout,
  attach,
  openCursor,
  openTranscript,
  pressMore,
  settle,
  speak,
  undo,
  withContact,
  write,
  writeAs,
} from './tasks.ts';

export type ActionId = keyof Words['inbox']['actions'];
export type ActionGroup = keyof Words['inbox']['keys']['groups'];
export type Action = {
  id: ActionId;
  /** None: it is in the command menu alone. */
  keys: readonly string[];
  group: ActionGroup;
  /** Absent for what only the composer does; those are listed, not run from here. */
  run?: (store: Store, key?: string) => void;
  /** How its keys are shown, where each by itself would be too many. */
  caps?: readonly string[];
  /**
   * Only with a conversation opened or under the keys; with that or a selection; with a list, or a selection in it; where
   * visitors are followed over pages.
   */
  needs?: 'meant' | 'opened' | 'some' | 'list' | 'selection' | 'trail';
};

export const ACTIONS: readonly Action[] = [
  { id: 'next', keys: ['j', 'down'], group: 'list', run: (store) => step(store, 1) },
  { id: 'previous', keys: ['k', 'up'], group: 'list', run: (store) => step(store, -1) },
  { id: 'nextUnread', keys: ['shift+n'], group: 'list', run: nextUnread },
  { id: 'open', keys: ['enter', 'o'], group: 'list', needs: 'meant', run: openCursor },
  { id: 'select', keys: ['x'], group: 'list', needs: 'list', run: (store) => selectRow(store) },
  {
    id: 'selectNext',
    keys: ['shift+j', 'shift+down'],
    group: 'list',
    needs: 'list',
    run: (store) => extendSelection(store, 1),
  },
  {
    id: 'selectPrevious',
    keys: ['shift+k', 'shift+up'],
    group: 'list',
    needs: 'list',
    run: (store) => extendSelection(store, -1),
  },
  { id: 'selectAll', keys: ['* a'], group: 'list', needs: 'list', run: selectShown },
  // Esc leaves the selection before it leaves the conversation.
  {
    id: 'selectNone',
    keys: ['* n', 'esc'],
    group: 'list',
    needs: 'selection',
    run: clearSelection,
  },
  { id: 'back', keys: ['u', 'esc'], group: 'list', run: backToList },
  { id: 'settle', keys: ['w'], group: 'list', run: settle },
  { id: 'view', keys: ['v'], group: 'list', needs: 'list', run: buildFromHere },
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
    needs: 'some',
    run: (store) => markDone(store),
  },
  {
    id: 'reopen',
    keys: ['shift+e'],
    group: 'conversation',
    needs: 'some',
    run: (store) => reopen(store),
  },
  {
    id: 'takeIt',
    keys: ['i'],
    group: 'conversation',
    needs: 'some',
    run: (store) => assign(store, store.me),
  },
  {
    id: 'assign',
    keys: ['a'],
    group: 'conversation',
    needs: 'some',
    run: () => askAbout('assign'),
  },
  {
    id: 'snooze',
    keys: ['h', 'b'],
    group: 'conversation',
    needs: 'some',
    run: () => askAbout('snooze'),
  },
  {
    id: 'status',
    keys: ['s'],
    group: 'conversation',
    needs: 'some',
    run: () => askAbout('status'),
  },
  { id: 'tag', keys: ['t', 'l'], group: 'conversation', needs: 'some', run: () => askAbout('tag') },
  {
    id: 'follow',
    keys: ['shift+f'],
    group: 'conversation',
    needs: 'some',
    run: (store) => toggleFollowing(store),
  },
  { id: 'macro', keys: ['0'], group: 'conversation', needs: 'some', run: () => askAbout('macro') },
  {
    id: 'macroSlot',
    keys: MACRO_KEYS,
    caps: ['1–9'],
    group: 'conversation',
    needs: 'opened',
    run: (store, key) => pressMacro(store, key),
  },
  { id: 'merge', keys: ['m'], group: 'conversation', needs: 'some', run: () => askAbout('merge') },
  { id: 'split', keys: ['shift+m'], group: 'conversation', needs: 'opened', run: splitHere },
  // In the view of spam it says the contrary: no key does two things, but this one knows which is meant.
  {
    id: 'spam',
    keys: ['!'],
    group: 'conversation',
    needs: 'some',
    run: (store) => toggleSpam(store),
  },
  {
    id: 'notSpam',
    keys: [],
    group: 'conversation',
    needs: 'some',
    run: (store) => notSpam(store),
  },
  { id: 'block', keys: [], group: 'conversation', needs: 'meant', run: withContact(block) },
  { id: 'unblock', keys: [], group: 'conversation', needs: 'meant', run: withContact(unblock) },
  { id: 'transcript', keys: [], group: 'conversation', needs: 'meant', run: openTranscript },
  { id: 'attach', keys: ['shift+a'], group: 'conversation', needs: 'opened', run: attach },
  { id: 'voice', keys: ['shift+v'], group: 'conversation', needs: 'opened', run: speak },
  {
    id: 'markUnread',
    keys: ['shift+u'],
    group: 'conversation',
    needs: 'some',
    run: (store) => void markUnread(store),
  },
  { id: 'more', keys: ['.'], group: 'conversation', run: pressMore },
  { id: 'context', keys: ['p'], group: 'conversation', needs: 'opened', run: toggleContext },
  { id: 'send', keys: ['mod+enter'], group: 'composer' },
  { id: 'sendDone', keys: ['mod+shift+enter'], group: 'composer' },
  { id: 'editLast', keys: ['up'], group: 'composer' },
  { id: 'leave', keys: ['esc'], group: 'composer' },
  { id: 'undo', keys: ['z'], group: 'app', run: undo },
  { id: 'search', keys: ['/'], group: 'app', run: () => go('/search') },
  { id: 'commands', keys: ['mod+k'], group: 'app', run: () => askAbout('commands') },
  { id: 'keys', keys: ['?'], group: 'app', run: () => askAbout('keys') },
  { id: 'goInbox', keys: ['g i'], group: 'go', run: () => go(addressOf(null, 'inbox')) },
  { id: 'goMine', keys: ['g m'], group: 'go', run: () => go(addressOf(null, 'mine')) },
  { id: 'goFollowing', keys: ['g f'], group: 'go', run: () => go(addressOf(null, 'following')) },
  { id: 'goUnassigned', keys: ['g u'], group: 'go', run: () => go(addressOf(null, 'unassigned')) },
  { id: 'goWaiting', keys: ['g w'], group: 'go', run: () => go(addressOf(null, 'waiting')) },
  { id: 'goSnoozed', keys: ['g s'], group: 'go', run: () => go(addressOf(null, 'snoozed')) },
  { id: 'goDrafts', keys: ['g d'], group: 'go', run: () => go(addressOf(null, 'drafts')) },
  { id: 'goDone', keys: ['g e'], group: 'go', run: () => go(addressOf(null, 'done')) },
  { id: 'goSpam', keys: ['g !'], group: 'go', run: () => go(addressOf(null, 'spam')) },
  {
    id: 'goVisitors',
    keys: ['g v'],
    group: 'go',
    needs: 'trail',
    run: () => go('/visitors'),
  },
  { id: 'goContacts', keys: ['g c'], group: 'go', run: () => go('/contacts') },
  { id: 'goSettings', keys: ['g ,'], group: 'go', run: () => go('/settings') },
];

/** Whether it makes sense right now. */
export function isPossible({ needs }: Action): boolean {
  if (needs === 'opened') return opened.peek() !== null;
  if (needs === 'some') return targets.peek().length > 0;
  if (needs === 'list') return isListed.peek();
  if (needs === 'trail') return follows(live.peek()?.directory.channels.peek() ?? null);
  if (needs === 'selection') return isSelecting.peek();
  return needs === undefined || meant.peek() !== null;
}
