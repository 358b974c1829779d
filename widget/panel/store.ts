/**
 * Small values kept in this browser, apart per channel. The storage belongs to our own origin, inside the iframe: the
 * website around it cannot read it. Browsers may forbid storage in frames; then what must outlive the page goes into
 * the jar, as far as it has room, and the rest lives as long as the page.
 */
import type { Jar } from './jar.ts';

export interface Store {
  get(name: string): string | null;
  set(name: string, value: string): void;
  remove(name: string): void;
  /** All names that begin so, sorted. */
  names(prefix: string): string[];
  /** Whether anything may be kept. When it may, what was only remembered is kept; when it may not, it is taken back. */
  allow(given: boolean): void;
}

type Area = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;
type Drawers = {
  area: Area | null;
  jar?: Jar | null;
  /** False until somebody allows it: nothing is read or written, everything lives as long as the page. */
  kept?: boolean;
};

/** What the visitor has written, and the session, without which every page would begin a new conversation. */
const LASTING = /^(session|draft|answers|out:.+)$/;

export function createStore(channelId: string, { area, jar = null, kept = true }: Drawers): Store {
  const prefix = `interline:${channelId}:`;
  const memory = new Map<string, string>();
  let allowed = kept;
  const drawer = (name: string) => (LASTING.test(name) ? jar : null);
  const store: Store = {
    get(name) {
      const held = memory.get(name);
      if (held !== undefined || !allowed) return held ?? null;
      const found = quiet(() => area?.getItem(prefix + name));
      return found ?? quiet(() => drawer(name)?.read(name)) ?? null;
    },
    set(name, value) {
      if (allowed && quiet(() => put(area, prefix + name, value))) return void memory.delete(name);
      memory.set(name, value);
      // Half of an emoji cannot be written down.
      if (allowed) quiet(() => drawer(name)?.write(name, value));
    },
    remove(name) {
      memory.delete(name);
      quiet(() => area?.removeItem(prefix + name));
      drawer(name)?.write(name, null);
    },
    names(start) {
      const stored = allowed ? (quiet(() => (area ? keysOf(area) : [])) ?? []) : [];
      const own = stored
        .filter((key) => key.startsWith(prefix))
        .map((key) => key.slice(prefix.length));
      const drawn = allowed ? (jar?.names() ?? []).filter(drawer) : [];
      const all = [...new Set([...own, ...drawn, ...memory.keys()])];
      return all.filter((name) => name.startsWith(start)).sort();
    },
    allow(given) {
      if (given === allowed) return;
      const held = new Map<string, string>();
      for (const name of store.names('')) {
        const value = store.get(name);
        if (value !== null) held.set(name, value);
        if (!given) store.remove(name);
      }
      allowed = given;
      for (const [name, value] of held) store.set(name, value);
    },
  };
  return store;
}

function put(area: Area | null, key: string, value: string): boolean {
  area?.setItem(key, value);
  return area !== null;
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
