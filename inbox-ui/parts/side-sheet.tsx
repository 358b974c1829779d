import type { ComponentChildren } from 'preact';
import { useModal } from './dialog.tsx';

type Props = {
  label: string;
  /** From where it slides in. */
  side: 'start' | 'end';
  children: ComponentChildren;
  onClose: () => void;
};

/** A pane that lies over the screen for a while: the rail on small screens, the context beside a thread. */
export function SideSheet({ label, side, children, onClose }: Props) {
  const dialog = useModal(onClose);
  return (
    <dialog ref={dialog} class={`sheet sheet-${side}`} aria-label={label} onClose={onClose}>
      {children}
    </dialog>
  );
}
