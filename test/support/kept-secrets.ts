/** Secret settings as the product keeps them, without the product. */
import type { Secrets } from '../../adapters/adapter.ts';

/** @param kept what is kept; may be read and changed at any time */
export function keptSecrets(kept: Record<string, string> = {}): Secrets {
  return {
    current: async (key) => kept[key] ?? '',
    replace: async (key, { was, next }) => {
      if (kept[key] === was) kept[key] = next;
      return kept[key] ?? '';
    },
  };
}
