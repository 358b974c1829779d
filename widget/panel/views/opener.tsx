/** @jsxImportSource #draw */
/** A button, and what hangs from it while it is open. */
import type { VNode } from 'preact';
import { useRef, useSignal } from '../draw/hooks.ts';
import { Icon, type IconName } from './icons.tsx';

type OpenerProps = {
  icon: IconName;
  label: string;
  /** `close` gives the focus back. */
  draw: (close: () => void) => VNode | null;
};

export function Opener({ icon, label, draw }: OpenerProps) {
  const open = useSignal(false);
  const button = useRef<HTMLButtonElement | null>(null);
  return (
    <>
      <button
        type="button"
        class="tool"
        ref={button}
        aria-label={label}
        aria-haspopup="true"
        aria-expanded={open.value}
        onClick={() => {
          open.value = !open.value;
        }}
      >
        <Icon name={icon} />
      </button>
      {open.value &&
        draw(() => {
          open.value = false;
          button.current?.focus();
        })}
    </>
  );
}
