/** What the command menu offers when it asks which macro, and the macros among all commands. */
import type { Macro } from '../../../server/wire/macros.ts';
import { go } from '../../router.ts';
import type { Store } from '../../store/store.ts';
import { words } from '../../words/words.ts';
import { askedAbout } from '../desk.ts';
import { MACRO_KEYS, runMacro } from '../macros/running.ts';
import type { Choice } from './choice.ts';

/** Each with what it would do to those it was asked about. */
export function macroChoices(store: Store): Choice[] {
  const ids = askedAbout.value;
  const { macros } = words.value.inbox;
  const edit = { id: 'edit', label: macros.edit, pick: () => go('/settings/macros') };
  const all = store.directory.macros.value ?? [];
  return [...all.map((macro, at) => choice(store, macro, at, ids)), edit];
}

export function macroCommands(store: Store, ids: readonly string[]): Choice[] {
  if (ids.length === 0) return [];
  const { macros } = words.value.inbox;
  return (store.directory.macros.value ?? []).map((macro, at) => {
    return { ...choice(store, macro, at, ids), label: macros.run(macro.name) };
  });
}

function choice(store: Store, macro: Macro, at: number, ids: readonly string[]): Choice {
  const pick = () => void runMacro(store, macro, ids);
  return { id: macro.id, label: macro.name, keys: MACRO_KEYS[at], macro, pick };
}
