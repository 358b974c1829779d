/** Macros run by hand: which key means which, which moment a snooze means, and what has to be looked at first. */
import type { Macro, MacroAction } from '../../../server/wire/macros.ts';
import { toast } from '../../parts/toast.tsx';
import type { Store } from '../../store/store.ts';
import { momentReader } from '../../words/typed-moments.ts';
import { locale, words } from '../../words/words.ts';
import { channelOf } from '../composer/writing-rules.ts';
import { leaving } from '../deeds.ts';
import { ask } from '../desk.ts';
import { targets } from '../selection.ts';

export const MACRO_KEYS: readonly string[] = [...'123456789'];

/** As many as the server holds at once. */
const MOST_AT_ONCE = 50;

/** What could not be taken back is shown before it is done. */
export function pressMacro(store: Store, key = ''): void {
  const ids = targets.peek();
  const known = store.directory.macros.peek();
  if (known === null) return void pressOnceKnown(store, key);
  const macro = known[MACRO_KEYS.indexOf(key)];
  if (!macro) toast({ text: words.peek().inbox.macros.noneOn(key) });
  else if (goesAtOnce(store, macro.actions, ids)) ask('macro', ids, macro.id);
  else void runMacro(store, macro, ids);
}

/** A hand may be quicker than what is read when the page opens; not to know one is not to have none. */
async function pressOnceKnown(store: Store, key: string): Promise<void> {
  try {
    await store.directory.load('macros');
    pressMacro(store, key);
  } catch {
    toast({ text: words.peek().inbox.toast.offline });
  }
}

export async function runMacro(store: Store, macro: Macro, ids: readonly string[]): Promise<void> {
  const { macros } = words.peek().inbox;
  if (ids.length > MOST_AT_ONCE) return void toast({ text: macros.tooMany(MOST_AT_ONCE) });
  const asked = snoozeOf(macro.actions);
  const until = asked === null ? null : await momentOf(asked);
  if (asked !== null && until === null) return void toast({ text: macros.noMoment(asked) });
  const leave = leaving(store, ids);
  const done = await store.macros.run(macro, ids, until?.toISOString() ?? null);
  if (done && closes(macro.actions)) leave();
}

/** Whether an answer would go that no undo brings back. */
export function goesAtOnce(
  store: Store,
  actions: readonly MacroAction[],
  ids: readonly string[],
): boolean {
  if (!actions.some((action) => action.do === 'reply')) return false;
  return ids.some((id) => {
    const channel = channelOf(store, store.conversations.peek(id));
    return (channel?.sending.undoSeconds ?? 0) === 0;
  });
}

/** null: the words are no moment to come. */
async function momentOf(typed: string): Promise<Date | null> {
  const read = await momentReader(locale.peek()).catch(() => null);
  return read?.(typed, new Date()) ?? null;
}

function snoozeOf(actions: readonly MacroAction[]): string | null {
  const found = actions.findLast((action) => action.do === 'snooze');
  return found?.do === 'snooze' ? found.until : null;
}

function closes(actions: readonly MacroAction[]): boolean {
  const last = actions.findLast(({ do: deed }) => deed === 'status' || deed === 'snooze');
  return (
    last !== undefined && (last.do === 'snooze' || (last.do === 'status' && last.status === 'done'))
  );
}
