import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './icon.tsx';

type Props = {
  tone: 'wait' | 'danger' | 'note' | 'accent';
  icon?: IconName | undefined;
  children: ComponentChildren;
  /** Buttons at its end. */
  actions?: ComponentChildren;
  /** Stands inside a page instead of across it. */
  boxed?: boolean | undefined;
  /** `alert` interrupts, `status` waits its turn; nothing for what was there all along. */
  role?: 'alert' | 'status' | undefined;
};

/** A strip that says how things stand. */
export function Banner({ tone, icon, children, actions, boxed, role }: Props) {
  return (
    <div class={`banner banner-${tone}${boxed ? ' banner-boxed' : ''}`} role={role}>
      {icon && <Icon name={icon} />}
      <div class="banner-text">{children}</div>
      {actions}
    </div>
  );
}
