import { Icon, type IconName } from './icon.tsx';
import { Menu, type MenuItem } from './menu.tsx';

type Props = {
  /** The menu's name. */
  label: string;
  items: MenuItem[];
  icon?: IconName;
  /** The button's name, where it is another; it is its tip, too. */
  name?: string;
  tip?: string;
  keys?: string | undefined;
};

/** A menu that hangs from an icon. */
export function IconMenu({ label, items, icon = 'more', name, tip = name, keys }: Props) {
  return (
    <Menu
      label={label}
      align="end"
      items={items}
      trigger={(attributes) => (
        <button
          {...attributes}
          type="button"
          class={`icon-button icon-menu-${icon}`}
          aria-label={name ?? label}
          data-tip={tip}
          data-keys={keys}
        >
          <Icon name={icon} />
        </button>
      )}
    />
  );
}
