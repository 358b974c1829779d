import type { ComponentChildren, Ref } from 'preact';
import { Icon, type IconName } from './icon.tsx';

export type ButtonLook = 'primary' | 'quiet' | 'plain' | 'danger' | 'danger-solid' | 'link';

export type ButtonProps = {
  children: ComponentChildren;
  look?: ButtonLook | undefined;
  icon?: IconName | undefined;
  type?: 'button' | 'submit' | undefined;
  /** Shown in the tooltip, e.g. `mod+enter`. */
  keys?: string | undefined;
  /** Under way: stays focusable, ignores clicks. */
  busy?: boolean | undefined;
  /** Why it cannot be pressed. The button stays, readable and focusable, and says so. */
  blocked?: string | null | undefined;
  tall?: boolean | undefined;
  wide?: boolean | undefined;
  href?: string | undefined;
  label?: string | undefined;
  /** Has the focus when its dialog opens. */
  focusFirst?: boolean | undefined;
  onClick?: ((event: MouseEvent) => void) | undefined;
  buttonRef?: Ref<HTMLButtonElement> | undefined;
};

/** A verb one can press; with `href` a link that looks the same. */
export function Button(props: ButtonProps) {
  const { children, icon, href, label, keys, blocked } = props;
  const inside = (
    <>
      {icon && <Icon name={icon} />}
      {children}
    </>
  );
  const tips = { 'data-tip': blocked ?? undefined, 'data-keys': keys, 'aria-label': label };
  if (href !== undefined && !blocked) {
    return (
      <a class={classOf(props)} href={href} {...tips}>
        {inside}
      </a>
    );
  }
  return (
    <button
      ref={props.buttonRef ?? null}
      type={props.type ?? 'button'}
      class={classOf(props)}
      autofocus={props.focusFirst}
      aria-busy={props.busy || undefined}
      aria-disabled={Boolean(blocked) || props.busy || undefined}
      aria-description={blocked ?? undefined}
      onClick={guard(props)}
      {...tips}
    >
      {inside}
    </button>
  );
}

function classOf({ look = 'quiet', tall, wide }: ButtonProps): string {
  return `button button-${look}${tall ? ' button-tall' : ''}${wide ? ' button-wide' : ''}`;
}

function guard({ busy, blocked, onClick }: ButtonProps) {
  return (event: MouseEvent) => {
    if (busy || blocked) event.preventDefault();
    else onClick?.(event);
  };
}
