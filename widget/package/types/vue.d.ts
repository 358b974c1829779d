import type { Widget, WidgetOptions } from './widget.d.ts';

/** The part of Vue that is needed. */
export type VueLike = { onMounted(run: () => void): void; onUnmounted(run: () => void): void };

/** `interline/widget/vue`: in `setup`, `const chat = useWidget(Vue, { server, channel })`; `chat()` is the widget, once mounted. */
export declare function useWidget(vue: VueLike, options: WidgetOptions): () => Widget | null;
