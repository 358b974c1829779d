import { useEffect } from 'preact/hooks';

/** Phones lay their keyboard over the page: keeps what is written and where one writes above it. */
export function useKeyboardRoom(): void {
  useEffect(() => {
    const { visualViewport: visible } = window;
    if (!visible) return;
    const root = document.documentElement;
    const fit = () => {
      const covered = Math.max(0, Math.round(innerHeight - visible.height));
      // A page zoomed by fingers is smaller too, and nothing covers it.
      root.style.setProperty('--keyboard', visible.scale > 1.01 ? '0px' : `${covered}px`);
      if (covered > 0) scrollTo(0, 0);
    };
    visible.addEventListener('resize', fit);
    return () => {
      visible.removeEventListener('resize', fit);
      root.style.removeProperty('--keyboard');
    };
  }, []);
}
