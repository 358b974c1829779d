import { useState } from 'preact/hooks';
import { Button } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { FieldFrame, tied } from '../../parts/field.tsx';
import { weekdayMoment } from '../../words/format.ts';
import { words } from '../../words/words.ts';
import { question, sendLater } from '../desk.ts';
import { presetsAt, toLocalInput } from '../snooze-presets.ts';

const FIELD = 'send-at';

/** The usual moments, one of one's own, and whether it still goes when they have written meanwhile. */
export function SendLaterDialog() {
  const { inbox, common } = words.value;
  const { snooze, letters } = inbox;
  const [presets] = useState(() => presetsAt(new Date()));
  const [value, setValue] = useState(() => toLocalInput(presets[0]?.at ?? new Date()));
  const [unless, setUnless] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const field = { id: FIELD, label: letters.laterWhen, error };
  const at = new Date(value);
  const confirm = (event: SubmitEvent) => {
    event.preventDefault();
    if (!(at.getTime() > Date.now())) return setError(snooze.past);
    const send = sendLater.peek();
    close();
    send?.(at, unless);
  };
  const choose = (text: string) => {
    setValue(text);
    setError(null);
  };
  return (
    <Dialog title={letters.laterTitle} onClose={close}>
      <form class="later" noValidate onSubmit={confirm}>
        <ul class="later-presets">
          {presets.map((preset, order) => (
            <li key={preset.id}>
              <button
                type="button"
                class="later-preset"
                aria-pressed={value === toLocalInput(preset.at)}
                autofocus={order === 0}
                onClick={() => choose(toLocalInput(preset.at))}
              >
                <strong>{snooze[preset.id]}</strong>
                <span>{weekdayMoment(preset.at)}</span>
              </button>
            </li>
          ))}
        </ul>
        <FieldFrame {...field}>
          <div class="field-box">
            <input
              {...tied({ ...field, help: null })}
              type="datetime-local"
              value={value}
              min={toLocalInput(new Date())}
              onInput={(event) => choose(event.currentTarget.value)}
            />
          </div>
        </FieldFrame>
        <label class="check">
          <input
            type="checkbox"
            checked={unless}
            onChange={(event) => setUnless(event.currentTarget.checked)}
          />
          <span>{letters.unlessAnswered}</span>
          <span class="field-help">{letters.unlessHelp}</span>
        </label>
        <div class="dialog-actions">
          <Button onClick={close}>{common.cancel}</Button>
          <Button type="submit" look="primary">
            {Number.isNaN(at.getTime())
              ? letters.laterTitle
              : letters.laterConfirm(weekdayMoment(at))}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function close(): void {
  question.value = null;
  sendLater.value = null;
}
