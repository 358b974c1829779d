/** What is to be drawn, as JSX says it. */
import type { ComponentChildren } from 'preact';

export type Props = Readonly<Record<string, unknown>>;
export type Component = (props: Props) => ComponentChildren;

/** An element by its tag, or what a component draws. */
export type Node = {
  readonly type: string | Component;
  readonly props: Props;
  readonly key: unknown;
};

/** A text stands for itself. */
export type Drawable = Node | string;

/** Several things in a row, without an element around them. */
export const Fragment = ({ children }: Props): ComponentChildren => children as ComponentChildren;

/** Children as a list. What is not drawn is an empty text: it keeps the place, so that its neighbours keep theirs. */
export function listOf(children: unknown): Drawable[] {
  if (!Array.isArray(children)) return [drawable(children)];
  return children.length > 0 ? children.map(drawable) : [''];
}

function drawable(child: unknown): Drawable {
  if (Array.isArray(child)) return { type: Fragment, props: { children: child }, key: undefined };
  if (typeof child === 'object' && child) return child as Node;
  return child === undefined || child === null || typeof child === 'boolean' ? '' : String(child);
}
