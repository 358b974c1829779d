import type { ComponentChildren, TargetedKeyboardEvent } from 'preact';
import { useId, useRef, useState } from 'preact/hooks';
import { Icon, type IconName } from './icon.tsx';
import { KeyCap } from './key-cap.tsx';
import { type Align, place } from './place.ts';
import { moveFocus } from './roving.ts';

export type MenuItem =
  | { heading: string }
  | { separator: true }
  | {
      label: string;
      hint?: string | undefined;
      icon?: IconName | undefined;
      keys?: string | undefined;
      danger?: boolean | undefined;
      /** For one choice among several. */
      checked?: boolean | undefined;
      blocked?: string | null | undefined;
      /** A sign rather than words: such stand in a row. */
      sign?: boolean | undefined;
      href?: string | undefined;
      onPick?: (() => void) | undefined;
    };
type Pickable = Extract<MenuItem, { label: string }>;

type Props = {
  /** The menu's name for those who cannot see where it hangs. */
  label: string;
  items: MenuItem[];
  align?: Align | undefined;
  /** Draws the button. Spread the given attributes on a `<button>`. */
  trigger: (attributes: MenuTrigger) => ComponentChildren;
};
export type MenuTrigger = {
  id: string;
  popovertarget: string;
  'aria-haspopup': 'menu';
  onKeyDown: (event: TargetedKeyboardEvent<HTMLElement>) => void;
};

/**
 * A button with a menu. The browser opens, closes and layers it (popover); arrows, Home, End and letters move. Nothing of it
 * is drawn before it is opened for the first time: every message has one.
 */
export function Menu({ label, items, align = 'start', trigger }: Props) {
  const id = useId();
  const menu = useRef<HTMLDivElement>(null);
  const [wanted, setWanted] = useState(false);
  const open = (event: TargetedKeyboardEvent<HTMLElement>) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    menu.current?.showPopover();
  };
  return (
    <>
      {trigger({ id, popovertarget: `${id}-menu`, 'aria-haspopup': 'menu', onKeyDown: open })}
      <div
        ref={menu}
        id={`${id}-menu`}
        class="popover menu"
        popover="auto"
        role="menu"
        aria-label={label}
        onBeforeToggle={() => setWanted(true)}
        onToggle={(event) => settle(event.currentTarget, id, align)}
        onKeyDown={(event) => walk(event)}
      >
        {wanted &&
          items.map((item) => (
            <Item key={keyOf(item)} item={item} close={() => menu.current?.hidePopover()} />
          ))}
      </div>
    </>
  );
}

function keyOf(item: MenuItem): string {
  if ('separator' in item) return '—';
  return 'heading' in item ? `# ${item.heading}` : item.label;
}

function settle(menu: HTMLElement, triggerId: string, align: Align): void {
  const anchor = document.getElementById(triggerId);
  if (!anchor || !menu.matches(':popover-open')) return;
  place(menu, anchor.getBoundingClientRect(), 'below', align);
  const checked = menu.querySelector<HTMLElement>('[aria-checked="true"]');
  (checked ?? menu.querySelector<HTMLElement>('.menu-item'))?.focus();
}

function walk(event: TargetedKeyboardEvent<HTMLElement>): void {
  if (event.key === 'Tab') event.currentTarget.hidePopover();
  else moveFocus(event, '.menu-item');
}

function Item({ item, close }: { item: MenuItem; close: () => void }) {
  if ('separator' in item) return <hr class="menu-separator" />;
  if ('heading' in item) {
    return (
      <div class="menu-heading" role="presentation">
        {item.heading}
      </div>
    );
  }
  return <Pick item={item} close={close} />;
}

function Pick({ item, close }: { item: Pickable; close: () => void }) {
  const common = {
    class: `menu-item${item.danger ? ' menu-item-danger' : ''}${item.sign ? ' menu-sign' : ''}`,
    role: item.checked === undefined ? ('menuitem' as const) : ('menuitemradio' as const),
    'aria-checked': item.checked,
    tabIndex: -1,
  };
  const inside = <PickInside item={item} />;
  if (item.href !== undefined) {
    return (
      <a {...common} href={item.href} onClick={close}>
        {inside}
      </a>
    );
  }
  const pick = () => {
    if (item.blocked) return;
    close();
    item.onPick?.();
  };
  return (
    <button
      {...common}
      type="button"
      aria-disabled={item.blocked ? true : undefined}
      onClick={pick}
    >
      {inside}
    </button>
  );
}

function PickInside({ item }: { item: Pickable }) {
  const hint = item.blocked ?? item.hint;
  return (
    <>
      {item.icon && <Icon name={item.icon} />}
      <span class="menu-item-label">
        {item.label}
        {hint && <span class="menu-item-hint">{hint}</span>}
      </span>
      {item.checked && !item.sign && <Icon name="check" />}
      {item.keys && <KeyCap keys={item.keys} />}
    </>
  );
}
