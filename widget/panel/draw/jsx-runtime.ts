/** What the compiler makes of JSX in the panel's views. The types are Preact's, whose ways these are. */
import { Fragment, type Node, type Props } from './nodes.ts';

const node = (type: Node['type'], props: Props, key?: unknown): Node => ({ type, props, key });

export type { JSX } from 'preact';
/** The last one where the compiler is told to help with debugging, as in tests. */
export { Fragment, node as jsx, node as jsxDEV, node as jsxs };
