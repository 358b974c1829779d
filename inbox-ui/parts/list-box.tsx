import type { ComponentChildren } from 'preact';
import { moveFocus } from './roving.ts';

type Props<Item> = {
  label: string;
  items: readonly Item[];
  idOf: (item: Item) => string;
  selected: string | null;
  onSelect: (item: Item) => void;
  children: (item: Item) => ComponentChildren;
};

/** A list of which one is chosen: one stop for Tab, arrows inside, Enter or click chooses. */
export function ListBox<Item>({ label, items, idOf, selected, onSelect, children }: Props<Item>) {
  const entry = items.some((item) => idOf(item) === selected) ? selected : idOfFirst(items, idOf);
  return (
    <div
      class="list-box"
      role="listbox"
      tabIndex={-1}
      aria-label={label}
      onKeyDown={(event) => moveFocus(event, '[role=option]')}
    >
      {items.map((item) => (
        <div
          key={idOf(item)}
          role="option"
          tabIndex={idOf(item) === entry ? 0 : -1}
          aria-selected={idOf(item) === selected}
          class={`menu-item${idOf(item) === selected ? ' is-selected' : ''}`}
          onClick={() => onSelect(item)}
          onKeyDown={(event) => (event.key === 'Enter' || event.key === ' ') && onSelect(item)}
        >
          {children(item)}
        </div>
      ))}
    </div>
  );
}

function idOfFirst<Item>(items: readonly Item[], idOf: (item: Item) => string): string | null {
  const first = items[0];
  return first === undefined ? null : idOf(first);
}
