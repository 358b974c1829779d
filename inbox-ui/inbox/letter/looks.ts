/** How each message is looked at, as long as this page lives, and in which colours. */
import { computed, type Signal, signal } from '@preact/signals';
import { preferences } from '../../session/preferences.ts';

export type Look = 'text' | 'original';

const looks = new Map<string, Signal<Look>>();
const images = new Map<string, Signal<boolean>>();

export function lookOf(messageId: string): Signal<Look> {
  return kept(looks, messageId, 'text');
}

/** Whether images from elsewhere were asked for. */
export function imagesOf(messageId: string): Signal<boolean> {
  return kept(images, messageId, false);
}

const darkSystem = signal(false);
if (typeof matchMedia === 'function') {
  const system = matchMedia('(prefers-color-scheme: dark)');
  darkSystem.value = system.matches;
  system.addEventListener('change', ({ matches }) => {
    darkSystem.value = matches;
  });
}

export const dark = computed(() => {
  const { theme } = preferences.value;
  return theme === 'auto' ? darkSystem.value : theme === 'dark';
});

function kept<Value>(all: Map<string, Signal<Value>>, id: string, first: Value): Signal<Value> {
  const existing = all.get(id) ?? signal(first);
  all.set(id, existing);
  return existing;
}
