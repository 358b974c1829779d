import { useState } from 'preact/hooks';
import type { Message } from '../../../server/wire/messages.ts';
import { ConfirmDialog } from '../../parts/dialog.tsx';
import { words } from '../../words/words.ts';
import './revising.css';
import { takeBackSaid, takingBack } from './revising.ts';

/** It goes from the customer's screen as well, and nothing brings it back: asked first. */
export function TakeBackDialog({ message }: { message: Message }) {
  const { revising } = words.value.inbox;
  const [busy, setBusy] = useState(false);
  const close = () => {
    takingBack.value = null;
  };
  const confirm = async () => {
    setBusy(true);
    await takeBackSaid(message);
    close();
  };
  return (
    <ConfirmDialog
      title={revising.deleteTitle}
      action={revising.delete}
      busy={busy}
      onConfirm={() => void confirm()}
      onClose={close}
    >
      <p>{revising.deleteText}</p>
      <blockquote class="revising-said" dir="auto">
        {message.text || message.attachments.map(({ name }) => name).join(', ')}
      </blockquote>
    </ConfirmDialog>
  );
}
