import type { Message } from '../../../server/wire/messages.ts';
import { Button } from '../../parts/button.tsx';
import { Icon } from '../../parts/icon.tsx';
import { lazy } from '../../parts/lazy.tsx';
import { words } from '../../words/words.ts';
import { leaveAsIs, saveRevision, takeBackSaid, takingBack } from './revising.ts';

const TakeBackDialog = lazy(async () => (await import('./take-back-dialog.tsx')).TakeBackDialog);

/** What is to become of it, until the platform has done it; or why it stays as it is. */
export function RevisionNote({ message }: { message: Message }) {
  return (
    <>
      {message.revision && <Note message={message} revision={message.revision} />}
      {takingBack.value === message.id && <TakeBackDialog message={message} />}
    </>
  );
}

type NoteProps = { message: Message; revision: NonNullable<Message['revision']> };

function Note({ message, revision: { text, problem } }: NoteProps) {
  const { revising, state } = words.value.inbox;
  if (problem === null) {
    return (
      <p class="message-state" role="status">
        {text === null ? revising.deleting : revising.changing(text)}
      </p>
    );
  }
  const again = () => (text === null ? takeBackSaid(message) : saveRevision(message, text));
  return (
    <p class="message-state is-failed" role="status">
      <Icon name="alert" size={14} />
      <span dir="auto">
        {text === null ? revising.notDeleted(problem) : revising.notChanged(text, problem)}{' '}
        <Button look="link" onClick={() => void again()}>
          {state.retry}
        </Button>{' '}
        <Button look="link" onClick={() => void leaveAsIs(message)}>
          {revising.leave}
        </Button>
      </span>
    </p>
  );
}
