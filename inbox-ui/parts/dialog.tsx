import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { words } from '../words/words.ts';
import { Button } from './button.tsx';
import { IconButton } from './icon-button.tsx';

type Props = {
  title: string;
  children: ComponentChildren;
  wide?: boolean | undefined;
  /** What it shows is shown only once: a press beside it does not throw that away. */
  stays?: boolean | undefined;
  onClose: () => void;
};

/** A modal question. Render it to open it; the browser keeps the focus inside and gives it back. */
export function Dialog({ title, children, wide, stays = false, onClose }: Props) {
  const id = useId();
  const dialog = useModal(onClose, stays);
  return (
    <dialog
      ref={dialog}
      class={`dialog${wide ? ' dialog-wide' : ''}`}
      aria-labelledby={id}
      onClose={onClose}
    >
      <div class="dialog-head">
        <h2 id={id}>{title}</h2>
        <IconButton
          icon="close"
          label={words.value.common.close}
          onClick={() => dialog.current?.close()}
        />
      </div>
      <div class="dialog-body">{children}</div>
    </dialog>
  );
}

/** Show a <dialog> as long as it is rendered; a press beside it closes it, unless it stays or a form in it was begun. */
export function useModal(onClose: () => void, stays = false) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    const opener = document.activeElement;
    element?.showModal();
    let begun = stays;
    const begin = ({ target }: Event) => {
      begun ||= target instanceof Element && target.closest('form') !== null;
    };
    const beside = (event: MouseEvent) => event.target === element && !begun && onClose();
    element?.addEventListener('input', begin);
    element?.addEventListener('mousedown', beside);
    return () => {
      element?.removeEventListener('input', begin);
      element?.removeEventListener('mousedown', beside);
      // Taken out while open, the browser would leave the focus nowhere.
      if (opener instanceof HTMLElement) opener.focus();
    };
  }, []);
  return dialog;
}

type ConfirmProps = {
  title: string;
  /** What will happen, exactly. */
  children: ComponentChildren;
  action: string;
  busy?: boolean | undefined;
  onConfirm: () => void;
  onClose: () => void;
};

/** "Are you sure", with the consequence in words and the verb on the button. */
export function ConfirmDialog({ title, children, action, busy, onConfirm, onClose }: ConfirmProps) {
  return (
    <Dialog title={title} onClose={onClose}>
      {children}
      <div class="dialog-actions">
        <Button focusFirst onClick={onClose}>
          {words.value.common.cancel}
        </Button>
        <Button look="danger-solid" busy={busy} onClick={onConfirm}>
          {action}
        </Button>
      </div>
    </Dialog>
  );
}
