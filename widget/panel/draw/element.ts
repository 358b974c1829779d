/** The properties of elements. */
import type { Props } from './nodes.ts';

const SVG = 'http://www.w3.org/2000/svg';

export function createElement(tag: string, parent: Element): Element {
  const { namespaceURI } = parent;
  return namespaceURI === SVG || tag === 'svg'
    ? document.createElementNS(SVG, tag)
    : document.createElement(tag);
}

/** Changes what is different. */
export function setProps(element: Element, before: Props, after: Props): void {
  for (const name in { ...before, ...after }) {
    const value = after[name];
    // What somebody has typed since is different, too.
    if (name === 'value') setValue(element, value);
    else if (value !== before[name]) set(element, name, value);
  }
}

function setValue(element: Element, value: unknown): void {
  if ('value' in element && element.value !== value) element.value = value;
}

function set(element: Element, name: string, value: unknown): void {
  if (name === 'children') return;
  if (name === 'ref') (value as { current: Element }).current = element;
  else if (name.startsWith('on')) Object.assign(element, { [name.toLowerCase()]: value ?? null });
  else if (isAbsent(name, value)) element.removeAttribute(name);
  else element.setAttribute(name, value === true && !spoken(name) ? '' : String(value));
}

/** Of these, `false` is a word. */
const spoken = (name: string): boolean => /^(aria|data)-/.test(name);

const isAbsent = (name: string, value: unknown): boolean =>
  value === undefined || value === null || (value === false && !spoken(name));
