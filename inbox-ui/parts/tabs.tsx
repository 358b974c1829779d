import type { TargetedKeyboardEvent } from 'preact';
import { moveFocus } from './roving.ts';

export type Tab<Id extends string> = { id: Id; label: string; keys?: string | undefined };

type Props<Id extends string> = {
  label: string;
  tabs: readonly Tab<Id>[];
  selected: Id;
  /** Id of the element that shows what the tab stands for (role `tabpanel`). */
  panel: string;
  onSelect: (id: Id) => void;
};

/** Faces of one thing; arrows move and choose. */
export function Tabs<Id extends string>({ label, tabs, selected, panel, onSelect }: Props<Id>) {
  const move = (event: TargetedKeyboardEvent<HTMLElement>) => {
    if (moveFocus(event, '[role=tab]')) (document.activeElement as HTMLElement).click();
  };
  return (
    <div class="tabs" role="tablist" aria-label={label} onKeyDown={move}>
      {tabs.map((tab) => (
        <button
          key={tab.id}
          type="button"
          role="tab"
          aria-selected={tab.id === selected}
          aria-controls={panel}
          tabIndex={tab.id === selected ? 0 : -1}
          data-keys={tab.keys}
          onClick={() => onSelect(tab.id)}
        >
          {tab.label}
        </button>
      ))}
    </div>
  );
}
