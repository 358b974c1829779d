/** Arrow keys among things of which one at a time has the focus: menus, lists, tabs. */
type KeyPress = { key: string; currentTarget: HTMLElement; preventDefault(): void };

const STEPS: Record<string, number> = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

/** Move the focus among the children that match; wraps. True when the key was one of ours. */
export function moveFocus(event: KeyPress, selector: string): boolean {
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>(selector)];
  const here = items.findIndex((item) => item.matches(':focus'));
  const next = target(event.key, items, here);
  if (!next) return false;
  event.preventDefault();
  next.focus();
  return true;
}

function target(key: string, items: HTMLElement[], here: number): HTMLElement | undefined {
  const step = STEPS[key];
  if (step !== undefined) return items[(here + step + items.length) % items.length];
  if (key === 'Home') return items[0];
  if (key === 'End') return items[items.length - 1];
  return key.length === 1 && /\p{L}/u.test(key) ? startingWith(key, items, here) : undefined;
}

function startingWith(key: string, items: HTMLElement[], here: number): HTMLElement | undefined {
  const order = [...items.slice(here + 1), ...items.slice(0, here + 1)];
  const letter = key.toLowerCase();
  return order.find((item) => item.textContent.trim().toLowerCase().startsWith(letter));
}
