/** Which of the four layouts the window has room for. */
import { computed, signal } from '@preact/signals';

/** phone < 600 ≤ small < 900 ≤ medium < 1200 ≤ wide */
export type ScreenSize = 'phone' | 'small' | 'medium' | 'wide';

const width = signal(typeof innerWidth === 'number' ? innerWidth : 1280);
if (typeof addEventListener === 'function') {
  addEventListener('resize', () => {
    width.value = innerWidth;
  });
}

export const screenSize = computed<ScreenSize>(() => {
  if (width.value < 600) return 'phone';
  if (width.value < 900) return 'small';
  return width.value < 1200 ? 'medium' : 'wide';
});
