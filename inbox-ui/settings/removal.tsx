import { useState } from 'preact/hooks';
import { api } from '../api.ts';
import { ConfirmDialog } from '../parts/dialog.tsx';
import { toast } from '../parts/toast.tsx';
import { describe } from '../words/errors.ts';

type Props = {
  /** What is removed, as the API names it. */
  path: string;
  title: string;
  text: string;
  action: string;
  /** What is said once it is gone. */
  removed: string;
  onRemoved: () => void;
  onClose: () => void;
};

/** Asks before something is removed, and says what came of it. */
export function Removal({ path, title, text, action, removed, onRemoved, onClose }: Props) {
  const [busy, setBusy] = useState(false);
  const remove = async () => {
    setBusy(true);
    const answer = await api.remove(path);
    setBusy(false);
    onClose();
    toast({ text: answer.ok ? removed : describe(answer.error) });
    onRemoved();
  };
  return (
    <ConfirmDialog title={title} action={action} busy={busy} onConfirm={remove} onClose={onClose}>
      <p>{text}</p>
    </ConfirmDialog>
  );
}
