/**
 * Small values kept in this browser, apart per channel. The storage belongs to our own origin, inside the iframe: the
 * website around it cannot read it. Browsers may forbid storage in frames; then what must outlive the page goes into
 * the jar, and the rest lives as long as the page.
 */
import type { Jar } from './jar.ts';

export interface Store {
  get(name: string): string | null;
  set(name: string, value: string): void;
  remove(name: string): void;
  /** All names that begin so, sorted. */
  names(prefix: string): string[];
}

type Area = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

/** Without the visitor's session every page would begin a new conversation; all else can be done without. */
const LASTING = 'session';

export function createStore(channelId: string, area: Area | null, jar: Jar | null = null): Store {
  const prefix = `interline:${channelId}:`;
  const memory = new Map<string, string>();
  return {
    get: (name) =>
      memory.get(name) ??
      quiet(() => area?.getItem(prefix + name)) ??
      (name === LASTING ? (jar?.read(LASTING) ?? null) : null),
    set(name, value) {
      const kept = quiet(() => {
        area?.setItem(prefix + name, value);
        return area !== null;
      });
      if (kept) memory.delete(name);
      else memory.set(name, value);
      if (!kept && name === LASTING) jar?.write(LASTING, value);
    },
    remove(name) {
      memory.delete(name);
      quiet(() => area?.removeItem(prefix + name));
      if (name === LASTING) jar?.write(LASTING, null);
    },
    names(start) {
      const kept = quiet(() => (area ? keysOf(area) : [])) ?? [];
      const own = kept
        .filter((key) => key.startsWith(prefix))
        .map((key) => key.slice(prefix.length));
      return [...new Set([...own, ...memory.keys()])]
        .filter((name) => name.startsWith(start))
        .sort();
    },
  };
}

/** The frame's local storage, or null where reading the property itself is already refused. */
export const ownStorage = (): Storage | null => quiet(() => window.localStorage) ?? null;

function keysOf(area: Area): string[] {
  const keys: string[] = [];
  for (let index = 0; index < area.length; index += 1) {
    const key = area.key(index);
    if (key !== null) keys.push(key);
  }
  return keys;
}

/** Full, forbidden or broken storage must never cost a message. */
function quiet<Result>(task: () => Result): Result | undefined {
  try {
    return task();
  } catch {
    return undefined;
  }
}
