/** The widget for as long as a component stands. Vue is handed in: no version of it is asked for. */
import { boot } from './index.ts';
import type * as declared from './types/vue.d.ts';
import type { Widget } from './types/widget.d.ts';

export const useWidget: typeof declared.useWidget = ({ onMounted, onUnmounted }, options) => {
  let widget: Widget | null = null;
  onMounted(() => {
    widget = boot(options);
  });
  onUnmounted(() => {
    widget?.shutdown();
    widget = null;
  });
  return () => widget;
};
