import { signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { words } from '../words/words.ts';
import { Button } from './button.tsx';
import { IconButton } from './icon-button.tsx';

/** Long enough to read, think and press Z. */
const SHOWN_MS = 8_000;

export type ToastNews = {
  text: string;
  undo?: (() => void) | undefined;
  /** Something else to do about it. */
  action?: { label: string; run: () => void } | undefined;
  /** How long it can be undone, where that is not as long as usual. */
  ms?: number | undefined;
};
type Shown = ToastNews & { id: number };

/** What Undo shows as its key; whoever knows the keys says so. */
export const undoKey = signal<string | undefined>(undefined);

const shown = signal<Shown[]>([]);
let last = 0;

/** Say what happened. With `undo` it can be taken back from here, or by a key. The answer takes the words back. */
export function toast(news: ToastNews): () => void {
  last += 1;
  const id = last;
  shown.value = [...shown.value.slice(-2), { ...news, id }];
  return () => dismiss(id);
}

/** Take back the newest thing that can be; false when there is none. */
export function undoLast(): boolean {
  const found = shown.value.findLast((one) => one.undo);
  if (!found) return false;
  dismiss(found.id);
  found.undo?.();
  return true;
}

function dismiss(id: number): void {
  shown.value = shown.value.filter((one) => one.id !== id);
}

/** Where toasts appear; once per app. A popover, so that it lies above open dialogs. */
export function Toasts() {
  const layer = useRef<HTMLDivElement>(null);
  const list = shown.value;
  const newest = list.at(-1)?.id;
  useEffect(() => {
    // Shown anew, it lies above dialogs that were opened since.
    layer.current?.hidePopover();
    if (newest !== undefined) layer.current?.showPopover();
  }, [newest]);
  return (
    <div ref={layer} class="toasts" popover="manual" role="status">
      {list.map((one) => (
        <Toast key={one.id} news={one} />
      ))}
    </div>
  );
}

function Toast({ news }: { news: Shown }) {
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const stay = () => clearTimeout(timer.current);
  const leave = () => {
    stay();
    timer.current = setTimeout(() => dismiss(news.id), news.ms ?? SHOWN_MS);
  };
  useEffect(() => {
    leave();
    return stay;
  }, []);
  const { action } = news;
  const undo = () => {
    dismiss(news.id);
    news.undo?.();
  };
  const act = () => {
    dismiss(news.id);
    action?.run();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only waits while somebody reads it.
    <div class="toast" onMouseEnter={stay} onMouseLeave={leave} onFocusIn={stay} onFocusOut={leave}>
      <span class="toast-text">{news.text}</span>
      {news.undo && (
        <Button look="plain" keys={undoKey.value} onClick={undo}>
          {words.value.common.undo}
        </Button>
      )}
      {action && (
        <Button look="plain" onClick={act}>
          {action.label}
        </Button>
      )}
      <IconButton icon="close" label={words.value.common.close} onClick={() => dismiss(news.id)} />
    </div>
  );
}
