import type { Ref } from 'preact';
import { Icon, type IconName } from './icon.tsx';

type Props = {
  icon: IconName;
  /** Its name, and its tooltip. */
  label: string;
  keys?: string | undefined;
  large?: boolean | undefined;
  pressed?: boolean | undefined;
  blocked?: string | null | undefined;
  href?: string | undefined;
  onClick?: ((event: MouseEvent) => void) | undefined;
  buttonRef?: Ref<HTMLButtonElement> | undefined;
};

/** A button with a drawing instead of a word; the word is in its tooltip. */
export function IconButton(props: Props) {
  const { icon, label, keys, large, pressed, blocked, href, onClick, buttonRef } = props;
  const look = `icon-button${large ? ' icon-button-large' : ''}`;
  const tips = { 'data-tip': blocked ?? label, 'data-keys': keys, 'aria-label': label };
  if (href !== undefined) {
    return (
      <a class={look} href={href} {...tips}>
        <Icon name={icon} size={large ? 20 : 16} />
      </a>
    );
  }
  return (
    <button
      ref={buttonRef ?? null}
      type="button"
      class={look}
      aria-pressed={pressed}
      aria-disabled={blocked ? true : undefined}
      aria-description={blocked ?? undefined}
      onClick={(event) => (blocked ? event.preventDefault() : onClick?.(event))}
      {...tips}
    >
      <Icon name={icon} size={large ? 20 : 16} />
    </button>
  );
}
