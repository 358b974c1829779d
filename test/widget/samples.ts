/** What the widget's tests are made of: messages, pages, storage, clocks and locks that obey. */
import type { VisitorLine, VisitorMessage } from '../../server/wire/visitor.ts';
import type { Alarm } from '../../widget/panel/alarm.ts';
import type { Jar } from '../../widget/panel/jar.ts';
import type { Lock } from '../../widget/panel/lock.ts';
import { createStore, type Store } from '../../widget/panel/store.ts';

export function message(seq: number, change: Partial<VisitorMessage> = {}): VisitorMessage {
  const base = { id: `id-${seq}`, seq, text: `text ${seq}`, attachments: [] };
  const createdAt = new Date(1_700_000_000_000 + seq * 1000).toISOString();
  return {
    ...base,
    direction: 'out',
    key: null,
    author: 'Ana',
    ...UNCHANGED,
    createdAt,
    ...change,
  };
}

const UNCHANGED = { quotes: null, reactions: [], edited: false, deleted: false };

export function page(seqs: number[], change: Partial<VisitorLine> = {}): VisitorLine {
  const data = seqs.map((seq) => message(seq));
  return {
    data,
    revised: [],
    seq: Math.max(0, ...seqs),
    seenSeq: 0,
    readSeq: 0,
    talk: 'open',
    knowsEmail: false,
    more: false,
    ...change,
  };
}

/** One browser's storage; every tab opens its own store on it. */
export function createBrowser() {
  const kept = new Map<string, string>();
  const area = {
    get length() {
      return kept.size;
    },
    key: (index: number) => [...kept.keys()][index] ?? null,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
  return { kept, area, openStore: (): Store => createStore('channel', { area }) };
}

/** What lasts where storage is forbidden. */
export function createDrawer() {
  const kept = new Map<string, string>();
  const jar: Jar = {
    names: () => [...kept.keys()],
    read: (name) => kept.get(name) ?? null,
    write: (name, value) => void (value === null ? kept.delete(name) : kept.set(name, value)),
  };
  return { kept, jar };
}

/** Turns, as `navigator.locks` gives them to the tabs of one browser. */
export function createTurns(): Lock {
  const last = new Map<string, Promise<unknown>>();
  return (name, task) => {
    const turn = (last.get(name) ?? Promise.resolve()).then(task, task);
    last.set(
      name,
      turn.catch(() => undefined),
    );
    return turn;
  };
}

/** An alarm that rings when the test says so. */
export function createHandAlarm(): Alarm & { delay: number | null; ring(): void } {
  let task: (() => void) | null = null;
  return {
    delay: null,
    set(next, delay) {
      task = next;
      this.delay = delay;
    },
    stop() {
      task = null;
      this.delay = null;
    },
    ring() {
      const now = task;
      this.stop();
      now?.();
    },
  };
}

/** Lets everything that is ready to run, run. */
export const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));
