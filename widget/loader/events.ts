/** What a host page can listen to. No event carries the text of a message. */

export type HostEvents = {
  ready: undefined;
  open: undefined;
  close: undefined;
  message: { direction: 'in' | 'out' };
  unread: { count: number };
};
export type HostEvent = keyof HostEvents;
export type Emit = <Name extends HostEvent>(name: Name, detail?: HostEvents[Name]) => void;
export type HostListener = (detail?: HostEvents[HostEvent]) => void;

export type Listeners = ReturnType<typeof createListeners>;

export function createListeners() {
  const all = new Set<[HostEvent, HostListener, unknown]>();
  return {
    emit<Name extends HostEvent>(from: unknown, name: Name, detail?: HostEvents[Name]): void {
      for (const [heard, listener, whose = from] of [...all]) {
        if (heard === name && whose === from) call(listener, detail);
      }
    },
    /** Listens to one chat, or to all. Returns a function that stops listening. */
    on(name: HostEvent, listener: HostListener, whose?: unknown): () => void {
      const entry: [HostEvent, HostListener, unknown] = [name, listener, whose];
      all.add(entry);
      return () => void all.delete(entry);
    },
    /** Forgets the listeners of one chat, or all. */
    clear(whose?: unknown): void {
      for (const entry of all) if (!whose || entry[2] === whose) all.delete(entry);
    },
  };
}

/** A mistake in the host's listener is the host's: it must surface there and not stop the chat. */
function call(listener: HostListener, detail: HostEvents[HostEvent]): void {
  try {
    listener(detail);
  } catch (error) {
    reportError(error);
  }
}
