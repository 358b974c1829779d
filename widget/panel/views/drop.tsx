/** @jsxImportSource #draw */
/** Files may be dropped anywhere on the panel; while some are held over it, it says so. */

import { endAll, type Lifetime, listen } from '../../lifetime.ts';
import { useEffect, useSignal } from '../draw/hooks.ts';
import { usePanel } from './context.ts';
import './drop.css';

export function Drop() {
  const { chat, say } = usePanel();
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
  return over.value && <p class="drop">{say('dropHere')}</p>;
}
