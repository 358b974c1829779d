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

export function createListeners() {
  let all: { name: HostEvent; listener: HostListener }[] = [];
  const emit: Emit = (name, detail) => {
    for (const entry of all) if (entry.name === name) call(entry.listener, detail);
  };
  return {
    emit,
    /** Returns a function that stops listening. */
    on(name: HostEvent, listener: HostListener): () => void {
      const entry = { name, listener };
      all = [...all, entry];
      return () => {
        all = all.filter((other) => other !== entry);
      };
    },
    clear(): void {
      all = [];
    },
  };
}

/** A mistake in the host's listener is the host's: it must surface there and not stop the chat. */
function call(listener: HostListener, detail: HostEvents[HostEvent]): void {
  try {
    listener(detail);
  } catch (error) {
    setTimeout(() => {
      throw error;
    });
  }
}
