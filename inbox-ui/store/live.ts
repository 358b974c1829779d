/** The one store of this page, tied to the browser: its storage, its window's focus, its network. */
import { type ReadonlySignal, signal } from '@preact/signals';
import { api, doubtConnections } from '../api.ts';
import { keptUpTo } from '../kept.ts';
import { doors } from './doors.ts';
import { SocketWire } from './socket.ts';
import { type Me, Store } from './store.ts';
import type { Keeper } from './transport.ts';

const PULSE_MS = 1_000;
/** Timers stand still while the machine sleeps; a pulse this late means it slept. */
const SLEPT_MS = 5_000;

const current = signal<Store | null>(null);
let release: () => void = () => undefined;

export const live: ReadonlySignal<Store | null> = current;

export function startStore(me: Me): void {
  stopStore();
  const kept = keptUpTo.peek() !== null;
  const wire = new SocketWire();
  const store = new Store(me, {
    ...{ wire, doors, keeper, kept },
    loggedOut: askAgain,
    lineDied: doubtConnections,
  });
  release = watchWindow(store);
  store.start();
  current.value = store;
}

export function stopStore(): void {
  release();
  release = () => undefined;
  current.peek()?.stop();
  current.value = null;
}

/** The socket was refused: the next plain question finds out whether the session is over, and says so. */
function askAgain(): void {
  void api.get('session');
}

function watchWindow(store: Store): () => void {
  const end = new AbortController();
  const options = { signal: end.signal };
  const look = () => {
    store.reading.attentive.value = document.visibilityState === 'visible' && document.hasFocus();
  };
  let ran = Date.now();
  const slept = () => Date.now() - ran > SLEPT_MS;
  const wake = () => {
    look();
    // The timers of a tab nobody sees are slowed down, too: how it stands is asked for when it is seen again.
    if (slept()) doubtConnections();
    if (document.visibilityState === 'visible') store.wake(slept() ? ran : null);
    ran = Date.now();
  };
  const cameBack = () => {
    // By another way, perhaps: what was connected by the one before is dead.
    doubtConnections();
    wake();
  };
  look();
  addEventListener('focus', look, options);
  addEventListener('blur', look, options);
  addEventListener('online', cameBack, options);
  addEventListener('pageshow', wake, options);
  addEventListener('pagehide', () => store.drafts.flush(), options);
  document.addEventListener('visibilitychange', wake, options);
  const pulse = setInterval(() => {
    if (slept()) wake();
    ran = Date.now();
  }, PULSE_MS);
  return () => {
    clearInterval(pulse);
    end.abort();
  };
}

/** A full or forbidden storage must not stop anybody from writing: then only the server keeps it. */
const keeper: Keeper = {
  list(prefix) {
    return attempt(() => Object.entries(localStorage), [])
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, value]) => ({ key, value: String(value) }));
  },
  put: (key, value) => attempt(() => localStorage.setItem(key, value), undefined),
  drop: (key) => attempt(() => localStorage.removeItem(key), undefined),
};

function attempt<Value>(task: () => Value, otherwise: Value): Value {
  try {
    return task();
  } catch {
    return otherwise;
  }
}
