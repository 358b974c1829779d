import type { ComponentChildren } from 'preact';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';
import { Menu, type MenuItem } from './menu.tsx';

type Props = {
  children: ComponentChildren;
  /** The name of the small button that opens the variations. */
  moreLabel: string;
  items: MenuItem[];
  keys?: string | undefined;
  busy?: boolean | undefined;
  blocked?: string | null | undefined;
  onClick: () => void;
};

/** The usual action, and beside it its variations. */
export function SplitButton({ children, moreLabel, items, keys, busy, blocked, onClick }: Props) {
  return (
    <span class="split-button">
      <Button look="primary" keys={keys} busy={busy} blocked={blocked} onClick={onClick}>
        {children}
      </Button>
      <Menu
        label={moreLabel}
        items={items}
        align="end"
        trigger={(attributes) => (
          <button
            {...attributes}
            type="button"
            class="button button-primary"
            aria-label={moreLabel}
          >
            <Icon name="chevron" />
          </button>
        )}
      />
    </span>
  );
}
