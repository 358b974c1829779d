import { type Signal, useSignal } from '@preact/signals';
import type { TargetedDragEvent } from 'preact';
import { useEffect } from 'preact/hooks';

type Handlers = {
  onDragOver: (event: TargetedDragEvent<HTMLElement>) => void;
  onDragLeave: (event: TargetedDragEvent<HTMLElement>) => void;
  onDrop: (event: TargetedDragEvent<HTMLElement>) => void;
};

/** Files dropped here are taken; dropped beside it they must not make the browser leave the page. */
export function useDrop(take: (files: File[]) => void): {
  over: Signal<boolean>;
  handlers: Handlers;
} {
  const over = useSignal(false);
  useEffect(() => {
    const stay = (event: DragEvent) => event.preventDefault();
    addEventListener('dragover', stay);
    addEventListener('drop', stay);
    return () => {
      removeEventListener('dragover', stay);
      removeEventListener('drop', stay);
    };
  }, []);
  const handlers: Handlers = {
    onDragOver: (event) => {
      over.value = event.dataTransfer?.types.includes('Files') ?? false;
    },
    onDragLeave: (event) => {
      const to = event.relatedTarget;
      if (!(to instanceof Node && event.currentTarget.contains(to))) over.value = false;
    },
    onDrop: (event) => {
      event.preventDefault();
      over.value = false;
      take([...(event.dataTransfer?.files ?? [])]);
    },
  };
  return { over, handlers };
}
