/** Files may be dropped anywhere on the panel. Tells whether some are being held over it. */

import { endAll, type Lifetime, listen } from '../../lifetime.ts';
import { useEffect, useSignal } from '../draw/hooks.ts';
import type { Signal } from '../signals.ts';
import type { Uploads } from '../uploads.ts';

export function useDrop(uploads: Uploads, allowed: boolean): Signal<boolean> {
  const over = useSignal(false);
  useEffect(() => {
    if (!allowed) return;
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
      uploads.add(files);
    });
    return () => endAll(life);
  }, [allowed]);
  return over;
}
