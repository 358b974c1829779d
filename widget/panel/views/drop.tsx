/** @jsxImportSource #draw */
/** Files may be dropped anywhere on the panel; while some are held over it, it says so. */

import { endAll, type Lifetime, listen } from '../../lifetime.ts';
import { useEffect, useSignal } from '../draw/hooks.ts';
import { usePanel, usePart } from './context.ts';
import { lazy } from './lazy.tsx';
import './drop.css';

/** Its words come when the first file is held over the panel. */
const Hint = lazy(
  async () => ({ Hint: () => <p class="drop">{usePart().say('dropHere')}</p> }),
  'Hint',
);

export function Drop() {
  const { chat } = usePanel();
  const over = useSignal(false);
  const take = (files: readonly File[]) => void chat.attaching.take(files).catch(() => undefined);
  useEffect(() => {
    const life: Lifetime = [];
    listen<DragEvent>(life, document, 'dragover', (event) => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      over.value = true;
    });
    listen<DragEvent>(life, document, 'dragleave', (event) => {
      // Between two elements inside there is always a next one; out of the window there is none.
      if (!event.relatedTarget) over.value = false;
    });
    listen<DragEvent>(life, document, 'drop', (event) => {
      over.value = false;
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length === 0) return;
      event.preventDefault();
      take(files);
    });
    return () => endAll(life);
  }, []);
  return over.value && <Hint />;
}
