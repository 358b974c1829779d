/** Making elements on the host's page: only elements and text, never markup, as hosts may enforce Trusted Types. */

export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  className = '',
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  made.className = className;
  // In a form that a page builds around everything, a button would send it.
  if (tag === 'button') set(made, 'type', 'button');
  return made;
}

export const set = (target: Element, name: string, value: string) =>
  target.setAttribute(name, value);
