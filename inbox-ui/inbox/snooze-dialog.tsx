import { useEffect, useRef, useState } from 'preact/hooks';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { FieldFrame, tied } from '../parts/field.tsx';
import type { Store } from '../store/store.ts';
import { words } from '../words/words.ts';
import { snooze } from './deeds.ts';
import { askedAbout, question, sendFirst } from './desk.ts';
import { presetsAt, toLocalInput } from './snooze-presets.ts';

const FIELD = 'snooze-at';

/** A moment of one's own. */
export function SnoozeDialog({ store }: { store: Store }) {
  const [ids] = useState(() => askedAbout.peek());
  const [value, setValue] = useState(() =>
    toLocalInput(presetsAt(new Date()).at(-1)?.at ?? new Date()),
  );
  const [error, setError] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  const { snooze: said } = words.value.inbox;
  const close = () => {
    question.value = null;
    sendFirst.value = null;
  };
  const confirm = (event: SubmitEvent) => {
    event.preventDefault();
    const at = new Date(value);
    if (!(at.getTime() > Date.now())) return setError(said.past);
    sendFirst.peek()?.();
    snooze(store, at, ids);
    close();
  };
  const field = { id: FIELD, label: said.when, help: said.help, error };
  return (
    <Dialog title={said.title} onClose={close}>
      <form class="snooze-form" noValidate onSubmit={confirm}>
        <FieldFrame {...field}>
          <div class="field-box">
            <input
              {...tied(field)}
              ref={input}
              type="datetime-local"
              value={value}
              min={toLocalInput(new Date())}
              onInput={(event) => setValue(event.currentTarget.value)}
            />
          </div>
        </FieldFrame>
        <div class="dialog-actions">
          <Button onClick={close}>{words.value.common.cancel}</Button>
          <Button type="submit" look="primary">
            {said.confirm}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
