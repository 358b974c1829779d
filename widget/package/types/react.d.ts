import type { WidgetOptions } from './widget.d.ts';

/** The part of React, or of Preact, that is needed. */
export type ReactLike = { useEffect(run: () => () => void, on: readonly unknown[]): void };

/** `interline/widget/react`: `const Chat = widgetFor(React)`, then `<Chat server="…" channel="…" />` anywhere on the page. */
export declare function widgetFor(react: ReactLike): (options: WidgetOptions) => null;
