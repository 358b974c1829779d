/** Which keys this agent has for what: ours, another product's, or their own. */
import { computed, effect } from '@preact/signals';
import { undoKey } from '../../parts/toast.tsx';
import { type KeyChoice, preferences } from '../../session/preferences.ts';
import { ACTIONS, type ActionId } from './actions.ts';
import { type OwnKeys, PRESETS } from './presets.ts';

export type Bindings = ReadonlyMap<ActionId, readonly string[]>;

export const bindings = computed<Bindings>(() => bindingsOf(preferences.value.keys));

/** All that do it; none when it was given no key. */
export const keysOf = (id: ActionId): readonly string[] => bindings.value.get(id) ?? [];

/** The one to be shown beside its button. */
export const keyOf = (id: ActionId): string | undefined => keysOf(id)[0];

effect(() => {
  undoKey.value = keyOf('undo');
});

/** Combinations, arrows, Enter, Esc and the places of macros are the same for everybody: they do not get into anybody's way. */
export const isFixed = (keys: string): boolean =>
  /(^|[ +])(mod|enter|esc|up|down|[1-9])($|[ +])/.test(keys);

export function bindingsOf({ preset, own }: KeyChoice): Bindings {
  const chosen: OwnKeys = { ...PRESETS[preset], ...own };
  const taken = new Set(Object.values(chosen));
  return new Map(
    ACTIONS.map(({ id, keys }) => {
      const mine = chosen[id];
      // Also what an action of ours was given only after somebody had chosen that key.
      if (mine === undefined) return [id, keys.filter((one) => !taken.has(one))];
      return [id, [...(mine === '' ? [] : [mine]), ...keys.filter(isFixed)]];
    }),
  );
}

/** What can be given another key: what is done from anywhere but the fields one writes in. */
export const CHANGEABLE = ACTIONS.filter(
  ({ group, keys }) => group !== 'composer' && (keys.length === 0 || !keys.every(isFixed)),
);

/** What has these keys now, or some of which they would be the beginning or the end. */
export function clashes(known: Bindings, id: ActionId, keys: string): ActionId[] {
  const others = CHANGEABLE.filter((action) => action.id !== id);
  return others
    .filter((action) => (known.get(action.id) ?? []).some((one) => isInTheWay(one, keys)))
    .map((action) => action.id);
}

function isInTheWay(one: string, other: string): boolean {
  return one === other || one.startsWith(`${other} `) || other.startsWith(`${one} `);
}

/** Gives an action other keys, '' for none, and takes them from whatever had them: no key does two things. */
export function withKeys(choice: KeyChoice, id: ActionId, keys: string): KeyChoice {
  const known = bindingsOf(choice);
  const losers = keys === '' ? [] : clashes(known, id, keys);
  const without = Object.fromEntries(losers.map((loser) => [loser, '']));
  return { ...choice, own: { ...choice.own, ...without, [id]: keys } };
}
